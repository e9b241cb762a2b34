"""Passkeys, the app with codes, and recovery codes."""

import base64
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from querbeet.core.errors import Refused
from querbeet.people import forms, guards, pictures
from querbeet.people.actions import codes, passkeys
from querbeet.people.models import Account
from querbeet.people.models.ways import Passkey

SECRET_KEY = "app-secret"  # noqa: S105  the name of a place in the (sealed) session


@guards.fresh_required
@require_http_methods(["GET", "HEAD", "POST"])
def add_passkey(request: HttpRequest) -> HttpResponse:
    """Make a passkey on this device or in a key manager."""
    form = forms.PasskeyForm(request.POST or None, initial={"name": _("Passkey")})
    if request.method == "POST" and form.is_valid():
        try:
            passkeys.add(
                account=request.user,  # type: ignore[arg-type]
                name=form.cleaned_data["name"],
                registration=form.cleaned_data["credential"],
                state=request.session.pop(guards.CEREMONY_KEY, None),
                site=guards.site(request),
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The passkey is yours. From now on you can sign in with it alone."))
            return redirect("people:account")
    return render(request, "people/passkey_add.html", {"form": form})


@guards.fresh_required
@require_POST
def passkey_creation(request: HttpRequest) -> HttpResponse:
    """What the browser needs to make a passkey."""
    options, state = passkeys.begin_adding(account=request.user, site=guards.site(request))  # type: ignore[arg-type]
    request.session[guards.CEREMONY_KEY] = state
    return JsonResponse(options)


@guards.fresh_required
@require_http_methods(["GET", "HEAD", "POST"])
def passkey(request: HttpRequest, key: UUID) -> HttpResponse:
    """Give a passkey another name."""
    found = get_object_or_404(Passkey, account=request.user, pk=key)
    form = forms.PasskeyNameForm(request.POST or None, initial={"name": found.name})
    if request.method == "POST" and form.is_valid():
        passkeys.rename(passkey=found, name=form.cleaned_data["name"])
        return redirect("people:account")
    return render(request, "people/passkey.html", {"form": form, "passkey": found})


@guards.fresh_required
@require_POST
def remove_passkey(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take a passkey away."""
    try:
        passkeys.remove(passkey=get_object_or_404(Passkey, account=request.user, pk=key))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The passkey is removed here. You may delete it on your device too."))
    return redirect("people:account")


@guards.fresh_required
@require_http_methods(["GET", "HEAD", "POST"])
def app(request: HttpRequest) -> HttpResponse:
    """Connect an app that shows codes; then the recovery codes are shown once."""
    account: Account = request.user  # type: ignore[assignment]
    form = forms.CodeForm(request.POST or None)
    secret = _secret(request)
    if request.method == "POST" and form.is_valid():
        try:
            made = codes.add_app(account=account, secret=secret, code=form.cleaned_data["code"])
        except Refused as refusal:
            form.add_error("code", str(refusal))
        else:
            request.session.pop(SECRET_KEY, None)
            return render(request, "people/recovery_codes.html", {"codes": made, "fresh_app": True})
    typed = base64.b32encode(secret).decode()
    address = pictures.app_address(secret=typed, account=account.sign_in_name, site=request.get_host())
    context = {
        "form": form,
        "picture": pictures.qr(address, label=_("Picture to scan")),
        "secret": typed,
        "address": address,
    }
    return render(request, "people/app.html", context)


@guards.fresh_required
@require_POST
def remove_app(request: HttpRequest) -> HttpResponse:
    """No code any more."""
    codes.remove_app(account=request.user)  # type: ignore[arg-type]
    messages.success(request, _("Signing in no longer asks for a code. Your recovery codes are gone too."))
    return redirect("people:account")


@guards.fresh_required
@require_POST
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """New recovery codes, shown once; the old ones stop working."""
    if not codes.has_app(request.user):  # type: ignore[arg-type]
        return redirect("people:account")
    made = codes.renew_recovery_codes(account=request.user)  # type: ignore[arg-type]
    return render(request, "people/recovery_codes.html", {"codes": made})


def _secret(request: HttpRequest) -> bytes:
    """The secret on offer, kept in the session so that a mistyped code does not make a new picture."""
    if SECRET_KEY not in request.session:
        request.session[SECRET_KEY] = base64.b64encode(codes.new_secret()).decode()
    return base64.b64decode(request.session[SECRET_KEY])
