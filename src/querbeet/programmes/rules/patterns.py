"""Whole programmes to begin with: purpose, questions, rules, checks and shape, shipped as TOML in two languages."""

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

from querbeet.programmes.enums import Asked, Rhythm, Shape, VettingKind
from querbeet.programmes.rules import documents
from querbeet.programmes.rules.ruleset import RuleSet

FOLDER = Path(__file__).parents[1] / "patterns"
KEYS = ("newcomers", "work", "peers", "jobs", "arriving", "stories")
LANGUAGES = ("en", "de")


@dataclass(frozen=True)
class Pattern:
    """One of them, in one language. `frame`: settings of the programme, `checks`: what it has checked."""

    key: str
    name: str
    about: str
    purpose: str
    frame: dict[str, Any] = field(default_factory=dict)
    checks: tuple[dict[str, Any], ...] = ()
    ruleset: RuleSet = field(default_factory=RuleSet)


def load(key: str) -> Pattern | None:
    """The pattern of this key in the language of the reader; None for an unknown key."""
    language = (get_language() or "en")[:2]
    return _load(key, language if language in LANGUAGES else "en") if key in KEYS else None


@cache
def _load(key: str, language: str) -> Pattern:
    document = tomllib.loads((FOLDER / f"{key}.{language}.toml").read_text(encoding="utf-8"))
    programme, checks = document.pop("programme"), document.pop("checks", [])
    name, about, purpose = (programme.pop(key) for key in ("name", "about", "purpose"))
    frame = programme | {"shape": Shape(programme["shape"]), "rhythm": Rhythm(programme["rhythm"])}
    return Pattern(
        key=key,
        name=name,
        about=about,
        purpose=purpose.strip(),
        frame=frame,
        checks=tuple(check | {"kind": VettingKind(check["kind"]), "asked": Asked(check["asked"])} for check in checks),
        ruleset=documents.from_document(document),
    )


def everything() -> list[Pattern]:
    """All of them in the language of the reader."""
    return [pattern for key in KEYS if (pattern := load(key))]
