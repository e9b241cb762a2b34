"""Django's session engine on our table: key hashed, content sealed, rows guarded by row-level security.

Whoever knows the key of a session may reach its row, and the account that is signed in may reach its own rows; nobody
can list the others.
"""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.db import IntegrityError, connection, transaction

from querbeet.core import clock, sealing, viewing
from querbeet.people.models.session import Session

TOUCH = timedelta(minutes=10)  # how exact the idle clock is; saves a write on every request
DEVICE = "device"


def digest(key: str) -> str:
    """What the table knows of a key."""
    return hashlib.sha256(key.encode()).hexdigest()


class SessionStore(SessionBase):
    """Sessions end after SESSION_COOKIE_AGE without use and after SESSION_ABSOLUTE_AGE in any case."""

    def exists(self, session_key: str) -> bool:
        with _reaching(session_key):
            return Session.objects.filter(digest=digest(session_key)).exists()

    def load(self) -> dict[str, Any]:
        now = clock.now()
        with _reaching(self.session_key or ""):
            row = self._row(now)
            if row is None:
                self._session_key = None
                return {}
            if row.expires_at - now < _idle() - TOUCH:
                Session.objects.filter(pk=row.pk).update(expires_at=now + _idle(), active_on=now.date())
            return _open(row)

    def create(self) -> None:
        while True:
            self._session_key = self._get_new_session_key()  # type: ignore[attr-defined]
            try:
                self.save(must_create=True)
            except CreateError:
                continue
            self.modified = True
            return

    def save(self, must_create: bool = False) -> None:
        if self.session_key is None:
            return self.create()
        data, now = self._get_session(no_load=must_create), clock.now()  # type: ignore[attr-defined]
        if self.session_key is None:  # it was ended by another request
            raise UpdateError
        account = data.get(SESSION_KEY)
        values = {
            "account_id": account,
            "sealed_data": _sealed(data, digest(self.session_key)),
            "device": str(data.get(DEVICE, "")),
            "active_on": now.date(),
            "expires_at": now + _idle(),
        }
        with _reaching(self.session_key, account or ""):
            if must_create:
                return self._insert(values, now)
            if not Session.objects.filter(digest=digest(self.session_key)).update(**values):
                raise UpdateError
        return None

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key:
            with _reaching(key):
                Session.objects.filter(digest=digest(key)).delete()

    @classmethod
    def clear_expired(cls) -> None:
        with viewing.for_purpose("sweep"):
            Session.objects.filter(expires_at__lt=clock.now()).delete()

    def _row(self, now: datetime) -> Session | None:
        rows = Session.objects.filter(digest=digest(self.session_key or ""), expires_at__gt=now, ends_at__gt=now)
        return rows.first()

    def _insert(self, values: dict[str, Any], now: datetime) -> None:
        ends_at = now + timedelta(seconds=settings.SESSION_ABSOLUTE_AGE)
        try:
            with transaction.atomic():
                Session.objects.create(digest=digest(self.session_key or ""), ends_at=ends_at, **values)
        except IntegrityError:
            raise CreateError from None


@contextmanager
def _reaching(key: str, account: str = "") -> Iterator[None]:
    """Tell the database which session's key we know; outside of a request, in a transaction of its own."""
    known = {"session": digest(key)} | ({"account": account} if account else {})
    if connection.in_atomic_block:
        viewing.change(**known)
        yield
    else:
        with viewing.looking(viewing.Context(**known)):
            yield


def _idle() -> timedelta:
    return timedelta(seconds=settings.SESSION_COOKIE_AGE)


def _sealed(data: dict[str, Any], row: str) -> bytes:
    return sealing.seal(json.dumps(data).encode(), key=settings.ACCOUNT_KEY, context=f"people_session/{row}")


def _open(row: Session) -> dict[str, Any]:
    try:
        return json.loads(
            sealing.unseal(row.sealed_data, key=settings.ACCOUNT_KEY, context=f"people_session/{row.digest}")
        )
    except sealing.Broken:
        return {}
