"""The e-mail address of an account: optional, confirmed by a link, and a way back in when the passphrase is lost."""

import hashlib
import secrets
import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from querbeet.audit import actions as audit
from querbeet.core import clock, jobs, viewing
from querbeet.core.errors import Refused
from querbeet.people import limits, rules
from querbeet.people.actions import accounts, codes
from querbeet.people.browser import Browser
from querbeet.people.enums import LetterPurpose
from querbeet.people.models import Account
from querbeet.people.models.letter import Letter

LASTS = timedelta(minutes=30)


class LinkSpent(Refused):
    """The link was used, is old, or was never one."""


@dataclass(frozen=True)
class Envelope:
    """What the mail program needs to send one letter."""

    address: str
    language: str
    token: str


def set_email(*, account: Account, address: str, site: str) -> None:
    """Keep an address and send a link to confirm it; until then nothing else is ever sent there."""
    limits.take(limits.LETTER, "confirm", account.pk, now=clock.now())
    account.email = address
    account.email_confirmed_at = None
    account.save(update_fields=["email", "email_confirmed_at"])
    Letter.objects.filter(account=account).delete()
    jobs.later("people.send_letter", account=str(account.pk), purpose=LetterPurpose.CONFIRM, site=site)
    audit.record("people.email_set", by=account, target=account)


def remove_email(*, account: Account) -> None:
    """Forget the address, and every link sent to it."""
    account.email = ""
    account.email_confirmed_at = None
    account.save(update_fields=["email", "email_confirmed_at"])
    Letter.objects.filter(account=account).delete()
    audit.record("people.email_removed", by=account, target=account)


def confirm_email(*, account: Account, token: str) -> None:
    """The address is theirs: the link came from it. Raises LinkSpent, also for somebody else's link."""
    now = clock.now()
    links = Letter.objects.filter(account=account, purpose=LetterPurpose.CONFIRM, digest=_digest(token))
    if not links.filter(expires_at__gt=now).delete()[0]:
        raise _spent()
    account.email_confirmed_at = now
    account.save(update_fields=["email_confirmed_at"])
    audit.record("people.email_confirmed", by=account, target=account)


def ask_recovery(*, sign_in_name: str, browser: Browser, site: str) -> None:
    """Send a link, if there is such an account with a confirmed address.

    Does the same work for every name: whether there is an account, and a mail, is found out by the job.
    """
    now, name = clock.now(), rules.plain_name(sign_in_name)
    account_id = Account.objects.filter(sign_in_name=name).values_list("pk", flat=True).first()
    limits.take(limits.BROWSER, browser.id, now=now)
    limits.take(limits.LETTER, "recover", name, now=now)
    account = str(account_id or uuid.uuid4())
    jobs.later("people.send_letter", account=account, purpose=LetterPurpose.RECOVER, site=site)


def recoverable(token: str) -> Account | None:
    """The account that a recovery link is for, while the link is good."""
    links = Letter.objects.filter(purpose=LetterPurpose.RECOVER, digest=_digest(token), expires_at__gt=clock.now())
    letter = links.select_related("account").first()
    return letter.account if letter and letter.account.is_active else None


def recover(*, token: str, passphrase: str, code: str = "") -> None:
    """Set a new passphrase by a link. An account with a second step still needs its code. Works once.

    Raises LinkSpent, WeakPassphrase, NotRecognised or TooMany; the link stays good when the passphrase or code is not.
    """
    now, account = clock.now(), recoverable(token)
    if account is None:
        raise _spent()
    rules.check_passphrase(passphrase, sign_in_name=account.sign_in_name)
    if codes.has_app(account):
        limits.take(limits.SECOND_STEP, account.pk, "", now=now)
        with viewing.as_account(account.pk):
            fits = codes.spend(account=account, code=code, now=now)
        if not fits:
            raise codes.WrongCode(codes.NOT_THIS_ONE)
    if not Letter.objects.filter(digest=_digest(token)).delete()[0]:  # two at once: one of them gets the row
        raise _spent()
    with viewing.as_account(account.pk):
        accounts.change_passphrase(account=account, passphrase=passphrase)
        audit.record("people.recovered", by=account, target=account)


def write(*, account_id: uuid.UUID, purpose: str) -> Envelope | None:
    """Make the link, at the moment of sending. None where nothing is to be sent."""
    account = Account.objects.filter(pk=account_id, is_active=True).first()
    wanted = LetterPurpose(purpose)
    if account is None or not account.email or (wanted == LetterPurpose.RECOVER and not account.email_confirmed_at):
        return None
    token = secrets.token_urlsafe(32)
    values = {"digest": _digest(token), "expires_at": clock.now() + LASTS}
    Letter.objects.update_or_create(account=account, purpose=wanted, defaults=values)
    return Envelope(account.email, account.language or "de", token)


def forget(*, before) -> int:
    """Drop links that are over; returns how many."""
    return Letter.objects.filter(expires_at__lt=before).delete()[0]


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _spent() -> LinkSpent:
    return LinkSpent(_("This link was used already, or it is older than half an hour. Ask for a new one."))
