"""Signing in: name and passphrase or passkey, then a code where the account asks for one."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from querbeet.core import clock
from querbeet.core.errors import Refused
from querbeet.people import browser, forms, guards, limits
from querbeet.people.actions import entering, passkeys
from querbeet.people.models import Account

PENDING = 60 * 10  # seconds between the two steps


def target(request: HttpRequest) -> str:
    """Where to go after signing in: a path of this site, else the first page."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe and wanted.startswith("/") else "/"


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Name and passphrase, or a passkey."""
    if request.user.is_authenticated:
        return redirect(target(request))
    form = forms.SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            account = entering.by_passphrase(
                sign_in_name=form.cleaned_data["login"],
                passphrase=form.cleaned_data["password"],
                browser=browser.of(request),
            )
        except Refused as refusal:
            return _again(request, form, refusal)
        return _second_step_or_in(request, account)
    return _page(request, form)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """The second step."""
    pending = request.session.get(guards.PENDING_KEY, {})
    account = entering.find(pending["account"]) if pending.get("until", 0) > clock.now().timestamp() else None
    if account is None:
        return redirect("people:sign_in")
    form = forms.CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            entering.by_code(account=account, code=form.cleaned_data["code"], browser=browser.of(request))
        except Refused as refusal:
            return _again(request, form, refusal, "people/code.html", "code")
        return guards.enter(request, account=account, response=HttpResponseRedirect(pending["next"]))
    return render(request, "people/code.html", {"form": form})


@require_POST
def passkey_options(request: HttpRequest) -> HttpResponse:
    """A challenge for the browser; the same kind for everyone."""
    options, state = passkeys.begin_recognising(site=guards.site(request))
    request.session[guards.CEREMONY_KEY] = state
    return JsonResponse(options)


@require_POST
def passkey(request: HttpRequest) -> HttpResponse:
    """Signing in with a passkey: both steps in one."""
    known = browser.of(request)
    state = request.session.pop(guards.CEREMONY_KEY, None)
    try:
        limits.take(limits.PASSKEY, known.id, now=clock.now())
        account = passkeys.recognise(
            assertion=request.POST.get("credential", ""), state=state, site=guards.site(request)
        )
    except Refused as refusal:
        return _again(request, forms.SignInForm(), refusal)
    return guards.enter(request, account=account, response=HttpResponseRedirect(target(request)))


def _second_step_or_in(request: HttpRequest, account: Account) -> HttpResponse:
    if not entering.second_step_needed(account):
        return guards.enter(request, account=account, response=HttpResponseRedirect(target(request)))
    request.session.cycle_key()
    request.session[guards.PENDING_KEY] = {
        "account": str(account.pk),
        "until": clock.now().timestamp() + PENDING,
        "next": target(request),
    }
    return redirect("people:code")


def _page(request: HttpRequest, form: forms.SignInForm, status: int = 200) -> HttpResponse:
    response = render(request, "people/sign_in.html", {"form": form, "next": target(request)}, status=status)
    if request.method == "POST":
        browser.remember(response, browser.of(request))
    return response


def _again(
    request: HttpRequest, form, refusal: Refused, template: str = "people/sign_in.html", field: str | None = None
) -> HttpResponse:
    """The same page with the reason; what was typed stays, but for the passphrase."""
    if form.is_bound:
        form.add_error(field, str(refusal))
    context = {"form": form, "next": target(request), "refusal": refusal}
    response = render(request, template, context, status=429 if isinstance(refusal, limits.TooMany) else 200)
    if isinstance(refusal, limits.TooMany):
        response["Retry-After"] = str(refusal.seconds)
    browser.remember(response, browser.of(request))
    return response
