"""People for tests. Factories run as the owner of the database; what is looked at runs under row-level security."""

from itertools import count

from django.test import Client

from querbeet.core import clock
from querbeet.people.actions import codes
from querbeet.people.models import Account
from querbeet.people.models.ways import AuthenticatorApp

PASSPHRASE = "moos quitte lampe 47"
_numbers = count(1)


def account(*, passphrase: str | None = PASSPHRASE, **fields) -> Account:
    """An account with a passphrase; `None` for one that is entered by passkey."""
    number = next(_numbers)
    return Account.objects.create_user(f"moos-quitte-{number}", passphrase, **fields)


def app(person: Account) -> AuthenticatorApp:
    """Turn the second step on."""
    made = AuthenticatorApp(account=person)
    made.secret = codes.new_secret()
    made.save()
    return made


def code(made: AuthenticatorApp, *, steps: int = 0) -> str:
    """The code its app shows now, or some half minutes later."""
    return codes.code_at(made.secret, int(clock.now().timestamp()) // codes.PERIOD + steps)


def sign_in(client: Client, person: Account, *, passphrase: str = PASSPHRASE, **more):
    """Sign in as a person does: by the form."""
    return client.post("/sign-in", {"login": person.sign_in_name, "password": passphrase, **more})
