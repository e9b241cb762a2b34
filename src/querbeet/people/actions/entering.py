"""Being recognised. What failed, and whether there is such an account, is never told: one sentence for all of it."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from querbeet.audit import actions as audit
from querbeet.core import clock, viewing
from querbeet.core.errors import Refused
from querbeet.people import backends, hashers, limits, rules
from querbeet.people.actions import codes
from querbeet.people.browser import Browser
from querbeet.people.models import Account


class NotRecognised(Refused):
    """Name, passphrase, code or key did not fit."""


def by_passphrase(*, sign_in_name: str, passphrase: str, browser: Browser) -> Account:
    """The account behind a name and a passphrase. Raises NotRecognised or TooMany."""
    now, name = clock.now(), rules.plain_name(sign_in_name)
    account_id = Account.objects.filter(sign_in_name=name).values_list("pk", flat=True).first()
    limits.take(limits.BROWSER, browser.id, now=now)
    if account_id and browser.knows(account_id):
        limits.take(limits.KNOWN_BROWSER, account_id, browser.id, now=now)
    else:
        limits.take(limits.PASSPHRASE, name, now=now)
    account = backends.SignInBackend().authenticate(None, name, passphrase)
    if account is None:
        raise NotRecognised(_("That did not fit. Look at the name and the passphrase once more; nothing is lost."))
    if hashers.is_outdated(account.password):
        with viewing.as_account(account.pk):
            account.set_password(passphrase)
            account.save(update_fields=["password"])
    return account


def second_step_needed(account: Account) -> bool:
    """Whether a code is asked for after the passphrase."""
    return codes.has_app(account)


def by_code(*, account: Account, code: str, browser: Browser) -> None:
    """The second step: a code of the app, or a recovery code, each good once. Raises NotRecognised or TooMany."""
    now = clock.now()
    limits.take(limits.SECOND_STEP, account.pk, browser.id if browser.knows(account.pk) else "", now=now)
    with viewing.as_account(account.pk):
        fits = codes.spend(account=account, code=code, now=now)
    if not fits:
        raise NotRecognised(codes.NOT_THIS_ONE)


def confirm(*, account: Account, passphrase: str, session_key: str) -> None:
    """Somebody who is signed in shows that it is still them. Raises NotRecognised or TooMany."""
    limits.take(limits.CONFIRM, account.pk, session_key, now=clock.now())
    if not hashers.fits(passphrase, account.password):
        raise NotRecognised(_("That passphrase did not fit. Nothing is lost; try once more."))


def welcome(*, account: Account) -> None:
    """Note that somebody came in: the day, and an entry in the record."""
    account.active_on = clock.now().date()
    account.save(update_fields=["active_on"])
    audit.record("people.signed_in", by=account, target=account)


def find(account_id: str) -> Account | None:
    """The account that passed the first step, unless it was closed since."""
    return backends.SignInBackend().get_user(UUID(account_id))
