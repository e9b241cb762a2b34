"""People and a profile laid out for the kernels: flat arrays, and operations as rows of numbers (see `codes`)."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from querbeet_engine.scoring import codes


class Program(NamedTuple):
    """All that the kernels read. Columns lie one after another in the flat arrays; operations hold their offsets."""

    rules: NDArray[np.int64]
    parts: NDArray[np.int64]
    weights: NDArray[np.int64]
    asked: NDArray[np.int64]
    normalised: bool
    one_view: bool
    gate: int
    n_mentees: int
    n_mentors: int
    mentee_keys: NDArray[np.int64]
    mentor_keys: NDArray[np.int64]
    mentee_ints: NDArray[np.int32]
    mentor_ints: NDArray[np.int32]
    mentee_words: NDArray[np.uint64]
    mentor_words: NDArray[np.uint64]
    table: NDArray[np.int64]
    pair_first: NDArray[np.int64]
    pair_other: NDArray[np.int32]
    pair_value: NDArray[np.int64]
    skills: NDArray[np.int64]
    near_first: NDArray[np.int64]
    near_skill: NDArray[np.int32]
    near_value: NDArray[np.int64]
    row_first: NDArray[np.int64]
    row_skill: NDArray[np.int32]
    row_level: NDArray[np.int32]
    row_weight: NDArray[np.int32]
    post_first: NDArray[np.int64]
    post_person: NDArray[np.int32]
    post_level: NDArray[np.int32]
    post_weight: NDArray[np.int32]
    all_weight: NDArray[np.int32]


class Flat:
    """Arrays put one behind another; `add` answers where each begins, and the same array is stored once."""

    def __init__(self, kind: type[np.generic]):
        self.kind, self.length = kind, 0
        self.pieces: list[NDArray[Any]] = []
        self.known: dict[int, int] = {}

    def add(self, piece: Any) -> int:
        """Where `piece` begins. The caller keeps it alive until `joined`."""
        if id(piece) not in self.known:
            self.known[id(piece)] = self.length
            self.pieces.append(piece)
            self.length += piece.size
        return self.known[id(piece)]

    def joined(self) -> NDArray[Any]:
        """One fresh array of them all; never empty, so that its type is the same for every profile."""
        if not self.pieces:
            return np.zeros(1, self.kind)
        return np.concatenate([piece.ravel() for piece in self.pieces]).astype(self.kind)


# Columns of `Program.skills`, one row for each `Skills` part.
ASKER, NEAR, ROW, POST, WEIGHT, TABLE, LOWEST, ENTRIES = range(8)
SKILL_OPERANDS = 8
MENTEE_ASKS, MENTOR_ASKS = range(2)


def operation(kind: int, **operands: int) -> list[int]:
    """One row: operands by the names of `codes`, in lower case."""
    row = [0] * codes.OPERANDS
    row[codes.KIND] = kind
    for name, value in operands.items():
        row[getattr(codes, name.upper())] = value
    return row
