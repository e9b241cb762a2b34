"""What the first start fills in, and the words that greet whoever started it."""

import json

from django.conf import settings

from querbeet.config.running.steps import step

ACCOUNTS = "demo-accounts.json"


def fill() -> None:
    """The skill vocabulary always, the demo community on the first start of a demo."""
    from querbeet.config import demo
    from querbeet.skills import actions as skills

    with step("Loading the skill vocabulary"):
        skills.load_vocabulary()
    if settings.DEMO and not (settings.DATA / ACCOUNTS).exists():
        with step("Planting a demo community"):
            demo.plant(settings.DATA / ACCOUNTS)


def welcome(port: int) -> str:
    """The address, and in a demo the sign-ins."""
    lines = ["", f"Querbeet is ready: http://localhost:{port}/", ""]
    file = settings.DATA / ACCOUNTS
    if settings.DEMO and file.exists():
        lines.append("Demo sign-ins (sign-in name, passphrase):")
        for account in json.loads(file.read_text()):
            lines.append(f"  {account['role']:<12} {account['name']:<28} {account['passphrase']}")
        lines.append("")
    return "\n".join([*lines, "Ctrl-C stops everything."])
