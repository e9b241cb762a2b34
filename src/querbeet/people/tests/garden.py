"""What accounts have, for the sweeps in tests/worlds: every way in, a letter, a known address."""

from datetime import timedelta

from fido2.webauthn import AttestedCredentialData

from querbeet.core import clock
from querbeet.people.enums import LetterPurpose
from querbeet.people.models.account import Account
from querbeet.people.models.letter import Letter
from querbeet.people.models.ways import Passkey, RecoveryCode
from querbeet.people.tests import factories
from querbeet.people.tests.authenticators import Authenticator


def plant(bed) -> None:
    for member in bed.everybody:
        account = member.persona.account
        if not account.email:
            _furnish(account)


def _furnish(account: Account) -> None:
    now = clock.now()
    account.email = f"post-{account.pk}@example.org"
    account.email_confirmed_at, account.active_on = now, now.date()
    account.save()
    device = Authenticator()
    made = AttestedCredentialData.create(b"\0" * 16, device.id, _public(device))
    Passkey.objects.create(account=account, name="Phone", credential_id=device.id, credential=bytes(made))
    factories.app(account)
    RecoveryCode.objects.create(account=account, digest=f"code-{account.pk}")
    expires = now + timedelta(days=1)
    Letter.objects.create(
        account=account, purpose=LetterPurpose.CONFIRM, digest=f"letter-{account.pk}", expires_at=expires
    )


def _public(device: Authenticator):
    from fido2.cose import ES256

    return ES256.from_cryptography_key(device.key.public_key())
