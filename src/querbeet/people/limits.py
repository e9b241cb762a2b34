"""Slowing down guesses, counted in the database, so that all web processes share one count.

A bucket of tries for each subject (an account, a browser) refills slowly. Taking from it is one statement, so that a
burst of parallel tries never gets more than the bucket holds. It runs on a connection of its own and commits at once:
a request that is undone later has still used its try, and nobody waits for somebody else's request. Keys are keyed
fingerprints that change every day: the table names no account and no browser. Addresses are never counted, because
everyone behind an onion service shares one.
"""

import math
from dataclasses import dataclass
from datetime import UTC, datetime

import psycopg
from django.conf import settings
from django.db import connection
from django.utils.translation import gettext_lazy as _
from psycopg import sql

from querbeet.core import sealing
from querbeet.core.errors import Refused
from querbeet.people.models.limit import Limit

TAKE = """
INSERT INTO people_limit AS bucket (key, tokens, at) VALUES (%(key)s, %(holds)s - 1, %(now)s)
ON CONFLICT (key) DO UPDATE
   SET tokens = {refilled} - 1, at = greatest(bucket.at, %(now)s)
 WHERE {refilled} >= 1
RETURNING tokens
""".format(
    refilled="least(%(holds)s, bucket.tokens"
    " + greatest(0, extract(epoch FROM %(now)s - bucket.at)::float8) / %(seconds)s)"
)
LEFT = "SELECT tokens, at FROM people_limit WHERE key = %(key)s"


@dataclass(frozen=True)
class Kind:
    """A bucket that `holds` so many tries and gains one every `seconds`."""

    name: str
    holds: int
    seconds: int


PASSPHRASE = Kind("passphrase", 10, 60)  # for one sign-in name, from browsers we do not know
KNOWN_BROWSER = Kind("known-browser", 10, 20)  # for one account in a browser where it was signed in before
BROWSER = Kind("browser", 30, 20)  # for one browser, whatever names it tries
SECOND_STEP = Kind("second-step", 8, 60)
PASSKEY = Kind("passkey", 30, 10)
CONFIRM = Kind("confirm", 8, 60)
LETTER = Kind("letter", 3, 60 * 20)


class TooMany(Refused):
    """Too many tries; `seconds` until the next one counts."""

    def __init__(self, seconds: int) -> None:
        super().__init__(
            _("There were many tries in a short time. Wait a few minutes, then try again. Nothing is lost.")
        )
        self.seconds = seconds


def take(kind: Kind, *subject: object, now: datetime) -> None:
    """Use one try of this subject's bucket. Raises TooMany when it is empty; the try is spent either way."""
    key = _key(kind, subject, now)
    with _outside() as own:
        values = {"key": key, "now": now, "holds": float(kind.holds), "seconds": float(kind.seconds)}
        if own.execute(TAKE, values).fetchone() is None:
            tokens, since = own.execute(LEFT, values).fetchone() or (0.0, now)
            raise TooMany(max(1, math.ceil((1 - tokens) * kind.seconds - (now - since).total_seconds())))


def forget(*, before: datetime) -> int:
    """Drop buckets nobody touched since; returns how many."""
    return Limit.objects.filter(at__lt=before).delete()[0]


def _key(kind: Kind, subject: tuple[object, ...], now: datetime) -> str:
    day = now.astimezone(UTC).date().isoformat()
    return sealing.digest(day, kind.name, *map(str, subject), key=settings.ACCOUNT_KEY)


def _outside() -> psycopg.Connection:
    """A connection of its own, in the runtime role; opened for a moment, since tries are rare."""
    own = psycopg.connect(**connection.get_connection_params(), autocommit=True)
    if settings.DATABASE_RUNTIME_ROLE:
        own.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(settings.DATABASE_RUNTIME_ROLE)))
    return own
