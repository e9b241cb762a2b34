"""People and a profile laid out for the kernels: three pools of numbers, and operations as rows of places in them."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray


class Program(NamedTuple):
    """All that the kernels read. Few arrays, because compiled calls cost time for each of them.

    rules, parts, skills  one operation a row, operands by the names in `codes`
    weights, asked        int64[2, P]: each view's weight of each part, and the place in `ints` of what people asked for
    gate                  number of the skill part that finds the candidates, -1: all are candidates
    ints, longs, words    the pools
    slots                 most entries of any postings
    """

    rules: NDArray[np.int64]
    parts: NDArray[np.int64]
    skills: NDArray[np.int64]
    weights: NDArray[np.int64]
    asked: NDArray[np.int64]
    ints: NDArray[np.int32]
    longs: NDArray[np.int64]
    words: NDArray[np.uint64]
    normalised: bool
    one_view: bool
    gate: int
    n_mentees: int
    n_mentors: int
    mentee_keys: int
    mentor_keys: int
    slots: int


class Pool:
    """Arrays put one behind another; `add` answers where each begins, and the same array is stored once."""

    def __init__(self, kind: type[np.generic]):
        self.kind, self.length = kind, 0
        self.pieces: list[NDArray[Any]] = []
        self.known: dict[int, int] = {}

    def add(self, piece: Any) -> int:
        """Where `piece` begins."""
        if id(piece) not in self.known:
            self.known[id(piece)] = self.length
            self.pieces.append(piece)
            self.length += piece.size
        return self.known[id(piece)]

    def joined(self) -> NDArray[Any]:
        """One fresh array of them all."""
        return np.concatenate([np.zeros(0, self.kind), *(piece.ravel() for piece in self.pieces)], dtype=self.kind)


class Pools:
    """The three pools of a program."""

    def __init__(self) -> None:
        self.ints, self.longs, self.words = Pool(np.int32), Pool(np.int64), Pool(np.uint64)


def rows(operations: list[dict[int, int]], operands: int) -> NDArray[np.int64]:
    """Operations, each as places and values, as a table."""
    table = np.zeros((len(operations), operands), np.int64)
    for number, operation in enumerate(operations):
        for place, value in operation.items():
            table[number, place] = value
    return table
