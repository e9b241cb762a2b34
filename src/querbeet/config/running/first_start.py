"""What the first start fills in, and the words that greet whoever started it."""

import json

from django.conf import settings

from querbeet.config.running.steps import step

ACCOUNTS = "demo-accounts.json"


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
    """Plant the demo community once; the file with its sign-ins is written last, and tells that it is whole."""
    file = settings.DATA / ACCOUNTS
    if file.exists():
        return
    from querbeet.config.demo import planting

    with step("Planting a demo community"):
        accounts = planting.plant()
    file.write_text(json.dumps(accounts, indent=2, ensure_ascii=False) + "\n")
    file.chmod(0o600)


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
