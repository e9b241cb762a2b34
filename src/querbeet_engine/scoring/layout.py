"""Turns people and a profile into a `Program`."""

from functools import singledispatchmethod

import numpy as np
from numpy.typing import NDArray

from querbeet_engine.scoring import codes, parts, rules
from querbeet_engine.scoring.parts import MILLION
from querbeet_engine.scoring.people import Levels, People
from querbeet_engine.scoring.profile import Profile
from querbeet_engine.scoring.program import Pools, Program, rows
from querbeet_engine.scoring.skill_layout import skill_operation

WEIGHT_UNIT = 1000
"""Weights are kept in thousandths ..."""
ASKED_UNIT = 100
"""... and multiplied by what a person asked for, in per cent."""

Operation = dict[int, int]


def compiled(mentees: People, mentors: People, profile: Profile) -> Program:
    """The program for these people. Expects what `checks.check` has accepted."""
    return compiled_with_places(mentees, mentors, profile)[0]


Places = tuple[dict[str, int], dict[str, int]]
"""For the mentees and the mentors: where each column of answers or sets begins in its pool, if the profile uses it."""


def compiled_with_places(mentees: People, mentors: People, profile: Profile) -> tuple[Program, Places]:
    """The program, and where its columns are, for those who change single people in it."""
    layout = _Layout(mentees, mentors)
    for part in profile.parts:
        layout.parts[part.name] = layout.part(part)
    ruled = [layout.rule(rule) for rule in profile.rules]
    views = [(part.weight, part.weight if part.mentor_weight is None else part.mentor_weight) for part in profile.parts]
    asked = [layout.asked(part) for part in profile.parts]
    gates = [operation[codes.X] for operation in ruled if operation[codes.KIND] == codes.TEACHES]
    weights = np.rint(np.array(views, np.float64).reshape(-1, 2).T * WEIGHT_UNIT).astype(np.int64)
    keys = [layout.pools.longs.add(folded(people.keys)) for people in (mentees, mentors)]
    postings = [part.mentor for part in profile.parts if isinstance(part, parts.Skills)]
    program = Program(
        rules=rows(ruled, codes.OPERANDS),
        parts=rows([*layout.parts.values()], codes.OPERANDS),
        skills=rows(layout.skills, codes.SKILL_OPERANDS),
        weights=np.ascontiguousarray(weights),
        asked=np.ascontiguousarray(np.array(asked, np.int64).reshape(-1, 2).T),
        ints=layout.pools.ints.joined(),
        longs=layout.pools.longs.joined(),
        words=layout.pools.words.joined(),
        normalised=profile.normalised,
        one_view=all(one == other for one, other in views) and not any(places != _NOTHING_ASKED for places in asked),
        gate=gates[0] if gates else codes.NONE,
        n_mentees=mentees.size,
        n_mentors=mentors.size,
        mentee_keys=keys[0],
        mentor_keys=keys[1],
        slots=max((len(_skills(mentors, name).skill) for name in postings), default=0),
    )
    return program, (layout.places(mentees), layout.places(mentors))


_NOTHING_ASKED = (codes.NONE, codes.NONE)


class _Layout:
    def __init__(self, mentees: People, mentors: People):
        self.mentees, self.mentors, self.pools = mentees, mentors, Pools()
        self.skills: list[Operation] = []
        self.parts: dict[str, Operation] = {}

    def places(self, people: People) -> dict[str, int]:
        """Where each column of these people begins in its pool."""
        known = self.pools.ints.known | self.pools.words.known
        return {name: known[id(column)] for name, column in people.columns.items() if id(column) in known}

    def asked(self, part: parts.Part) -> tuple[int, int]:
        """Places of the columns in which people say how much the part counts for them."""
        return self._column(self.mentees, part.asked), self._column(self.mentors, part.mentor_asked)

    def _column(self, people: People, name: str | None) -> int:
        return codes.NONE if name is None else self.pools.ints.add(people.columns[name])

    def _answers(self, mentee: str | None, mentor: str | None) -> Operation:
        return {codes.MENTEE: self._column(self.mentees, mentee), codes.MENTOR: self._column(self.mentors, mentor)}

    def _sets(self, mentee: str, mentor: str) -> Operation:
        one, other = self.mentees.columns[mentee], self.mentors.columns[mentor]
        assert not isinstance(one, Levels) and not isinstance(other, Levels)
        places = {codes.MENTEE: self.pools.words.add(one), codes.MENTOR: self.pools.words.add(other)}
        return {**places, codes.MENTEE_WORDS: one.shape[1], codes.MENTOR_WORDS: other.shape[1]}

    def _pairs(self, pairs: NDArray[np.int64], values: NDArray[np.float64] | None = None) -> Operation:
        """Sorted sparse rows: X the row starts, Y the mentors, Z the values."""
        order = np.lexsort((pairs[:, 1], pairs[:, 0]))
        first = np.concatenate(([0], np.cumsum(np.bincount(pairs[:, 0], minlength=self.mentees.size)))).astype(np.int64)
        place = 0 if values is None else self.pools.longs.add(np.rint(values[order] * MILLION).astype(np.int64))
        mentors = pairs[order, 1].astype(np.int32)
        return {codes.X: self.pools.longs.add(first), codes.Y: self.pools.ints.add(mentors), codes.Z: place}

    def rule(self, rule: rules.Rule) -> Operation:
        kept = int(getattr(rule, "unanswered", "remove") == "keep")
        return {codes.UNANSWERED: kept, **self._ruled(rule)}

    @singledispatchmethod
    def _ruled(self, rule: rules.Same) -> Operation:
        return {codes.KIND: codes.SAME, **self._answers(rule.mentee, rule.mentor)}

    @_ruled.register
    def _(self, rule: rules.Different) -> Operation:
        return {codes.KIND: codes.DIFFERENT, **self._answers(rule.mentee, rule.mentor)}

    @_ruled.register
    def _(self, rule: rules.Steps) -> Operation:
        bounds = {codes.X: rule.at_least, codes.Y: rule.at_most}
        return {codes.KIND: codes.STEPS, **bounds, **self._answers(rule.mentee, rule.mentor)}

    @_ruled.register
    def _(self, rule: rules.Share) -> Operation:
        return {codes.KIND: codes.SHARE, codes.X: rule.at_least, **self._sets(rule.mentee, rule.mentor)}

    @_ruled.register
    def _(self, rule: rules.Ready) -> Operation:
        return {codes.KIND: codes.READY, **self._answers(rule.mentee, rule.mentor)}

    @_ruled.register
    def _(self, rule: rules.Apart) -> Operation:
        return {codes.KIND: codes.APART, **self._pairs(rule.pairs)}

    @_ruled.register
    def _(self, rule: rules.Among) -> Operation:
        return {codes.KIND: codes.AMONG, **self._pairs(rule.pairs)}

    @_ruled.register
    def _(self, rule: rules.Teaches) -> Operation:
        return {codes.KIND: codes.TEACHES, codes.X: self.parts[rule.part][codes.X]}

    def part(self, part: parts.Part) -> Operation:
        unanswered = codes.LEFT_OUT if part.unanswered is None else round(part.unanswered * MILLION)
        return {codes.UNANSWERED: unanswered, **self._parted(part)}

    @singledispatchmethod
    def _parted(self, part: parts.Equal) -> Operation:
        return {codes.KIND: codes.EQUAL, **self._answers(part.mentee, part.mentor)}

    @_parted.register
    def _(self, part: parts.Ladder) -> Operation:
        lowest, highest = min(part.values, default=0), max(part.values, default=0)
        values = [part.values.get(step, 0.0) for step in range(lowest - 1, highest + 2)]
        return self._ladder(part, lowest - 1, values)

    @_parted.register
    def _(self, part: parts.Near) -> Operation:
        values = [1 - abs(step) / part.width for step in range(-part.width, part.width + 1)]
        return self._ladder(part, -part.width, values)

    def _ladder(self, part: parts.Ladder | parts.Near, lowest: int, values: list[float]) -> Operation:
        table = np.rint(np.array(values) * MILLION).astype(np.int64)
        place = {codes.X: lowest, codes.Y: len(table), codes.Z: self.pools.longs.add(table)}
        return {codes.KIND: codes.LADDER, **place, **self._answers(part.mentee, part.mentor)}

    @_parted.register
    def _(self, part: parts.Common) -> Operation:
        named = {"mentee": codes.OF_MENTEE, "mentor": codes.OF_MENTOR, "either": codes.OF_EITHER}
        whole, enough = (named[part.of], 1) if isinstance(part.of, str) else (codes.OF_NUMBER, part.of)
        return {codes.KIND: codes.COMMON, codes.X: whole, codes.Y: enough, **self._sets(part.mentee, part.mentor)}

    @_parted.register
    def _(self, part: parts.Overlap) -> Operation:
        whole = {codes.X: codes.OF_NUMBER, codes.Y: -(-part.minutes // parts.QUARTER)}
        return {codes.KIND: codes.COMMON, **whole, **self._sets(part.mentee, part.mentor)}

    @_parted.register
    def _(self, part: parts.Own) -> Operation:
        return {codes.KIND: codes.OWN, **self._answers(part.mentee, part.mentor)}

    @_parted.register
    def _(self, part: parts.Load) -> Operation:
        limit = self._column(self.mentors, part.limit)
        return {codes.KIND: codes.LOAD, codes.X: limit, **self._answers(None, part.now)}

    @_parted.register
    def _(self, part: parts.Listed) -> Operation:
        return {codes.KIND: codes.LISTED, **self._pairs(part.pairs, part.values)}

    @_parted.register
    def _(self, part: parts.Skills) -> Operation:
        self.skills.append(skill_operation(part, self.mentees, self.mentors, self.pools))
        return {codes.KIND: codes.SKILLS, codes.X: len(self.skills) - 1}


def _skills(people: People, name: str) -> Levels:
    held = people.columns[name]
    assert isinstance(held, Levels)
    return held


def folded(keys: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Keys of 64 bits folded to 32, for the mixing of ties."""
    return ((keys ^ (keys >> np.uint64(32))) & np.uint64(0xFFFFFFFF)).astype(np.int64)
