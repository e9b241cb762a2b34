"""The authenticator app (RFC 6238, as every such app speaks it) and the recovery codes that stand in for it."""

import hmac
import secrets
from datetime import datetime

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from querbeet.audit import actions as audit
from querbeet.core import clock, ids, sealing
from querbeet.core.errors import Refused
from querbeet.people.models import Account
from querbeet.people.models.ways import AuthenticatorApp, RecoveryCode

DIGITS, PERIOD, SECRET = 6, 30, 20
DRIFT = (0, -1, 1)  # steps of half a minute that a phone's clock may be off
RECOVERY_CODES = 10
NOT_THIS_ONE = _("That code did not fit. Codes work once and only for a short time; try the next one.")


class WrongCode(Refused):
    """The code from the app did not fit the secret."""


def new_secret() -> bytes:
    """A secret for an app; it counts only once `add_app` has seen a code made with it."""
    return secrets.token_bytes(SECRET)


def has_app(account: Account) -> bool:
    return AuthenticatorApp.objects.filter(account=account).exists()


def add_app(*, account: Account, secret: bytes, code: str) -> list[str]:
    """Turn the second step on and return new recovery codes, to be shown once. Raises WrongCode."""
    now = clock.now()
    step = _step(secret, code, now)
    if step is None:
        raise WrongCode(_("That code did not fit. Wait for the next one and try again; the picture stays the same."))
    with transaction.atomic():
        AuthenticatorApp.objects.filter(account=account).delete()
        app = AuthenticatorApp(account=account, last_step=step)
        app.secret = secret
        app.save(force_insert=True)
        audit.record("people.app_added", by=account, target=account)
        return renew_recovery_codes(account=account)


def remove_app(*, account: Account) -> None:
    """Turn the second step off; recovery codes go with it."""
    AuthenticatorApp.objects.filter(account=account).delete()
    RecoveryCode.objects.filter(account=account).delete()
    audit.record("people.app_removed", by=account, target=account)


def renew_recovery_codes(*, account: Account) -> list[str]:
    """Replace all recovery codes; returns the new ones, which are kept nowhere in the clear."""
    codes = [f"{ids.public_key(5)}-{ids.public_key(5)}" for _ in range(RECOVERY_CODES)]
    with transaction.atomic():
        RecoveryCode.objects.filter(account=account).delete()
        RecoveryCode.objects.bulk_create([RecoveryCode(account=account, digest=_digest(account, c)) for c in codes])
        audit.record("people.recovery_codes_renewed", by=account, target=account)
    return codes


def spend(*, account: Account, code: str, now: datetime) -> bool:
    """Use a code of the app or a recovery code. True once for each code, also when two tries come at the same time."""
    plain = "".join(code.split()).lower()
    if plain.isdigit():
        return _spend_app_code(account, plain, now)
    spent, _rows = RecoveryCode.objects.filter(account=account, digest=_digest(account, plain)).delete()
    if spent:
        audit.record("people.recovery_code_used", by=account, target=account)
    return bool(spent)


def _spend_app_code(account: Account, code: str, now: datetime) -> bool:
    app = AuthenticatorApp.objects.filter(account=account).first()
    step = _step(app.secret, code, now) if app else None
    if app is None or step is None:
        return False
    return AuthenticatorApp.objects.filter(pk=app.pk, last_step__lt=step).update(last_step=step) == 1


def _step(secret: bytes, code: str, now: datetime) -> int | None:
    """The half minute this code belongs to, if it is a near one."""
    plain = "".join(code.split())
    present = int(now.timestamp()) // PERIOD
    for step in (present + drift for drift in DRIFT):
        if hmac.compare_digest(code_at(secret, step).encode(), plain.encode()):
            return step
    return None


def code_at(secret: bytes, step: int) -> str:
    """The code an app shows in a given half minute since 1970."""
    return TOTP(secret, DIGITS, SHA1(), PERIOD).generate(step * PERIOD).decode()  # noqa: S303  RFC 6238 as apps speak it


def _digest(account: Account, code: str) -> str:
    return sealing.digest("recovery", str(account.pk), code.replace("-", ""), key=settings.ACCOUNT_KEY)
