"""Turns people and a profile into a `Program`."""

from collections.abc import Mapping
from functools import singledispatchmethod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from querbeet_engine.scoring import codes, parts, rules
from querbeet_engine.scoring.parts import MILLION
from querbeet_engine.scoring.people import Levels, People
from querbeet_engine.scoring.profile import Profile
from querbeet_engine.scoring.program import Flat, Program, operation
from querbeet_engine.scoring.skill_layout import SkillLayout

WEIGHT_UNIT = 1000
"""Weights are kept in thousandths ..."""
ASKED_UNIT = 100
"""... and multiplied by what a person asked for, in per cent."""


def compiled(mentees: People, mentors: People, profile: Profile) -> Program:
    """The program for these people. Expects what `checks.check` has accepted."""
    return _Layout(mentees, mentors).program(profile)


class _Layout:
    def __init__(self, mentees: People, mentors: People):
        self.mentees, self.mentors = mentees, mentors
        self.ints = Flat(np.int32), Flat(np.int32)
        self.words = Flat(np.uint64), Flat(np.uint64)
        self.table = Flat(np.int64)
        self.pair_first, self.pair_other, self.pair_value = Flat(np.int64), Flat(np.int32), Flat(np.int64)
        self.skills = SkillLayout(mentees, mentors, self.table)

    def program(self, profile: Profile) -> Program:
        part_rows = [self.part(part) for part in profile.parts]
        skill_rows = {part.name: row for part, row in zip(profile.parts, part_rows, strict=True)}
        rule_rows = [self.rule(rule, skill_rows) for rule in profile.rules]
        gates = [row[codes.X] for row in rule_rows if row[codes.KIND] == codes.TEACHES]
        views = [[part.weight for part in profile.parts], [_mentor_weight(part) for part in profile.parts]]
        asked = [
            [self._asked(0, part.asked) for part in profile.parts],
            [self._asked(1, part.mentor_asked) for part in profile.parts],
        ]
        return Program(
            rules=_table(rule_rows),
            parts=_table(part_rows),
            weights=np.rint(np.array(views) * WEIGHT_UNIT).astype(np.int64).reshape(2, len(part_rows)),
            asked=np.array(asked, np.int64).reshape(2, len(part_rows)),
            normalised=profile.normalised,
            one_view=views[0] == views[1] and all(offset == codes.NONE for side in asked for offset in side),
            gate=gates[0] if gates else codes.NONE,
            n_mentees=self.mentees.size,
            n_mentors=self.mentors.size,
            mentee_keys=_folded(self.mentees.keys),
            mentor_keys=_folded(self.mentors.keys),
            **self._flat(),
        )

    def _flat(self) -> dict[str, Any]:
        return {
            "mentee_ints": self.ints[0].joined(),
            "mentor_ints": self.ints[1].joined(),
            "mentee_words": self.words[0].joined(),
            "mentor_words": self.words[1].joined(),
            "pair_first": self.pair_first.joined(),
            "pair_other": self.pair_other.joined(),
            "pair_value": self.pair_value.joined(),
            **self.skills.flat(),
            "table": self.table.joined(),
        }

    def _answers(self, mentee: str | None, mentor: str | None) -> dict[str, int]:
        sides = ((0, self.mentees, mentee), (1, self.mentors, mentor))
        offsets = [
            codes.NONE if name is None else self.ints[side].add(people.columns[name]) for side, people, name in sides
        ]
        return {"mentee": offsets[0], "mentor": offsets[1]}

    def _sets(self, mentee: str, mentor: str) -> dict[str, int]:
        one, other = self.mentees.columns[mentee], self.mentors.columns[mentor]
        assert not isinstance(one, Levels) and not isinstance(other, Levels)
        return {
            "mentee": self.words[0].add(one),
            "mentee_words": one.shape[1],
            "mentor": self.words[1].add(other),
            "mentor_words": other.shape[1],
        }

    def _pairs(self, pairs: NDArray[np.int64], values: NDArray[np.int64]) -> int:
        """Sorted sparse rows of pairs; answers where their row starts begin."""
        order = np.lexsort((pairs[:, 1], pairs[:, 0]))
        first = np.concatenate(([0], np.cumsum(np.bincount(pairs[:, 0], minlength=self.mentees.size)))).astype(np.int64)
        first += self.pair_other.length
        kept = first, pairs[order, 1].astype(np.int32), values[order]
        self.pair_other.add(kept[1])
        self.pair_value.add(kept[2])
        return self.pair_first.add(kept[0])

    def _asked(self, side: int, name: str | None) -> int:
        return codes.NONE if name is None else self.ints[side].add((self.mentees, self.mentors)[side].columns[name])

    @singledispatchmethod
    def rule(self, rule: rules.Rule, skill_rows: Mapping[str, list[int]]) -> list[int]:
        raise TypeError(f"{rule!r} is not a rule")

    @rule.register
    def _(self, rule: rules.Same, skill_rows: Mapping[str, list[int]]) -> list[int]:
        return operation(codes.SAME, unanswered=rule.unanswered == "keep", **self._answers(rule.mentee, rule.mentor))

    @rule.register
    def _(self, rule: rules.Different, skill_rows: Mapping[str, list[int]]) -> list[int]:
        return operation(
            codes.DIFFERENT, unanswered=rule.unanswered == "keep", **self._answers(rule.mentee, rule.mentor)
        )

    @rule.register
    def _(self, rule: rules.Steps, skill_rows: Mapping[str, list[int]]) -> list[int]:
        bounds = {"x": rule.at_least, "y": rule.at_most, "unanswered": rule.unanswered == "keep"}
        return operation(codes.STEPS, **bounds, **self._answers(rule.mentee, rule.mentor))

    @rule.register
    def _(self, rule: rules.Share, skill_rows: Mapping[str, list[int]]) -> list[int]:
        bounds = {"x": rule.at_least, "unanswered": rule.unanswered == "keep"}
        return operation(codes.SHARE, **bounds, **self._sets(rule.mentee, rule.mentor))

    @rule.register
    def _(self, rule: rules.Ready, skill_rows: Mapping[str, list[int]]) -> list[int]:
        return operation(codes.READY, **self._answers(rule.mentee, rule.mentor))

    @rule.register
    def _(self, rule: rules.Apart, skill_rows: Mapping[str, list[int]]) -> list[int]:
        return operation(codes.APART, x=self._pairs(rule.pairs, np.zeros(len(rule.pairs), np.int64)))

    @rule.register
    def _(self, rule: rules.Among, skill_rows: Mapping[str, list[int]]) -> list[int]:
        return operation(codes.AMONG, x=self._pairs(rule.pairs, np.zeros(len(rule.pairs), np.int64)))

    @rule.register
    def _(self, rule: rules.Teaches, skill_rows: Mapping[str, list[int]]) -> list[int]:
        return operation(codes.TEACHES, x=skill_rows[rule.part][codes.X])

    @singledispatchmethod
    def part(self, part: parts.Part) -> list[int]:
        raise TypeError(f"{part!r} is not a part")

    @part.register
    def _(self, part: parts.Equal) -> list[int]:
        return operation(codes.EQUAL, unanswered=_unanswered(part), **self._answers(part.mentee, part.mentor))

    @part.register
    def _(self, part: parts.Ladder) -> list[int]:
        lowest, highest = min(part.values), max(part.values)
        values = [part.values.get(step, 0.0) for step in range(lowest - 1, highest + 2)]
        return self._ladder(part, lowest - 1, values)

    @part.register
    def _(self, part: parts.Near) -> list[int]:
        values = [1 - abs(step) / part.width for step in range(-part.width, part.width + 1)]
        return self._ladder(part, -part.width, values)

    def _ladder(self, part: parts.Ladder | parts.Near, lowest: int, values: list[float]) -> list[int]:
        table = np.rint(np.array(values) * MILLION).astype(np.int64)
        place = {"x": lowest, "y": len(table), "z": self.table.add(table), "unanswered": _unanswered(part)}
        return operation(codes.LADDER, **place, **self._answers(part.mentee, part.mentor))

    @part.register
    def _(self, part: parts.Common) -> list[int]:
        named = {"mentee": codes.OF_MENTEE, "mentor": codes.OF_MENTOR, "either": codes.OF_EITHER}
        whole = named.get(part.of, codes.OF_NUMBER) if isinstance(part.of, str) else codes.OF_NUMBER
        enough = 1 if isinstance(part.of, str) else part.of
        return operation(
            codes.COMMON, x=whole, y=enough, unanswered=_unanswered(part), **self._sets(part.mentee, part.mentor)
        )

    @part.register
    def _(self, part: parts.Overlap) -> list[int]:
        quarters = max(1, -(-part.minutes // 15))
        sets = self._sets(part.mentee, part.mentor)
        return operation(codes.COMMON, x=codes.OF_NUMBER, y=quarters, unanswered=_unanswered(part), **sets)

    @part.register
    def _(self, part: parts.Own) -> list[int]:
        return operation(codes.OWN, unanswered=_unanswered(part), **self._answers(part.mentee, part.mentor))

    @part.register
    def _(self, part: parts.Load) -> list[int]:
        limit = self.ints[1].add(self.mentors.columns[part.limit])
        return operation(codes.LOAD, x=limit, unanswered=_unanswered(part), **self._answers(None, part.now))

    @part.register
    def _(self, part: parts.Listed) -> list[int]:
        return operation(codes.LISTED, x=self._pairs(part.pairs, np.rint(part.values * MILLION).astype(np.int64)))

    @part.register
    def _(self, part: parts.Skills) -> list[int]:
        return operation(codes.SKILLS, x=self.skills.add(part), unanswered=_unanswered(part))


def _unanswered(part: parts.Part) -> int:
    return codes.LEFT_OUT if part.unanswered is None else round(part.unanswered * MILLION)


def _mentor_weight(part: parts.Part) -> float:
    return part.weight if part.mentor_weight is None else part.mentor_weight


def _table(rows: list[list[int]]) -> NDArray[np.int64]:
    return np.array(rows, np.int64).reshape(len(rows), codes.OPERANDS)


def _folded(keys: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Keys of 64 bits folded to 32, for the mixing of ties."""
    return ((keys ^ (keys >> np.uint64(32))) & np.uint64(0xFFFFFFFF)).astype(np.int64)
