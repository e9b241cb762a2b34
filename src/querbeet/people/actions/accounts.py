"""Opening an account and changing what it is entered with."""

from django.db import IntegrityError, transaction

from querbeet.audit import actions as audit
from querbeet.people import rules, wordlists
from querbeet.people.actions import sessions
from querbeet.people.enums import GenderStyle, Language
from querbeet.people.models import Account

TRIES = 20


def open_account(*, passphrase: str | None, language: str) -> Account:
    """Make an account with a name made by us. Called by the join flow, which has checked the invitation.

    Without a passphrase it can only be entered by a passkey, which is to be added next. Raises WeakPassphrase.
    """
    if passphrase is not None:
        rules.check_passphrase(passphrase)
    account = Account(language=_language(language))
    account.set_password(passphrase)
    _name(account, lambda: account.save(force_insert=True))
    audit.record("people.account_opened", by=account, target=account)
    return account


def rename(*, account: Account) -> str:
    """Give the account another sign-in name and return it; the old one stops working at once."""
    _name(account, lambda: account.save(update_fields=["sign_in_name"]))
    audit.record("people.sign_in_name_changed", by=account, target=account)
    return account.sign_in_name


def change_passphrase(*, account: Account, passphrase: str, keep: str = "") -> None:
    """Set a passphrase and end every session but `keep` (a session key). Raises WeakPassphrase."""
    rules.check_passphrase(passphrase, sign_in_name=account.sign_in_name)
    account.set_password(passphrase)
    account.save(update_fields=["password"])
    sessions.end_others(account=account, keep=keep)
    audit.record("people.passphrase_changed", by=account, target=account)


def choose_words(*, account: Account, language: str, gender_style: str) -> None:
    """Set the language and how German names people."""
    account.language = _language(language)
    account.gender_style = GenderStyle(gender_style)
    account.save(update_fields=["language", "gender_style"])
    audit.record("people.words_chosen", by=account, target=account)


def _language(code: str) -> str:
    return code if code in Language.values else Language.GERMAN


def _name(account: Account, save) -> None:
    """Try names until one is free. Only we ever learn that one was taken."""
    for _ in range(TRIES):
        account.sign_in_name = wordlists.sign_in_name(account.language)
        try:
            with transaction.atomic():
                return save()
        except IntegrityError:
            continue
    raise RuntimeError("No free sign-in name was found.")
