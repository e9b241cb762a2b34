"""How Django finds the account behind a session."""

from uuid import UUID

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from querbeet.people import hashers, rules
from querbeet.people.models import Account


class SignInBackend(BaseBackend):
    """Sign-in name and passphrase; unknown, suspended and mistaken take the same time and get the same answer: None."""

    def authenticate(
        self, request: HttpRequest | None, sign_in_name: str = "", passphrase: str = "", **other: object
    ) -> Account | None:
        account = Account.objects.filter(sign_in_name=rules.plain_name(sign_in_name)).first()
        if account is None:
            hashers.spend(passphrase)
            return None
        return account if hashers.fits(passphrase, account.password) and account.is_active else None

    def get_user(self, user_id: UUID) -> Account | None:
        return Account.objects.filter(pk=user_id, is_active=True).first()
