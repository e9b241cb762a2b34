"""A browser that was here before: a neutral, signed cookie with a random id and the accounts that were signed in there.

It opens nothing. It only gives its owner a bucket of tries of their own, so that a stranger who guesses at a sign-in
name cannot use up the owner's tries. *Leave quickly* takes it away.
"""

import secrets
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from querbeet.core import sealing

MOST = 5
YEAR = 60 * 60 * 24 * 365
SALT = "querbeet.people.browser"


@dataclass(frozen=True)
class Browser:
    """`accounts` are fingerprints that mean something only together with the browser's id."""

    id: str
    accounts: tuple[str, ...] = ()

    def knows(self, account: UUID) -> bool:
        return self._mark(account) in self.accounts

    def with_account(self, account: UUID) -> "Browser":
        mark = self._mark(account)
        return Browser(self.id, (mark, *(known for known in self.accounts if known != mark))[:MOST])

    def _mark(self, account: UUID) -> str:
        return sealing.digest("browser", self.id, str(account), key=settings.ACCOUNT_KEY)[:16]


def cookie_name() -> str:
    return "__Host-d" if settings.SESSION_COOKIE_SECURE else "d"


def of(request: HttpRequest) -> Browser:
    """The browser behind a request; where there is no cookie of ours a new one, the same for the whole request."""
    if not hasattr(request, "_browser"):
        request._browser = _read(request.COOKIES.get(cookie_name(), ""))  # type: ignore[attr-defined]
    return request._browser  # type: ignore[attr-defined]


def _read(cookie: str) -> Browser:
    try:
        known = signing.loads(cookie, salt=SALT, max_age=YEAR)
        return Browser(str(known["b"]), tuple(map(str, known["k"])))
    except (signing.BadSignature, KeyError, TypeError):
        return Browser(secrets.token_urlsafe(12))


def remember(response: HttpResponse, browser: Browser) -> None:
    """Keep the browser's id for a year."""
    value = signing.dumps({"b": browser.id, "k": list(browser.accounts)}, salt=SALT)
    response.set_cookie(
        cookie_name(), value, max_age=YEAR, secure=bool(settings.SESSION_COOKIE_SECURE), httponly=True, samesite="Lax"
    )
