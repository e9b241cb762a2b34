"""Refuses people and profiles that cannot be scored, and says where they are wrong."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from querbeet_engine.refusal import Refusal
from querbeet_engine.scoring import parts, rules
from querbeet_engine.scoring.people import Levels, People
from querbeet_engine.scoring.profile import Profile

MOST_RULES = 32
MOST_WEIGHT = 1000.0
MOST_ASKED = 1000
MOST_IMPORTANCE = 100
MOST_WISHES = 2000
"""Sum of the importance of one person's wishes."""

ANSWERS, SETS, SKILLS = "answers (int32[n])", "sets (uint64[n, words])", "skills (Levels)"


def check(mentees: People, mentors: People, profile: Profile) -> None:
    """Raises `Refusal` for the first thing that is wrong."""
    for side, people in (("mentees", mentees), ("mentors", mentors)):
        _people(side, people)
    _names("rules", profile.rules)
    _names("parts", profile.parts)
    if len(profile.rules) > MOST_RULES:
        raise Refusal(f"more than {MOST_RULES} rules", field="rules")
    skilled = {part.name for part in profile.parts if isinstance(part, parts.Skills)}
    for rule in profile.rules:
        _uses(rule, mentees, mentors)
        if isinstance(rule, rules.Teaches) and rule.part not in skilled:
            raise Refusal(f"part {rule.part!r} is no `Skills` part of the profile", field=rule.name)
    for part in profile.parts:
        _uses(part, mentees, mentors)
        _weights(part, mentees, mentors)
        _numbers(part, mentees, mentors)


def check_person(facts: People, profile: Profile, side: str) -> None:
    """Raises `Refusal` for facts about people of one side ("mentees" or "mentors") that the profile cannot use."""
    _people(side, facts)
    for thing in (*profile.rules, *profile.parts):
        for read_side, name, kind in _columns(thing):
            if read_side == side and name is not None:
                _has(side, facts, name, kind, thing.name)
        if isinstance(thing, parts.Skills):
            held = facts.columns[thing.mentor if side == "mentors" else thing.mentee]
            assert isinstance(held, Levels)
            _within(f"{thing.name}: {side}", held.skill, 0, thing.hierarchy.size - 1)
        if isinstance(thing, parts.Weighed):
            _asked(thing, facts, thing.mentor_asked if side == "mentors" else thing.asked)
        if isinstance(thing, parts.Own):
            _own(thing, facts, thing.mentor if side == "mentors" else thing.mentee)


def _has(side: str, people: People, name: str, kind: str, reader: str) -> None:
    if name not in people.columns:
        raise Refusal(f"the {side} have no column {name!r}", field=reader)
    found = _kind(people.columns[name])
    if found != kind:
        raise Refusal(f"column {name!r} of the {side} holds {found}, needed are {kind}", field=reader)


def _people(side: str, people: People) -> None:
    if len(people.keys) != people.size:
        raise Refusal(f"{len(people.keys)} keys for {people.size} people", field=f"{side}.keys")
    for name, column in people.columns.items():
        field = f"{side}.{name}"
        size = column.size if isinstance(column, Levels) else len(column)
        if size != people.size:
            raise Refusal(f"{size} rows for {people.size} people", field=field)
        if isinstance(column, Levels):
            _levels(field, column)
        elif (column.dtype, column.ndim) not in ((np.int32, 1), (np.uint64, 2)):
            raise Refusal(
                f"{column.dtype}[{column.ndim} dimensions] is none of {ANSWERS}, {SETS}, {SKILLS}", field=field
            )
        _shown(field, column, people.shown.get(name))
    for name in people.shown.keys() - people.columns.keys():
        raise Refusal("shown, but no such column", field=f"{side}.{name}")


def _shown(field: str, column: Any, mask: NDArray[Any] | None) -> None:
    if mask is None:
        return
    expected = (len(column.skill),) if isinstance(column, Levels) else column.shape
    if mask.shape != expected:
        raise Refusal(f"what is shown has shape {mask.shape}, expected {expected}", field=field)


def _levels(field: str, held: Levels) -> None:
    entries = len(held.skill)
    if held.indptr[0] != 0 or held.indptr[-1] != entries or (np.diff(held.indptr) < 0).any():
        raise Refusal(f"row starts must rise from 0 to {entries}", field=field)
    for name in ("level", "importance"):
        if len(getattr(held, name)) != entries:
            raise Refusal(f"{len(getattr(held, name))} entries for {entries} skills", field=f"{field}.{name}")
    _within(f"{field}.skill", held.skill, 0, None)
    _within(f"{field}.importance", held.importance, 1, MOST_IMPORTANCE)
    _within(f"{field}.importance", np.bincount(held.owners(), held.importance, held.size), 0, MOST_WISHES)


def _within(field: str, values: NDArray[Any], least: int, most: int | None) -> None:
    wrong = np.flatnonzero((values < least) | (False if most is None else values > most))
    if len(wrong):
        bounds = f"at least {least}" if most is None else f"between {least} and {most}"
        raise Refusal(f"{values[wrong[0]]:g} is not {bounds}", field=field, row=int(wrong[0]))


def _names(field: str, things: Iterable[rules.Rule | parts.Part]) -> None:
    seen = set()
    for row, thing in enumerate(things):
        if thing.name in seen:
            raise Refusal(f"{thing.name!r} is there already", field=field, row=row)
        seen.add(thing.name)


def _kind(column: Any) -> str:
    if isinstance(column, Levels):
        return SKILLS
    return ANSWERS if column.ndim == 1 else SETS


_SETS = rules.Share | parts.Common | parts.Overlap


def _columns(thing: rules.Rule | parts.Part) -> Iterator[tuple[str, str | None, str]]:
    """The columns that a rule or part reads: side, name, kind."""
    if isinstance(thing, parts.Load):
        yield from (("mentors", thing.now, ANSWERS), ("mentors", thing.limit, ANSWERS))
    elif not isinstance(thing, rules.Apart | rules.Among | rules.Teaches | parts.Listed):
        kind = SKILLS if isinstance(thing, parts.Skills) else SETS if isinstance(thing, _SETS) else ANSWERS
        yield from (("mentees", thing.mentee, kind), ("mentors", thing.mentor, kind))
    if isinstance(thing, parts.Weighed):
        yield from (("mentees", thing.asked, ANSWERS), ("mentors", thing.mentor_asked, ANSWERS))


def _uses(thing: rules.Rule | parts.Part, mentees: People, mentors: People) -> None:
    for side, name, kind in _columns(thing):
        if name is None:
            continue
        _has(side, mentees if side == "mentees" else mentors, name, kind, thing.name)
    if isinstance(thing, rules.Apart | rules.Among | parts.Listed):
        _pairs(thing.name, thing.pairs, mentees.size, mentors.size)
    if isinstance(thing, rules.Ready) and thing.mentee is None and thing.mentor is None:
        raise Refusal("needs a column of the mentees, of the mentors, or both", field=thing.name)
    if isinstance(thing, parts.Own) and (thing.mentee is None) == (thing.mentor is None):
        raise Refusal("needs a column of the mentees or of the mentors", field=thing.name)


def _pairs(name: str, pairs: NDArray[np.int64], n_mentees: int, n_mentors: int) -> None:
    if pairs.ndim != 2 or pairs.shape[1] != 2:
        raise Refusal(f"pairs must be rows of (mentee, mentor), not of shape {pairs.shape}", field=name)
    for column, size in enumerate((n_mentees, n_mentors)):
        wrong = np.flatnonzero((pairs[:, column] < 0) | (pairs[:, column] >= size))
        if len(wrong):
            row = int(wrong[0])
            raise Refusal(f"{pairs[row, column]} is not a person, there are {size}", field=name, row=row, column=column)


def _weights(part: parts.Part, mentees: People, mentors: People) -> None:
    for weight in (part.weight, part.weight if part.mentor_weight is None else part.mentor_weight):
        if not 0 <= weight <= MOST_WEIGHT:
            raise Refusal(f"weight {weight} is not between 0 and {MOST_WEIGHT:g}", field=part.name)
    _fractions(part.name, {"unanswered": 0.0 if part.unanswered is None else part.unanswered})
    _asked(part, mentees, part.asked)
    _asked(part, mentors, part.mentor_asked)


def _asked(part: parts.Part, people: People, name: str | None) -> None:
    if name is not None:
        _within(f"{part.name}: {name}", people.answers(name), 0, MOST_ASKED)


def _own(part: parts.Own, people: People, name: str | None) -> None:
    if name is not None:
        _within(f"{part.name}: {name}", people.answers(name), -1, parts.MILLION)


def _fractions(name: str, values: Mapping[Any, float]) -> None:
    for key, value in values.items():
        if not 0 <= value <= 1:
            raise Refusal(f"{value} ({key}) is not between 0 and 1", field=name)


def _numbers(part: parts.Part, mentees: People, mentors: People) -> None:
    if isinstance(part, parts.Ladder):
        _fractions(part.name, part.values)
    if isinstance(part, parts.Near) and part.width < 1:
        raise Refusal(f"width {part.width} is below 1", field=part.name)
    if isinstance(part, parts.Common) and not isinstance(part.of, str) and part.of < 1:
        raise Refusal(f"{part.of} common members cannot be enough", field=part.name)
    if isinstance(part, parts.Overlap) and part.minutes < 1:
        raise Refusal(f"{part.minutes} minutes cannot be enough", field=part.name)
    if isinstance(part, parts.Own):
        _own(part, mentees, part.mentee)
        _own(part, mentors, part.mentor)
    if isinstance(part, parts.Listed):
        if len(part.values) != len(part.pairs):
            raise Refusal(f"{len(part.values)} values for {len(part.pairs)} pairs", field=part.name)
        _fractions(part.name, dict(enumerate(part.values.tolist())))
    if isinstance(part, parts.Skills):
        _skills(part, mentees, mentors)


def _skills(part: parts.Skills, mentees: People, mentors: People) -> None:
    if not part.level_fit:
        raise Refusal("level_fit is empty", field=part.name)
    _fractions(part.name, part.level_fit)
    for people, name in ((mentees, part.mentee), (mentors, part.mentor)):
        column = people.columns[name]
        assert isinstance(column, Levels)
        _within(f"{part.name}: {name}", column.skill, 0, part.hierarchy.size - 1)


def check_plan(
    mentees: People,
    mentors: People,
    profile: Profile,
    keep: int | None,
    keep_mentor: int | None,
    within: str | None,
    areas: NDArray[np.int32] | None,
    rows: int,
) -> None:
    """Raises `Refusal` for the first of these arguments of `build` that cannot be."""
    for name, number, least in (("keep", keep, 1), ("keep_mentor", keep_mentor, 0), ("rows", rows, 1)):
        if number is not None and number < least:
            raise Refusal(f"{number} is below {least}", field=name)
    if within is not None:
        for side, people in (("mentees", mentees), ("mentors", mentors)):
            if within not in people.columns or _kind(people.columns[within]) != ANSWERS:
                raise Refusal(f"the {side} have no column of answers {within!r}", field="within")
    sizes = {part.hierarchy.size for part in profile.parts if isinstance(part, parts.Skills)}
    if areas is not None and sizes - {len(areas)}:
        raise Refusal(f"{len(areas)} areas for {max(sizes)} skills", field="areas")
