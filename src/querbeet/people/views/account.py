"""The account: overview, sign-in name, passphrase, language, visits."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from querbeet.people import forms, guards, queries, wordlists
from querbeet.people.actions import accounts
from querbeet.people.actions import sessions as visits
from querbeet.people.models import Account


@login_required
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Everything about one's own sign-in on one page."""
    account: Account = request.user  # type: ignore[assignment]
    context = {"account": account, "ways": queries.ways(account)}
    return render(request, "people/account.html", context)


@guards.fresh_required
@require_http_methods(["GET", "HEAD", "POST"])
def name(request: HttpRequest) -> HttpResponse:
    """Another sign-in name, made by us."""
    if request.method == "POST":
        accounts.rename(account=request.user)  # type: ignore[arg-type]
        messages.success(request, _("You have a new sign-in name. Write it down; the old one no longer works."))
        return redirect("people:account")
    return render(request, "people/name.html")


@sensitive_post_parameters()
@guards.fresh_required
@require_http_methods(["GET", "HEAD", "POST"])
def passphrase(request: HttpRequest) -> HttpResponse:
    """A new passphrase; every other visit ends."""
    account: Account = request.user  # type: ignore[assignment]
    form = forms.PassphraseForm(request.POST or None, account=account)
    if request.method == "POST" and form.is_valid():
        chosen, key = form.cleaned_data["passphrase"], request.session.session_key or ""
        accounts.change_passphrase(account=account, passphrase=chosen, keep=key)
        update_session_auth_hash(request, account)
        messages.success(request, _("Your passphrase is changed. All other devices are signed out."))
        return redirect("people:account")
    suggestion = wordlists.passphrase(request.LANGUAGE_CODE)
    return render(request, "people/passphrase.html", {"form": form, "suggestion": suggestion})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def words(request: HttpRequest) -> HttpResponse:
    """Language, and how German names people."""
    account: Account = request.user  # type: ignore[assignment]
    initial = {"language": request.LANGUAGE_CODE, "gender_style": account.gender_style}
    form = forms.WordsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        accounts.choose_words(account=account, **form.cleaned_data)
        response = redirect("people:account")
        guards.remember_language(response, account.language)
        return response
    return render(request, "people/words.html", {"form": form})


@login_required
@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    """Where one is signed in."""
    key = request.session.session_key or ""
    found = queries.visits(request.user, session_key=key)  # type: ignore[arg-type]
    return render(request, "people/sessions.html", {"visits": found})


@login_required
@require_POST
def end_session(request: HttpRequest, session: UUID) -> HttpResponse:
    """Sign one device out."""
    visits.end(account=request.user, session=session)  # type: ignore[arg-type]
    messages.success(request, _("That device is signed out."))
    return redirect("people:sessions")


@login_required
@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """Sign every other device out."""
    visits.end_others(account=request.user, keep=request.session.session_key or "")  # type: ignore[arg-type]
    messages.success(request, _("All other devices are signed out."))
    return redirect("people:sessions")
