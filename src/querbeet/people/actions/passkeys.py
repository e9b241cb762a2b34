"""Passkeys (WebAuthn): added to an account, and used to be recognised without name or passphrase.

The cryptography is Yubico's `fido2`; here is which site asks, what is kept, and who that is.
"""

import json
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from querbeet.audit import actions as audit
from querbeet.core import clock, viewing
from querbeet.core.errors import Refused
from querbeet.people.models import Account
from querbeet.people.models.ways import Passkey

REQUIRED = UserVerificationRequirement.REQUIRED  # a finger, a face or a PIN: the passkey is both steps in one
MOST = 20
NOT_THIS_ONE = _("This passkey did not fit. Try it once more, or sign in with your passphrase.")


class PasskeyRefused(Refused):
    """The passkey's answer does not hold."""


@dataclass(frozen=True)
class Site:
    """Whose passkeys these are: bound to the host, so that a look-alike site gets nothing."""

    host: str
    origin: str

    def server(self) -> Fido2Server:
        entity = PublicKeyCredentialRpEntity(id=self.host, name=self.host)
        return Fido2Server(entity, verify_origin=lambda origin: origin == self.origin)


def has_any(account: Account) -> bool:
    return Passkey.objects.filter(account=account).exists()


def begin_adding(*, account: Account, site: Site) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the browser needs to make a passkey, and the state to keep in the session until it answers."""
    known = [AttestedCredentialData(bytes(key.credential)) for key in Passkey.objects.filter(account=account)]
    person = PublicKeyCredentialUserEntity(
        id=account.pk.bytes, name=account.sign_in_name, display_name=account.sign_in_name
    )
    options, state = site.server().register_begin(
        person, known, resident_key_requirement=ResidentKeyRequirement.REQUIRED, user_verification=REQUIRED
    )
    return dict(options), state


def add(*, account: Account, name: str, registration: str, state: dict[str, Any] | None, site: Site) -> Passkey:
    """Keep the public half of a new passkey. Raises PasskeyRefused."""
    try:
        data = site.server().register_complete(state or {}, json.loads(registration))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise PasskeyRefused(_("The passkey could not be added. Nothing was changed; try it once more.")) from None
    made = data.credential_data
    if made is None or Passkey.objects.filter(account=account).count() >= MOST:
        raise PasskeyRefused(_("There are many passkeys already. Remove one that you no longer use."))
    passkey = Passkey.objects.create(
        account=account,
        name=name,
        credential_id=made.credential_id,
        credential=bytes(made),
        sign_count=data.counter,
    )
    audit.record("people.passkey_added", by=account, target=passkey)
    return passkey


def begin_recognising(*, site: Site) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the browser needs to use a passkey. The same for everyone: it names no account and no key."""
    options, state = site.server().authenticate_begin(user_verification=REQUIRED)
    return dict(options), state


def recognise(*, assertion: str, state: dict[str, Any] | None, site: Site) -> Account:
    """The account whose passkey signed the challenge in `state`. Raises PasskeyRefused."""
    try:
        response = AuthenticationResponse.from_dict(json.loads(assertion))
        passkey = Passkey.objects.select_related("account").get(credential_id=response.raw_id)
        known = [AttestedCredentialData(bytes(passkey.credential))]
        site.server().authenticate_complete(state or {}, known, response)
    except (ValueError, KeyError, TypeError, AttributeError, Passkey.DoesNotExist):
        raise PasskeyRefused(NOT_THIS_ONE) from None
    counter = response.response.authenticator_data.counter
    if not passkey.account.is_active or not _used(passkey, counter):
        raise PasskeyRefused(NOT_THIS_ONE)
    return passkey.account


def rename(*, passkey: Passkey, name: str) -> None:
    passkey.name = name
    passkey.save(update_fields=["name"])
    audit.record("people.passkey_renamed", by=passkey.account, target=passkey)


def remove(*, passkey: Passkey) -> None:
    """Take a passkey away. Refused for the last way in: an account nobody can enter helps nobody."""
    others = Passkey.objects.filter(account=passkey.account).exclude(pk=passkey.pk).exists()
    if not others and not passkey.account.has_usable_password():
        raise PasskeyRefused(_("This is your only way in. Add another passkey or set a passphrase first."))
    audit.record("people.passkey_removed", by=passkey.account, target=passkey)
    passkey.delete()


def _used(passkey: Passkey, counter: int) -> bool:
    """Note the use. A counter that does not grow tells of a copied key; keys without one always say 0."""
    with viewing.as_account(passkey.account_id):
        rows = Passkey.objects.filter(pk=passkey.pk)
        rows = rows.filter(sign_count__lt=counter) if counter else rows.filter(sign_count=0)
        return rows.update(sign_count=counter, used_on=clock.now().date()) == 1
