"""What is needed to sign in, and nothing else."""

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from querbeet.core.models import Fate
from querbeet.core.vault import SealedText
from querbeet.people.enums import GenderStyle, Language


class AccountManager(BaseUserManager["Account"]):
    def create_user(self, sign_in_name: str, password: str | None = None, **fields: object) -> "Account":
        """Make an account; without a passphrase it can only be entered by passkey."""
        account = self.model(sign_in_name=sign_in_name, **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """One login. Personas in communities are separate; nothing but their owner's own row links them.

    The sign-in name is private, random and made by us: a name that people choose would have to be unique, and
    "already taken" tells a stranger who is here. The e-mail address is optional and sealed: nothing looks it up.
    """

    PERSONAL: ClassVar[dict[str, Fate]] = {
        "sign_in_name": Fate.ERASE,
        "password": Fate.ERASE,
        "email": Fate.ERASE,
        "email_confirmed_at": Fate.ERASE,
        "language": Fate.ERASE,
        "gender_style": Fate.ERASE,
        "active_on": Fate.ERASE,
    }
    IMPERSONAL: ClassVar[frozenset[str]] = frozenset({"is_active"})

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(auto_now_add=True, editable=False)
    sign_in_name = models.CharField(max_length=60, unique=True)
    email = SealedText(owner="id", max_length=254, blank=True)
    email_confirmed_at = models.DateTimeField(null=True, blank=True)
    language = models.CharField(max_length=12, choices=Language.choices, blank=True)
    gender_style = models.CharField(max_length=8, choices=GenderStyle.choices, default=GenderStyle.STAR)
    active_on = models.DateField(null=True, blank=True)  # a day is enough to know which accounts sleep
    is_active = models.BooleanField(default=True)
    last_login = None  # Django's column would keep the minute

    objects = AccountManager()
    USERNAME_FIELD = "sign_in_name"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return str(self.id)  # never the name: this ends up in logs
