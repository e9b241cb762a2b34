"""A rule set as a TOML document, so that a programme's rules can be kept, shared and used without a server."""

import json
import tomllib
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from querbeet.programmes.enums import Asked, Field, Objective, Of, QuestionKind, RuleKind, WishKind
from querbeet.programmes.rules import ruleset as rs
from querbeet.programmes.rules.ruleset import BadRules, Columns, Question, Rule, RuleSet, Wish

MOST_BYTES = 256 * 1024
TOP = ("name", "objective", "mentors_each", "mentees_each", "columns", "questions", "rules", "wishes")


def load(text: str) -> RuleSet:
    """The rule set that a TOML document describes. Raises `BadRules` with a sentence that names the place."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadRules(_("The rules are not valid TOML: %(problem)s.") % {"problem": error}) from error
    return from_document(document)


def from_bytes(data: bytes) -> RuleSet:
    """The rule set in the bytes of a file. Raises `BadRules`."""
    if len(data) > MOST_BYTES:
        raise BadRules(_("This rules file is too large."))
    try:
        return load(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BadRules(_("This is not a text file in UTF-8.")) from error


def from_document(document: Mapping[str, Any]) -> RuleSet:
    """The rule set in a nested mapping of plain values."""
    top = _Table(document, "", TOP)
    return rs.check(
        RuleSet(
            name=top.text("name"),
            questions=tuple(_question(table) for table in top.tables("questions")),
            rules=tuple(_rule(table) for table in top.tables("rules")),
            wishes=tuple(_wish(table) for table in top.tables("wishes")),
            mentors_each=top.whole("mentors_each", 1),
            mentees_each=top.whole("mentees_each", 1),
            objective=top.choice("objective", Objective, Objective.FAIR),
            columns=_columns(top.table("columns")),
        )
    )


def _question(table: "_Table") -> Question:
    table.only("key", "label", "kind", "asked", "choices", "shown", "needed", "columns", "facet")
    key = table.text("key", needed=True)
    return Question(
        key=key,
        label=table.text("label") or key,
        kind=table.choice("kind", QuestionKind, QuestionKind.TEXT),
        asked=table.choice("asked", Asked, Asked.BOTH),
        choices=table.texts("choices"),
        shown=table.switch("shown", True),
        needed=table.switch("needed", False),
        columns=table.texts("columns"),
        facet=table.text("facet"),
    )


def _rule(table: "_Table") -> Rule:
    table.only("kind", "question", "mentee", "mentor", "at_least", "at_most", "strict", "pairs")
    mentee, mentor = _ends(table)
    kind = table.choice("kind", RuleKind)
    return Rule(
        kind=kind,
        mentee=mentee,
        mentor=mentor,
        at_least=table.whole("at_least", None),
        at_most=table.whole("at_most", None),
        strict=table.switch("strict", kind == RuleKind.STEPS),
        pairs=table.pairs("pairs"),
    )


def _wish(table: "_Table") -> Wish:
    table.only("kind", "question", "mentee", "mentor", "points", "width", "of", "enough", "only_if")
    mentee, mentor = _ends(table)
    kind = table.choice("kind", WishKind)
    steps = kind == WishKind.STEPS
    return Wish(
        kind=kind,
        mentee=mentee,
        mentor=mentor,
        points=0 if steps else table.number("points", 0),
        steps=table.steps("points") if steps else (),
        width=table.whole("width", 0),
        of=table.choice("of", Of, Of.MENTEE),
        enough=table.whole("enough", 0),
        only_if=table.text("only_if"),
    )


def _ends(table: "_Table") -> tuple[str, str]:
    both = table.text("question")
    return table.text("mentee") or both, table.text("mentor") or both


def _columns(table: "_Table") -> Columns:
    fields = [field.value for field in Field if field.value]
    table.only(*fields)
    return Columns({name: table.texts(name) for name in fields if name in table.values})


class _Table:
    """One table of the document, with its place for the sentences about what is wrong in it."""

    def __init__(self, values: object, place: str, names: tuple[str, ...] = ()) -> None:
        self.place = place
        if not isinstance(values, Mapping):
            raise self.wrong("", _("a table"))
        self.values = values
        if names:
            self.only(*names)

    def only(self, *names: str) -> None:
        """Refuses names that mean nothing here: a typing error must not switch a rule off."""
        for name in self.values:
            if name not in names:
                raise BadRules(
                    _("%(place)s: “%(name)s” means nothing here. Known: %(known)s.")
                    % {"place": self.place or _("Rules"), "name": name, "known": ", ".join(names)}
                )

    def wrong(self, name: str, wanted: str) -> BadRules:
        place = " › ".join(part for part in (self.place, name) if part) or _("Rules")
        return BadRules(_("%(place)s must be %(wanted)s.") % {"place": place, "wanted": wanted})

    def value(self, name: str, default: object, fits: Callable[[Any], bool], wanted: str) -> Any:
        found = self.values.get(name, default)
        if name in self.values and not fits(found):
            raise self.wrong(name, wanted)
        return found

    def text(self, name: str, needed: bool = False) -> str:
        found = self.value(name, "", lambda v: isinstance(v, str), _("a text"))
        if needed and not found:
            raise self.wrong(name, _("a text"))
        return found

    def texts(self, name: str) -> tuple[str, ...]:
        wanted = _("a text or a list of texts")
        found = self.value(name, (), lambda v: isinstance(v, str | list), wanted)
        found = (found,) if isinstance(found, str) else tuple(found)
        if not all(isinstance(one, str) and one for one in found):
            raise self.wrong(name, wanted)
        return found

    def whole(self, name: str, default: int | None) -> Any:
        return self.value(name, default, lambda v: type(v) is int and abs(v) < 10**6, _("a whole number"))

    def number(self, name: str, default: float) -> float:
        return self.value(name, default, lambda v: type(v) in (int, float) and abs(v) < 10**6, _("a number"))

    def switch(self, name: str, default: bool) -> bool:
        return self.value(name, default, lambda v: isinstance(v, bool), _("true or false"))

    def choice(self, name: str, options: Any, default: Any = None) -> Any:
        found = self.values.get(name, default)
        if found not in options.values:
            raise self.wrong(name, _("one of %(options)s") % {"options": ", ".join(options.values)})
        return options(found)

    def steps(self, name: str) -> tuple[tuple[int, float], ...]:
        wanted = _("a table such as { 1 = 9, 2 = 12 }")
        found = self.value(name, {}, lambda v: isinstance(v, dict), wanted)
        try:
            return tuple(sorted((int(step), float(points)) for step, points in found.items()))
        except (ValueError, TypeError):
            raise self.wrong(name, wanted) from None

    def pairs(self, name: str) -> tuple[tuple[str, str], ...]:
        wanted = _("a list of pairs of ids")
        found = self.value(name, [], lambda v: isinstance(v, list), wanted)
        if not all(isinstance(p, list) and len(p) == 2 and all(isinstance(one, str) for one in p) for p in found):
            raise self.wrong(name, wanted)
        return tuple((one, other) for one, other in found)

    def table(self, name: str) -> "_Table":
        return _Table(self.values.get(name, {}), name)

    def tables(self, name: str) -> list["_Table"]:
        found = self.value(name, [], lambda v: isinstance(v, list), _("a list of tables"))
        return [_Table(one, f"{name} {number}") for number, one in enumerate(found, 1)]


# Writing


def dump(ruleset: RuleSet) -> str:
    """The TOML document of a rule set; `load` gives the same rule set back."""
    lines = [
        f"name = {_toml(ruleset.name)}",
        f"objective = {_toml(ruleset.objective.value)}",
        f"mentors_each = {ruleset.mentors_each}",
        f"mentees_each = {ruleset.mentees_each}",
    ]
    if ruleset.columns.names:
        lines += ["", "[columns]", *_lines(ruleset.columns.names)]
    for question in ruleset.questions:
        lines += ["", "[[questions]]", *_lines(vars(question), Question("", ""))]
    for rule in ruleset.rules:
        values = _ended(vars(rule))
        lines += ["", "[[rules]]", *_lines(values, Rule(rule.kind, strict=rule.kind == RuleKind.STEPS), keep=("kind",))]
    for wish in ruleset.wishes:
        values = _ended(vars(wish))
        if wish.kind == WishKind.STEPS:
            values["points"] = {str(step): points for step, points in wish.steps}
        values.pop("steps")
        lines += ["", "[[wishes]]", *_lines(values, Wish(wish.kind, "", ""), keep=("kind",))]
    return "\n".join(lines) + "\n"


def _ended(values: Mapping[str, Any]) -> dict[str, Any]:
    """`question` for a rule that compares both answers to one question."""
    values = dict(values)
    if values["mentee"] == values["mentor"]:
        values = {"kind": values.pop("kind"), "question": values.pop("mentee"), **values}
        values.pop("mentor")
    return values


def _lines(values: Mapping[str, Any], defaults: object = None, keep: tuple[str, ...] = ()) -> list[str]:
    return [
        f"{name} = {_toml(value)}"
        for name, value in values.items()
        if name in keep or value not in (getattr(defaults, name, ""), "", None)
    ]


def _toml(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")
        case dict():
            return "{ " + ", ".join(f"{key} = {_toml(one)}" for key, one in value.items()) + " }"
        case tuple() | list():
            return "[" + ", ".join(_toml(one) for one in value) + "]"
        case float() if value.is_integer():
            return str(int(value))
    return str(value)
