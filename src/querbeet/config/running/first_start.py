"""What the first start fills in, and the words that greet whoever started it."""

import json
from pathlib import Path

from django.conf import settings

from querbeet.config.running.steps import step
from querbeet.core import statements

ACCOUNTS = "demo-accounts.json"
BEGUN = f"{ACCOUNTS}.part"


def fill() -> None:
    """The skill vocabulary always, the demo community on the first start of a demo."""
    vocabulary()
    if settings.DEMO:
        demo()


def vocabulary() -> None:
    """Load the skills; does nothing when they are there already."""
    from querbeet.skills.actions import vocabulary as skills

    with step("Loading the skill vocabulary"):
        skills.load()


def demo() -> None:
    """Plant the demo community once, however often a first start is killed in the middle.

    All of it is one transaction. The sign-ins are written beside their file before its end, and moved to their place
    after it: whoever finds them beside it asks the database whether the garden came to be.
    """
    file, begun = settings.DATA / ACCOUNTS, settings.DATA / BEGUN
    if file.exists():
        return
    from querbeet.config.demo import planting

    if not planting.planted(_read(begun)):
        with step("Planting a demo community"), statements.planned_once():
            accounts = planting.plant()
            begun.touch(0o600)
            begun.write_text(json.dumps(accounts, indent=2, ensure_ascii=False) + "\n")
    begun.rename(file)


def _read(file: Path) -> list[dict[str, str]]:
    """The sign-ins in a file; none where it is not there, or was being written when all ended."""
    try:
        return json.loads(file.read_text())
    except (FileNotFoundError, ValueError):
        return []


def sign_ins() -> str:
    """The demo's sign-ins, one a line; nothing where there is no demo."""
    file = settings.DATA / ACCOUNTS
    if not file.exists():
        return ""
    rows = [
        f"  {account['role']:<12} {account['name']:<24} {account['passphrase']:<36} {account['community']}"
        for account in json.loads(file.read_text())
    ]
    return "\n".join(["Demo sign-ins (role, sign-in name, passphrase, community):", *rows, ""])


def welcome(port: int) -> str:
    """The address, and in a demo the sign-ins."""
    greeting = ["", f"Querbeet is ready: http://localhost:{port}/", ""]
    return "\n".join([*greeting, sign_ins() if settings.DEMO else "", "Ctrl-C stops everything."])
