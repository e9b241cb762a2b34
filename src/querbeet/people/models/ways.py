"""The ways in beside the passphrase: passkeys, an authenticator app, recovery codes."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from querbeet.core import sealing
from querbeet.core.models import Fate, Record
from querbeet.people.models.account import Account


class Passkey(Record):
    """A public key whose private half never leaves the person's device or key manager."""

    PERSONAL: ClassVar[dict[str, Fate]] = {
        "account": Fate.ERASE,
        "name": Fate.ERASE,
        "credential_id": Fate.ERASE,
        "credential": Fate.ERASE,
        "sign_count": Fate.ERASE,
        "used_on": Fate.ERASE,
    }

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="passkeys")
    name = models.CharField(max_length=60)
    credential_id = models.BinaryField(max_length=1023, unique=True)
    credential = models.BinaryField()  # AttestedCredentialData of WebAuthn: id and public key
    sign_count = models.BigIntegerField(default=0)
    used_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("created_at",)

    def __str__(self) -> str:
        return str(self.id)


class AuthenticatorApp(Record):
    """A secret shared with an app that shows a new code every 30 seconds (RFC 6238)."""

    PERSONAL: ClassVar[dict[str, Fate]] = {
        "account": Fate.ERASE,
        "sealed_secret": Fate.ERASE,
        "last_step": Fate.ERASE,
    }

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="authenticator_app")
    sealed_secret = models.BinaryField()
    last_step = models.BigIntegerField(default=0)  # the newest code that was taken; it and older ones are spent

    def __str__(self) -> str:
        return str(self.id)

    @property
    def secret(self) -> bytes:
        return sealing.unseal(self.sealed_secret, key=settings.ACCOUNT_KEY, context=self._context)

    @secret.setter
    def secret(self, value: bytes) -> None:
        self.sealed_secret = sealing.seal(value, key=settings.ACCOUNT_KEY, context=self._context)

    @property
    def _context(self) -> str:
        return f"people_authenticatorapp/secret/{self.id}"


class RecoveryCode(Record):
    """One code that stands in for the app once. Kept as a keyed fingerprint: shown once, never again."""

    PERSONAL: ClassVar[dict[str, Fate]] = {"account": Fate.ERASE, "digest": Fate.ERASE}

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return str(self.id)
