"""Data keys that the running transaction has already opened, so that a page asks for each of them once.

The ring lives exactly as long as the outermost `viewing.looking` block. Nothing is kept from one transaction to the
next: a key that was shredded meanwhile must not go on opening texts.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection


@dataclass(frozen=True)
class DataKey:
    """An opened key: what encrypts the texts of one owner."""

    id: UUID
    secret: bytes


@dataclass
class Ring:
    """Keys by owner; None stands for an owner who has none."""

    keys: dict[UUID, DataKey | None] = field(default_factory=dict)
    new: dict[UUID, tuple[str | None, ...]] = field(default_factory=dict)  # made here: within which savepoints

    def knows(self, owner: UUID) -> bool:
        """Whether the answer for this owner still holds: a savepoint that was undone takes its new keys with it."""
        within = self.new.get(owner)
        if within is not None and tuple(connection.savepoint_ids[: len(within)]) != within:
            self.keys.pop(owner, None)
        return owner in self.keys

    def add(self, owner: UUID, key: DataKey | None, *, new: bool = False) -> None:
        self.keys[owner] = key
        if new or owner in self.new:
            self.new[owner] = tuple(connection.savepoint_ids)


_ring: ContextVar[Ring | None] = ContextVar("ring", default=None)


def current() -> Ring:
    """The ring of the running transaction; outside of one an empty one, which is forgotten at once."""
    return _ring.get() or Ring()


@contextmanager
def held() -> Iterator[None]:
    """Keep opened keys until the end of the block; an inner block shares the ring of the outer one."""
    if _ring.get() is not None:
        yield
        return
    token = _ring.set(Ring())
    try:
        yield
    finally:
        _ring.reset(token)
