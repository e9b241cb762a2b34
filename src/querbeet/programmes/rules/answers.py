"""From the text of a cell to an answer."""

import re
import unicodedata

from django.utils.translation import gettext as _

from querbeet.programmes.enums import QuestionKind
from querbeet.programmes.rules.ruleset import Answer, Question

YES = frozenset({"yes", "y", "ja", "j", "true", "wahr", "1", "x", "✓", "on"})
NO = frozenset({"no", "n", "nein", "false", "falsch", "0", "-", "off"})
SEPARATORS = re.compile(r"\s*[,;|\n]\s*")
NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")
MOST_NUMBER = 1_000_000


class Unclear(ValueError):
    """A cell that answers nothing that was asked; the sentence says why."""


def folded(text: str) -> str:
    """The text as it is compared: no difference by case, width, or spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def parse(question: Question, cell: str) -> Answer | None:
    """The answer in a cell, None for an empty one. Raises `Unclear` for one that does not answer the question."""
    text = cell.strip()
    if not text:
        return None
    match question.kind:
        case QuestionKind.YES_NO:
            return _yes_no(text)
        case QuestionKind.NUMBER:
            return _number(text)
        case QuestionKind.MULTI | QuestionKind.WEEK:
            return _several(question, text)
        case QuestionKind.CHOICE | QuestionKind.ORDERED if question.choices:
            return _choice(question, text)
    return text


def _yes_no(text: str) -> bool:
    if folded(text) in YES | NO:
        return folded(text) in YES
    raise Unclear(_("“%(value)s” is neither yes nor no.") % {"value": text})


def _number(text: str) -> float:
    if NUMBER.fullmatch(text) and abs(number := float(text.replace(",", "."))) <= MOST_NUMBER:
        return number
    raise Unclear(_("“%(value)s” is not a number.") % {"value": text})


def _choice(question: Question, text: str) -> str:
    for choice in question.choices:
        if folded(choice) == folded(text):
            return choice
    choices = ", ".join(question.choices)
    raise Unclear(_("“%(value)s” is not one of: %(choices)s.") % {"value": text, "choices": choices})


def _several(question: Question, text: str) -> tuple[str, ...]:
    whole = [choice for choice in question.choices if folded(choice) == folded(text)]
    parts = whole or [part for part in SEPARATORS.split(text) if part]
    if question.choices:
        parts = [_choice(question, part) for part in parts]
    return tuple(dict.fromkeys(parts))


def text_of(answer: Answer | None) -> str:
    """An answer as people read it."""
    match answer:
        case None:
            return ""
        case bool():
            return _("yes") if answer else _("no")
        case tuple():
            return ", ".join(answer)
        case float() | int():
            return f"{answer:g}"
    return answer
