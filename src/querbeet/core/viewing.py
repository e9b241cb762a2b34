"""Who is looking: the database context that row-level security reads.

Every request and every job runs in one transaction that knows its viewer. The settings are local to the
transaction (`set_config(..., true)`), so nothing can reach the next user of a pooled connection. Outside of such a
transaction no personal row is visible.
"""

import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass, fields, replace
from typing import Any, Protocol, TypeVar
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse

from querbeet.core import keyring

Found = TypeVar("Found")


class Viewer(Protocol):
    """What a member tells the database about itself."""

    id: UUID
    community_id: UUID
    roles: list[str]


@dataclass(frozen=True)
class Context:
    """The values behind `app.*`; an empty string means nobody."""

    account: str = ""
    member: str = ""
    community: str = ""
    roles: str = ""
    purpose: str = ""
    invitation: str = ""
    session: str = ""


NAMES = tuple(f"app.{field.name}" for field in fields(Context))
WRITE = "SELECT " + ", ".join("set_config(%s, %s, true)" for _ in NAMES)
READ = "SELECT " + ", ".join("coalesce(current_setting(%s, true), '')" for _ in NAMES)


class _Told(threading.local):
    """What the running context has found out so far; see `once`."""

    depth = 0
    context = Context()

    def __init__(self) -> None:
        self.known: dict[Hashable, Any] = {}


_told = _Told()


def once(key: Hashable, find: Callable[[], Found]) -> Found:
    """What `find()` says, asked once for as long as the same person looks for the same purpose.

    For what many statements compare with and a request changes seldom. Whatever changes it calls `forget`. Outside of
    a context nothing is remembered.
    """
    if not _told.depth:
        return find()
    key = (_told.context.purpose, key)
    if key not in _told.known:
        _told.known[key] = find()
    return _told.known[key]


def forget() -> None:
    """Something changed that may have been asked once."""
    _told.known.clear()


def _remember(context: Context) -> None:
    if replace(context, purpose="") != replace(_told.context, purpose=""):
        forget()
    _told.context = context


def current() -> Context:
    """The context of the running transaction."""
    with connection.cursor() as cursor:
        cursor.execute(READ, NAMES)
        return Context(*cursor.fetchone())


def bind(context: Context) -> None:
    """Set the viewer of the running transaction. Refuses to run outside of one, where it would be lost."""
    if not connection.in_atomic_block:
        raise RuntimeError("A viewer can only be bound inside a transaction.")
    with connection.cursor() as cursor:
        cursor.execute(WRITE, [part for pair in zip(NAMES, astuple(context), strict=True) for part in pair])
    _remember(context)


def change(**values: str) -> None:
    """Change some values of the running context, leave the others."""
    bind(replace(current(), **values))


def of(member: Viewer, *, account: UUID | None = None) -> Context:
    """The context of a member, and of the account behind it where that is known."""
    return Context(
        account=str(account or ""),
        member=str(member.id),
        community=str(member.community_id),
        roles=",".join(member.roles),
    )


@contextmanager
def looking(context: Context) -> Iterator[None]:
    """A transaction seen through `context`; inside another transaction the earlier context comes back at the end."""
    with keyring.held(), _deeper(), transaction.atomic(), _runtime_role():
        earlier = current()
        bind(context)
        yield
        if not transaction.get_rollback():  # an undone transaction takes its context with it
            bind(earlier)


@contextmanager
def _deeper() -> Iterator[None]:
    """What is found out inside is forgotten at the end, however that comes."""
    earlier = _told.context
    _told.depth += 1
    forget()
    try:
        yield
    finally:
        _told.depth -= 1
        forget()
        _told.context = earlier


def as_member(member: Viewer):
    """Run as this member: the way for jobs and the command line."""
    return looking(of(member))


def as_account(account_id: UUID):
    """Run as the owner of an account, before a persona is chosen."""
    return looking(Context(account=str(account_id)))


def for_purpose(purpose: str, **values: str):
    """Run without a person, for one named purpose that policies spell out ('authenticate', 'join', ...)."""
    return looking(Context(purpose=purpose, **values))


@contextmanager
def purpose(name: str) -> Iterator[None]:
    """Do a part of an action for one named purpose that policies spell out; the earlier one comes back at the end."""
    before = _told.context
    try:
        with transaction.atomic():  # a part that is undone takes its purpose with it
            earlier = current().purpose
            change(purpose=name)
            yield
            change(purpose=earlier)
    except BaseException:
        _told.context = before
        forget()
        raise


@contextmanager
def _runtime_role() -> Iterator[None]:
    """Tests sign in as the owner and step down to the runtime role here; a server signs in as the runtime role."""
    role = settings.DATABASE_RUNTIME_ROLE
    if not role:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        earlier = cursor.fetchone()[0]
        cursor.execute(f'SET LOCAL ROLE "{role}"')
        yield
        if not transaction.get_rollback():
            cursor.execute(f'SET LOCAL ROLE "{earlier}"')


class Middleware:
    """One transaction a request; all of it is undone when the view raises or the answer is a server error."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with looking(Context(purpose="authenticate")):
            response = self.get_response(request)
            if response.status_code >= 500 or getattr(request, "undo", False):
                transaction.set_rollback(True)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        request.undo = True  # type: ignore[attr-defined]
