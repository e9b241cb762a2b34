"""Turns what a caller gives into arrays, or refuses it and says which row is wrong."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .refusal import Refusal

COMPILED_FROM = 50_000
"""Edges from which a compiled loop finds doubles sooner than a sort."""


def first_row(name: str, wrong: NDArray[np.bool_], reason: Callable[[int], str]) -> None:
    """Refuses at the first True of `wrong`."""
    if wrong.any():
        row = int(np.argmax(wrong))
        raise Refusal(reason(row), field=name, row=row)


def floats(name: str, values: ArrayLike) -> NDArray[np.float64]:
    """A flat array of finite floats."""
    try:
        array = np.asarray(values, np.float64)
    except (TypeError, ValueError):
        raise Refusal("must be numbers", field=name) from None
    _flat(name, array)
    first_row(name, np.isnan(array), lambda k: "is not a number (NaN)")
    first_row(name, np.isinf(array), lambda k: "is infinite")
    return array


def _integers(name: str, values: ArrayLike, kind: Any) -> NDArray[Any]:
    array = np.asarray(values)
    if array.size == 0:
        return array.astype(kind)
    if array.dtype.kind == "f":
        flat = floats(name, array.ravel())
        first_row(
            name,
            flat != np.rint(flat),
            lambda k: f"{flat[k]} is not an integer (see `scaled` for fits)",
        )
    elif array.dtype.kind not in "iu":
        raise Refusal(f"must be integers, not {array.dtype}", field=name)
    info = np.iinfo(kind)
    _inside(name, array.ravel(), info.min, info.max, lambda k: f"{array.ravel()[k]} is too large")
    return array.astype(kind)


def _inside(name: str, array: NDArray[Any], low: int, high: int, reason: Callable[[int], str]) -> None:
    """Refuses the first number outside low..high; that all are inside is seen without a mask."""
    if array.size and (array.min() < low or array.max() > high):
        first_row(name, (array < low) | (array > high), reason)


def integers(name: str, values: ArrayLike, kind: Any = np.int64) -> NDArray[Any]:
    """A flat, fresh array of integers."""
    array = _integers(name, values, kind)
    _flat(name, array)
    return array


def _flat(name: str, array: NDArray[Any]) -> None:
    if array.ndim != 1:
        raise Refusal(f"must be flat, not of shape {array.shape}", field=name)


def count(name: str, value: Any, limit: int = 2**31 - 1) -> int:
    """A number of people or points: an integer from 0 to `limit`."""
    if isinstance(value, bool) or not isinstance(value, int | np.integer):
        raise Refusal(f"{value!r} is not an integer", field=name)
    if not 0 <= value <= limit:
        raise Refusal(f"{value} is not between 0 and {limit}", field=name)
    return int(value)


def index(name: str, values: ArrayLike, size: int) -> NDArray[np.int32]:
    """Row numbers of people, 0 to size - 1."""
    array = np.asarray(values)
    array = array if array.dtype == np.int32 else _integers(name, array, np.int64)
    _flat(name, array)
    _inside(name, array, 0, size - 1, lambda k: f"{array[k]} is not a person, there are {size}")
    return array.astype(np.int32)


def capacity(name: str, values: ArrayLike, size: int) -> NDArray[np.int32]:
    """One number of places for each person, none below 0."""
    array = integers(name, values, np.int32)
    if len(array) != size:
        raise Refusal(f"has {len(array)} rows for {size} people", field=name)
    first_row(name, array < 0, lambda k: f"{array[k]} is below 0")
    return array


def same_length(name: str, array: NDArray[Any], other_name: str, other: NDArray[Any]) -> None:
    if len(array) != len(other):
        raise Refusal(f"has {len(other)} rows, {name} has {len(array)}", field=other_name)


def largest_fit(people: int) -> int:
    """The largest fit with which no sum of the solvers can leave 64 bits."""
    return int(2**60 // (people + 2))


def fits(name: str, values: ArrayLike, edges: NDArray[Any], limit: int) -> NDArray[np.int64]:
    """One fit for each edge, 0 to `limit`."""
    array = integers(name, values)
    same_length("mentee", edges, name, array)
    if array.size and (array.min() < 0 or array.max() > limit):
        first_row(name, array < 0, lambda k: f"{array[k]} is below 0; leave the edge out if the pair is impossible")
        first_row(name, array > limit, lambda k: f"{array[k]} is above {limit}")
    return array


def unique_edges(mentee: NDArray[np.int32], mentor: NDArray[np.int32], n_mentees: int, n_mentors: int) -> None:
    """Refuses the second of two equal edges."""
    if len(mentee) > COMPILED_FROM:
        from .cohort.rows import first_double  # the compiler is loaded only where it pays

        row = first_double(mentee, mentor, n_mentees, n_mentors)
        if row < 0:
            return
    else:
        key = mentee.astype(np.int64) * n_mentors + mentor
        order = np.argsort(key, kind="stable")
        double = order[1:][key[order[1:]] == key[order[:-1]]]
        if not len(double):
            return
        row = int(double.min())
    raise Refusal(f"mentee {mentee[row]} and mentor {mentor[row]} are an edge already", field="mentee", row=row)


def pairs(name: str, values: ArrayLike, n_mentees: int, n_mentors: int) -> NDArray[np.int32]:
    """Rows (mentee, mentor)."""
    array = _integers(name, values, np.int64)
    if array.size == 0:
        return np.empty((0, 2), np.int32)
    if array.ndim != 2 or array.shape[1] != 2:
        raise Refusal(f"must be rows of (mentee, mentor), not of shape {array.shape}", field=name)
    for column, size in enumerate((n_mentees, n_mentors)):
        wrong = (array[:, column] < 0) | (array[:, column] >= size)
        if wrong.any():
            row = int(np.argmax(wrong))
            raise Refusal(
                f"{array[row, column]} is not a person, there are {size}",
                field=name,
                row=row,
                column=column,
            )
    return array.astype(np.int32)


def find_edges(
    mentee: NDArray[np.int32],
    mentor: NDArray[np.int32],
    wanted: NDArray[np.int32],
    n_mentors: int,
) -> NDArray[np.int64]:
    """Edge number of each wanted (mentee, mentor) row, -1 where there is none."""
    if not len(wanted) or not len(mentee):
        return np.full(len(wanted), -1, np.int64)
    key = mentee.astype(np.int64) * n_mentors + mentor
    order = np.argsort(key, kind="stable")
    sought = wanted[:, 0].astype(np.int64) * n_mentors + wanted[:, 1]
    at = np.minimum(np.searchsorted(key[order], sought), len(key) - 1)
    found = order[at]
    return np.where(key[found] == sought, found, -1).astype(np.int64)


def pins(problem: Any) -> None:
    """Refuses pins that no answer could hold: no edge, pinned twice, forbidden too, over a capacity."""
    pinned = problem.pinned
    edges = problem.edge_of(pinned)
    first_row("pinned", edges < 0, lambda k: f"{tuple(map(int, pinned[k]))} is not an edge")
    again = np.ones(len(edges), np.bool_)
    again[np.unique(edges, return_index=True)[1]] = False
    first_row("pinned", again, lambda k: f"{tuple(map(int, pinned[k]))} is pinned already")
    both = np.isin(edges, problem.edge_of(problem.forbidden))
    first_row("pinned", both, lambda k: f"{tuple(map(int, pinned[k]))} is also forbidden")
    _enough_places("mentee", pinned[:, 0], problem.capacity_mentee)
    _enough_places("mentor", pinned[:, 1], problem.capacity_mentor)


def _enough_places(side: str, people: NDArray[np.int32], places: NDArray[np.int32]) -> None:
    over = np.bincount(people, minlength=len(places)) > places
    first_row("pinned", over[people], lambda k: f"{side} {people[k]} has more pins than places ({places[people[k]]})")


def table(name: str, values: Any, rows: int, names: Sequence[str], kind: Any) -> NDArray[Any]:
    """An integer table with one column for each name; without columns where left out."""
    if values is None:
        if names:
            raise Refusal(f"is missing, but {len(names)} names are given", field=name)
        return np.zeros((rows, 0), kind)
    array = _integers(name, values, kind)
    if array.shape != (rows, len(names)):
        raise Refusal(f"has shape {array.shape}, expected {(rows, len(names))}", field=name)
    return array


def counts(name: str, values: Any, rows: int, names: Sequence[str]) -> NDArray[np.int32]:
    """A table of counts by mentee and rule; all zero where left out."""
    if values is None:
        return np.zeros((rows, len(names)), np.int32)
    array = table(name, values, rows, names, np.int32)
    if (array < 0).any():
        row, column = (int(k) for k in np.argwhere(array < 0)[0])
        raise Refusal(f"{array[row, column]} is below 0", field=name, row=row, column=column)
    return array
