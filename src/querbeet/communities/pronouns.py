"""Pronouns as people write them. Two answers are not pronouns and are kept as signs, so that they can be translated."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

USE_MY_NAME = "@name"
ASK_ME = "@ask"
MOST = 6


def written(value: str) -> str:
    """One answer, for a reader."""
    if value == USE_MY_NAME:
        return _("use my name")
    if value == ASK_ME:
        return _("please ask me")
    return value


def line(values: Iterable[str]) -> str:
    """All answers in the order their person gave them; empty when there is none."""
    return " · ".join(written(value) for value in values)


def parsed(text: str, *, use_my_name: bool = False, ask_me: bool = False) -> list[str]:
    """Sets written with commas or on lines of their own ("sie/ihr, they/them"), without doubles, in order."""
    sets = [" ".join(part.split()).lstrip("@") for part in text.replace("\n", ",").replace(";", ",").split(",")]
    signs = [sign for sign, chosen in ((USE_MY_NAME, use_my_name), (ASK_ME, ask_me)) if chosen]
    return list(dict.fromkeys([part for part in sets if part] + signs))
