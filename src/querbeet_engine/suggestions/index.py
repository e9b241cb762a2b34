"""A pool of people who can be asked about in milliseconds: who are the best few for this person?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from querbeet_engine import validation
from querbeet_engine.refusal import Refusal
from querbeet_engine.scoring import best_kernels, codes, parts
from querbeet_engine.scoring.checks import check, check_person
from querbeet_engine.scoring.layout import Places, compiled_with_places, folded
from querbeet_engine.scoring.people import Levels, People
from querbeet_engine.scoring.plan import gate_of
from querbeet_engine.scoring.profile import Profile
from querbeet_engine.scoring.program import Program
from querbeet_engine.scoring.row_kernels import new_work
from querbeet_engine.scoring.skill_layout import whole_importance
from querbeet_engine.scoring.tasks import localised
from querbeet_engine.suggestions import packing, promise_kernels, query_kernels

MOVED = 2**31 - 1
"""`Scratch.seen` of people whose postings no longer hold."""

ASKERS, POOL = 0, 1


@dataclass(frozen=True, eq=False)
class Suggestions:
    """People of the pool, best first: higher joint fit, then the keys of the two and the seed."""

    person: NDArray[np.int32]
    fit_mentee: NDArray[np.int64]
    fit_mentor: NDArray[np.int64]


class Index:
    """Answers "who are the best k for this person?", exactly as `scoring.build` would over everyone whom they may see.

    askers   those who ask (the mentees of the profile)
    pool     those who are suggested (its mentors)
    profile  needs a `Teaches` rule: candidates come from skills
    group    column of answers of the pool: the community of each person (0, 1, ...; -1: none)
    public   column of answers of the pool: 1 for those whom every community may see
    groups   how many communities there are, if people of new ones may come later
    spare    people who may be added later by `change`; the first has position ``pool.size``

    An index is not shared between threads: a question writes into its scratch memory.
    Raises `Refusal` for people or a profile that cannot be scored.
    """

    def __init__(
        self,
        askers: People,
        pool: People,
        profile: Profile,
        *,
        group: str | None = None,
        public: str | None = None,
        groups: int = 0,
        spare: int = 0,
        seed: int = 0,
    ):
        check(askers, pool, profile)
        gate = gate_of(profile)
        if gate is None:
            raise Refusal("needs a `Teaches` rule, so that skills lead to candidates", field="rules")
        self._seed, self._turn = seed, 0
        self._group, self._public = group, public
        pool = packing.padded(pool, validation.count("spare", spare))
        self._groups = max(groups, int(self._column(pool, group).max(initial=-1)) + 1)
        order = self._order_by_group(pool)
        profile = self._profile = localised(profile, askers, pool, np.arange(askers.size), order)
        pool = pool.take(order)
        self._askers, self._size = askers.size, pool.size
        self._skills = [part for part in profile.parts if isinstance(part, parts.Skills)]
        self._program, self._places = self._compiled(askers, pool)
        self._widths = [_widths(side, used) for side, used in zip((askers, pool), self._places, strict=True)]
        self._rows = [
            packing.rows_of(askers, [part.mentee for part in self._skills]),
            packing.rows_of(pool, [part.mentor for part in self._skills]),
        ]
        self._used = [len(rows.entries) - 1 for rows in self._rows]
        self._bucket = self._buckets(pool)
        self._packed = packing.packed(
            pool.skills(gate.mentor), gate.hierarchy.size, self._bucket, self._groups + 2, self._program
        )
        self._late = self._not_packed(len(profile.rules))
        self._changed: set[int] = set()
        self._seen = np.zeros(pool.size, np.int32)
        self._make_room()

    def _not_packed(self, rules: int) -> NDArray[np.int64]:
        """Rules that the postings cannot answer by themselves: they are asked of each candidate."""
        packed = np.concatenate((self._packed.number_rules, self._packed.word_rules))
        return np.setdiff1d(np.arange(rules), packed[:, 0])

    def _order_by_group(self, pool: People) -> NDArray[np.int64]:
        """People of one group side by side, where a question reads; outside they keep their numbers."""
        order = np.argsort(self._buckets(pool), kind="stable")
        self._order = order.astype(np.int32)
        self._place = np.empty_like(self._order)
        self._place[order] = np.arange(pool.size, dtype=np.int32)
        return order

    def best(
        self,
        asker: int,
        k: int,
        *,
        groups: Sequence[int] = (),
        mask: NDArray[np.bool_] | None = None,
        without: Sequence[int] = (),
    ) -> Suggestions:
        """The best `k` people for one asker.

        groups   communities whose members the asker may see; public people are always seen
        mask     bool[pool]: who else of them may be seen at all; everybody, where left out
        without  people who are never suggested to this asker: blocks on either side, the asker themselves
        """
        asked = validation.index("asker", [asker], self._askers)[0]
        if validation.count("k", k, query_kernels.PIECE) < 1:
            raise Refusal("0 is below 1", field="k")
        visible = np.append(validation.index("groups", groups, self._groups), self._groups).astype(np.int64)
        away = self._place[validation.index("without", without, self._size)]
        seen_by = np.zeros(0, np.bool_) if mask is None else self._mask(mask)
        self._next_turn(away)
        found = best_kernels.room(1, k)
        mine, theirs = self._rows
        how = asked, self._seed, self._turn, visible, seen_by, self._changed_and_seen(visible, seen_by, away)
        ask: Any = query_kernels.ask
        room = self._work, self._packed, self._scratch, self._promise
        ask(self._program, mine, theirs, *room, self._late, *how, found)
        person = found.other[0, : found.used[0]]
        fits = self._work.fit[:, : len(person)].copy()
        return Suggestions(self._order[person], fits[0], fits[1])

    def change(self, person: int, facts: People) -> None:
        """Takes in one changed (or, in a spare place, new) person of the pool. `facts` are people of one row.

        Costs as much as their own data; questions then look at each changed person besides the postings. Make a new
        index when there are many (`changes`)."""
        place = int(self._place[validation.index("person", [person], self._size)[0]])
        self._put(POOL, place, facts)
        self._bucket[place] = self._buckets(facts)[0]
        self._seen[place] = MOVED
        self._changed.add(place)

    def remove(self, person: int) -> None:
        """Suggests this person to nobody any more."""
        place = int(self._place[validation.index("person", [person], self._size)[0]])
        self._seen[place] = MOVED
        self._changed.discard(place)

    def change_asker(self, asker: int, facts: People) -> None:
        """Takes in what one asker changed."""
        self._put(ASKERS, validation.index("asker", [asker], self._askers)[0], facts)
        self._make_room()

    @property
    def changes(self) -> int:
        """Changed people whom every question looks at one by one."""
        return len(self._changed)

    @property
    def nbytes(self) -> int:
        """Memory of postings, columns, skills and scratch."""
        tuples = (self._packed, self._program, *self._rows, self._work, self._scratch, self._promise)
        return sum(array.nbytes for each in tuples for array in each if isinstance(array, np.ndarray))

    def _compiled(self, askers: People, pool: People) -> tuple[Program, Places]:
        program, places = compiled_with_places(
            packing.without_skills(askers), packing.without_skills(pool), self._profile
        )
        for part, row in zip(self._skills, program.skills, strict=True):
            people, name = (askers, part.mentee) if part.asker == "mentee" else (pool, part.mentor)
            program.ints[row[codes.WHOLE] : row[codes.WHOLE] + people.size] = whole_importance(people.skills(name))
        return program, places

    def _column(self, people: People, name: str | None) -> NDArray[np.int32]:
        column = np.full(people.size, codes.NONE, np.int32) if name is None else people.columns.get(name)
        if not isinstance(column, np.ndarray) or column.ndim != 1:
            raise Refusal(f"the pool has no column of answers {name!r}", field=name)
        return column.astype(np.int32)

    def _buckets(self, pool: People) -> NDArray[np.int32]:
        """Where people are listed: under their community, under "public", or where nobody looks."""
        group = self._column(pool, self._group)
        validation.first_row(
            str(self._group), group >= self._groups, lambda k: f"{group[k]} is not one of {self._groups} groups"
        )
        if self._group is None and self._public is None:
            return np.full(pool.size, self._groups, np.int32)
        public = self._column(pool, self._public) == 1
        return np.where(public, self._groups, np.where(group < 0, self._groups + 1, group)).astype(np.int32)

    def _mask(self, mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
        if mask.shape != (self._size,) or mask.dtype != np.bool_:
            raise Refusal(f"must be bool[{self._size}], not {mask.dtype}{list(mask.shape)}", field="mask")
        return mask[self._order]

    def _make_room(self) -> None:
        """Scratch memory for the askers there are."""
        rows, sizes = self._rows[ASKERS], [part.hierarchy.size for part in self._skills]
        entries = int((rows.spans[:, :, 1] - rows.spans[:, :, 0]).max(initial=1))
        near = np.zeros((len(sizes), entries, max(sizes)), np.int32)
        piece = query_kernels.PIECE
        self._scratch = query_kernels.Scratch(self._seen, np.zeros(piece, np.uint32), near, np.zeros(entries, np.int64))
        self._work = new_work(self._program, 2 * piece + 1)
        self._promise = promise_kernels.room(2 * piece + 1, len(self._program.parts))

    def _next_turn(self, away: NDArray[np.int32]) -> None:
        if self._turn == MOVED - 1:
            self._seen[self._seen != MOVED] = 0
            self._turn = 0
        self._turn += 1
        self._seen[away] = np.maximum(self._seen[away], self._turn)

    def _changed_and_seen(
        self, visible: NDArray[np.int64], mask: NDArray[np.bool_], away: NDArray[np.int32]
    ) -> NDArray[np.int64]:
        if not self._changed:
            return np.zeros(0, np.int64)
        people = np.array(sorted(self._changed), np.int64)
        seen = np.isin(self._bucket[people], visible) & ~np.isin(people, away)
        return people[seen & mask[people]] if len(mask) else people[seen]

    def _put(self, side: int, place: int, facts: People) -> None:
        """Writes the facts of one person over the old ones."""
        if facts.size != 1:
            raise Refusal(f"must be 1 person, not {facts.size}", field="facts")
        check_person(facts, self._profile, "mentors" if side == POOL else "mentees")
        for name, width in self._widths[side].items():
            if facts.sets(name).shape[1] != width:
                raise Refusal(f"{facts.sets(name).shape[1]} words instead of {width}", field=name)
        for name, start in self._places[side].items():
            wide = name in self._widths[side]
            values: NDArray[Any] = facts.sets(name)[0] if wide else facts.answers(name)
            pool: NDArray[Any] = self._program.words if wide else self._program.ints
            pool[start + place * len(values) : start + (place + 1) * len(values)] = values
        keys = (self._program.mentee_keys, self._program.mentor_keys)[side]
        self._program.longs[keys + place] = folded(facts.keys)[0]
        for number, part in enumerate(self._skills):
            held = facts.skills(part.mentor if side == POOL else part.mentee)
            self._rows[side] = packing.with_entries(self._rows[side], number, place, held, self._used[side])
            self._used[side] += len(held.skill)
            if (part.asker == "mentor") == (side == POOL):
                self._program.ints[self._program.skills[number, codes.WHOLE] + place] = whole_importance(held)[0]


def suggest(
    askers: People,
    pool: People,
    profile: Profile,
    asker: int,
    k: int,
    *,
    mask: NDArray[np.bool_] | None = None,
    without: Sequence[int] = (),
) -> Suggestions:
    """The best `k` people of the pool for one asker, for a single question. Make an `Index` for more than one."""
    return Index(askers, pool, profile).best(asker, k, mask=mask, without=without)


def _widths(people: People, used: dict[str, int]) -> dict[str, int]:
    """Words of each column of sets."""
    columns = {name: people.columns[name] for name in used}
    return {name: each.shape[1] for name, each in columns.items() if not isinstance(each, Levels) and each.ndim == 2}
