"""Rule sets to begin with, shipped as TOML beside this file."""

from pathlib import Path

from django.utils.translation import gettext as _

from querbeet.programmes.rules import documents, patterns
from querbeet.programmes.rules.ruleset import RuleSet

NOTHING = "nothing"
RULES = ("skills", "career", "civil-service")
FOLDER = Path(__file__).parents[1] / "starts"


def choices() -> list[tuple[str, str]]:
    """Their names and what they are for; whole programmes first."""
    return [
        *((pattern.key, f"{pattern.name}: {pattern.about}") for pattern in patterns.everything()),
        ("skills", _("Topics and time: what is wished for and offered, languages, free times")),
        ("career", _("Career: different employers, mentors further along, the same field")),
        ("civil-service", _("Grades and professions, as the UK Civil Service network matches")),
        (NOTHING, _("Nothing: I make my own questions and rules")),
    ]


def load(name: str) -> RuleSet:
    """The rule set of this name; an empty one for an unknown name."""
    if name not in RULES:
        return RuleSet()
    return documents.load((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
