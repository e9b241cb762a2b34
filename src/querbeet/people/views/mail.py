"""The e-mail address, and the way back in by it."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from querbeet.core.errors import Refused
from querbeet.people import browser, forms, guards, limits, wordlists
from querbeet.people.actions import codes, letters
from querbeet.people.models import Account


@guards.fresh_required
@require_http_methods(["GET", "HEAD", "POST"])
def email(request: HttpRequest) -> HttpResponse:
    """Set or change the address."""
    account: Account = request.user  # type: ignore[assignment]
    form = forms.EmailForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            letters.set_email(account=account, address=form.cleaned_data["email"], site=guards.site(request).origin)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("We are sending you a mail with a link. It may take a minute."))
            return redirect("people:account")
    context = {"form": form, "account": account, "mail_works": bool(settings.EMAIL_HOST)}
    return render(request, "people/email.html", context)


@guards.fresh_required
@require_POST
def remove_email(request: HttpRequest) -> HttpResponse:
    """Forget the address."""
    letters.remove_email(account=request.user)  # type: ignore[arg-type]
    messages.success(request, _("Your address is removed."))
    return redirect("people:account")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_email(request: HttpRequest, token: str) -> HttpResponse:
    """Opened from the mail. A press is needed, because mail programs open links by themselves."""
    if request.method != "POST":
        return render(request, "people/email_confirm.html", {"token": token})
    try:
        letters.confirm_email(account=request.user, token=token)  # type: ignore[arg-type]
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Your address is confirmed."))
    return redirect("people:account")


@require_http_methods(["GET", "HEAD", "POST"])
def ask_recovery(request: HttpRequest) -> HttpResponse:
    """Ask for a link. The answer is the same whether there is such an account or not."""
    form = forms.AskRecoveryForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "people/recovery_ask.html", {"form": form, "mail_works": bool(settings.EMAIL_HOST)})
    known = browser.of(request)
    try:
        name, site = form.cleaned_data["login"], guards.site(request).origin
        letters.ask_recovery(sign_in_name=name, browser=known, site=site)
    except limits.TooMany as refusal:
        form.add_error(None, str(refusal))
        return render(request, "people/recovery_ask.html", {"form": form, "mail_works": True}, status=429)
    response = render(request, "people/recovery_asked.html")
    browser.remember(response, known)
    return response


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def recover(request: HttpRequest, token: str) -> HttpResponse:
    """A new passphrase by the link from the mail."""
    account = letters.recoverable(token)
    if account is None:
        return render(request, "people/recovery_spent.html", status=404)
    form = forms.RecoverForm(request.POST or None, account=account, needs_code=codes.has_app(account))
    if request.method == "POST" and form.is_valid():
        try:
            _recover(request, token, form)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Your passphrase is changed. Sign in with it now."))
            return redirect("people:sign_in")
    suggestion = wordlists.passphrase(request.LANGUAGE_CODE)
    return render(request, "people/recovery.html", {"form": form, "suggestion": suggestion, "token": token})


def _recover(request: HttpRequest, token: str, form: forms.RecoverForm) -> None:
    letters.recover(
        token=token,
        passphrase=form.cleaned_data["passphrase"],
        code=form.cleaned_data.get("code", ""),
    )
