"""Reads for the pages of an account."""

from dataclasses import dataclass

from querbeet.people import sessions as engine
from querbeet.people.models import Account
from querbeet.people.models.session import Session
from querbeet.people.models.ways import AuthenticatorApp, Passkey, RecoveryCode


@dataclass(frozen=True)
class Ways:
    """How an account can be entered."""

    passphrase: bool
    passkeys: list[Passkey]
    app: bool
    recovery_codes: int


def ways(account: Account) -> Ways:
    """Every way in that an account has."""
    return Ways(
        passphrase=account.has_usable_password(),
        passkeys=list(Passkey.objects.filter(account=account)),
        app=AuthenticatorApp.objects.filter(account=account).exists(),
        recovery_codes=RecoveryCode.objects.filter(account=account).count(),
    )


def visits(account: Account, *, session_key: str) -> list[tuple[Session, bool]]:
    """The account's visits, newest first, each with whether it is the one that asks."""
    here = engine.digest(session_key)
    return [(visit, visit.digest == here) for visit in Session.objects.filter(account=account).defer("sealed_data")]
