"""What people type about their account."""

from django import forms
from django.utils.translation import gettext_lazy as _

from querbeet.people import rules
from querbeet.people.enums import GenderStyle, Language
from querbeet.people.models import Account


def passphrase_field(*, label, new: bool, **more) -> forms.CharField:
    """A passphrase, for a key manager to fill in; spaces at its ends count."""
    widget = forms.PasswordInput(attrs={"autocomplete": "new-password" if new else "current-password"})
    return forms.CharField(label=label, widget=widget, strip=False, max_length=rules.LONGEST, **more)


class SignInForm(forms.Form):
    """The first step."""

    login = forms.CharField(
        label=_("Sign-in name"),
        max_length=80,
        widget=forms.TextInput(
            attrs={"autocomplete": "username webauthn", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    password = passphrase_field(label=_("Passphrase"), new=False)


class CodeForm(forms.Form):
    """The second step."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "spellcheck": "false", "autocapitalize": "none"}
        ),
    )


class ConfirmForm(forms.Form):
    """It is still me."""

    confirm_passphrase = passphrase_field(label=_("Your passphrase"), new=False)


class PassphraseForm(forms.Form):
    """A new passphrase, typed once: one can look at it instead of typing it blind twice."""

    passphrase = passphrase_field(label=_("New passphrase"), new=True)

    def __init__(self, *args, account: Account | None = None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.account = account

    def clean_passphrase(self) -> str:
        passphrase = self.cleaned_data["passphrase"]
        try:
            rules.check_passphrase(passphrase, sign_in_name=self.account.sign_in_name if self.account else "")
        except rules.WeakPassphrase as refusal:
            raise forms.ValidationError(str(refusal)) from None
        return passphrase


class RecoverForm(PassphraseForm):
    """A new passphrase by a link from a mail; the second step stays a second step."""

    code = forms.CharField(
        label=_("Code from your app, or a recovery code"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "spellcheck": "false"}),
    )

    def __init__(self, *args, needs_code: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if not needs_code:
            del self.fields["code"]


class AskRecoveryForm(forms.Form):
    """Asking for a link."""

    login = forms.CharField(
        label=_("Sign-in name"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )


class EmailForm(forms.Form):
    """An address, only for links that one asked for."""

    email = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))


class PasskeyForm(forms.Form):
    """What a passkey is called, and what the browser made."""

    name = forms.CharField(
        label=_("Name of this passkey"),
        max_length=60,
        help_text=_("For you alone, such as “my phone”."),
    )
    credential = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20000)


class PasskeyNameForm(forms.Form):
    """Another name for a passkey."""

    name = forms.CharField(label=_("Name of this passkey"), max_length=60)


class WordsForm(forms.Form):
    """The words we use."""

    language = forms.ChoiceField(label=_("Language"), choices=Language.choices, widget=forms.RadioSelect)
    gender_style = forms.ChoiceField(
        label=_("How German names people"),
        choices=GenderStyle.choices,
        widget=forms.RadioSelect,
        help_text=_("Changes German sentences only."),
    )
