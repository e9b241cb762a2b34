"""Who may pass: signed in, and for what cannot be undone lightly, recognised a short time ago."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from querbeet.core import clock, viewing
from querbeet.core.errors import Refused
from querbeet.people import browser, devices, forms, limits, sessions
from querbeet.people.actions import entering, passkeys
from querbeet.people.models import Account

FRESH = 60 * 10  # seconds
FRESH_KEY, PENDING_KEY, CEREMONY_KEY = "fresh", "pending", "ceremony"
PASSPHRASE, CREDENTIAL = "confirm_passphrase", "confirm_credential"
View = Callable[..., HttpResponse]


def enter(request: HttpRequest, *, account: Account, response: HttpResponse) -> HttpResponse:
    """Sign somebody in who was recognised: new session id, cookies on `response`, an entry in the record."""
    request.session.pop(PENDING_KEY, None)
    login(request, account, backend="querbeet.people.backends.SignInBackend")
    viewing.change(account=str(account.pk), purpose="")
    request.session[sessions.DEVICE] = devices.label(request.headers.get("User-Agent", ""))
    freshen(request)
    entering.welcome(account=account)
    browser.remember(response, browser.of(request).with_account(account.pk))
    if account.language:
        remember_language(response, account.language)
    return response


def site(request: HttpRequest) -> passkeys.Site:
    """Whose passkeys a request is about."""
    host = request.get_host()
    return passkeys.Site(host.partition(":")[0], f"{'https' if settings.SECURE else request.scheme}://{host}")


def remember_language(response: HttpResponse, language: str) -> None:
    """What the account prefers goes before what the last person on this device chose."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=browser.YEAR,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def freshen(request: HttpRequest) -> None:
    request.session[FRESH_KEY] = int(clock.now().timestamp())


def is_fresh(request: HttpRequest) -> bool:
    return clock.now().timestamp() - request.session.get(FRESH_KEY, 0) < FRESH


def fresh_required(view: View) -> View:
    """Ask for passphrase or passkey when the last time is long ago. What was typed travels on and is not lost."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if is_fresh(request):
            return view(request, *args, **kwargs)
        if request.method != "POST":
            return HttpResponseRedirect(f"{reverse('people:confirm')}?{urlencode({'next': request.get_full_path()})}")
        try:
            recognise(request)
        except Refused as refusal:
            return ask(request, action=request.get_full_path(), refusal=refusal)
        return view(request, *args, **kwargs)

    return guarded


def recognise(request: HttpRequest) -> None:
    """Check the passphrase or passkey that came with a form. Raises Refused; an empty sentence where none came."""
    account: Account = request.user  # type: ignore[assignment]
    if credential := request.POST.get(CREDENTIAL):
        state = request.session.pop(CEREMONY_KEY, None)
        found = passkeys.recognise(assertion=credential, state=state, site=site(request))
        if found.pk != account.pk:
            raise entering.NotRecognised("")
    elif passphrase := request.POST.get(PASSPHRASE):
        entering.confirm(account=account, passphrase=passphrase, session_key=request.session.session_key or "")
    else:
        raise Refused("")
    freshen(request)


def ask(request: HttpRequest, *, action: str, refusal: Refused | None = None) -> HttpResponse:
    """The page that asks, with all that was typed before in hidden fields of its form."""
    kept = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in ("csrfmiddlewaretoken", PASSPHRASE, CREDENTIAL)
        for value in values
    ]
    account: Account = request.user  # type: ignore[assignment]
    context = {
        "action": action,
        "form": forms.ConfirmForm(),
        "kept": kept,
        "refusal": refusal,
        "has_passphrase": account.has_usable_password(),
        "has_passkey": passkeys.has_any(account),
    }
    status = 429 if isinstance(refusal, limits.TooMany) else 403 if refusal else 200
    return render(request, "people/confirm.html", context, status=status)
