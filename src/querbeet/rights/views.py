"""Under Me: take one's data along, or end them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from querbeet.communities.guards import MemberRequest, account_required, persona_required, sent
from querbeet.core import clock
from querbeet.core.errors import Refused
from querbeet.people.guards import fresh_required
from querbeet.rights import forms, queries, rules
from querbeet.rights.actions import downloads, erasure

READ_AND_WRITE = ["GET", "HEAD", "POST"]


@account_required
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """What there is, what waits, and the ways from here."""
    copy = queries.download(request.user)  # type: ignore[arg-type]
    now = clock.now()
    state = "" if copy is None or copy.expires_at <= now else "ready" if rules.can_fetch(copy, now) else "waiting"
    erasures = queries.erasures(request.user)  # type: ignore[arg-type]
    return render(request, "rights/overview.html", {"copy": copy, "state": state, "erasures": erasures})


@persona_required
@require_http_methods(READ_AND_WRITE)
@fresh_required
def copy(request: MemberRequest) -> HttpResponse:
    """Ask for a copy."""
    form = forms.CopyForm(sent(request))
    if form.is_valid():
        member = request.member if form.cleaned_data["what"] == forms.HERE else None
        try:
            downloads.ask(account=request.user, member=member, passphrase=form.cleaned_data["passphrase"])  # type: ignore[arg-type]
            return redirect("rights:overview")
        except Refused as refused:
            form.add_error("passphrase", str(refused))
    return render(request, "rights/copy.html", {"form": form}, status=422 if form.errors else 200)


@account_required
@require_POST
def box(request: HttpRequest) -> HttpResponse:
    """Fetch the copy; afterwards it is gone."""
    try:
        content = downloads.fetch(account=request.user)  # type: ignore[arg-type]
    except Refused as refused:
        messages.warning(request, str(refused))
        return redirect("rights:overview")
    answer = HttpResponse(content, content_type="application/octet-stream")
    answer["Content-Disposition"] = 'attachment; filename="box.html"'
    return answer


@persona_required
@require_http_methods(READ_AND_WRITE)
@fresh_required
def end(request: MemberRequest) -> HttpResponse:
    """Ask that the persona in this community is erased."""
    refusal = ""
    if request.method == "POST":
        try:
            erasure.ask(account=request.user, member=request.member)  # type: ignore[arg-type]
            return redirect("rights:overview")
        except Refused as refused:
            refusal = str(refused)
    return render(request, "rights/end.html", {"refusal": refusal, "days": rules.WAIT.days})


@account_required
@require_http_methods(READ_AND_WRITE)
@fresh_required
def end_all(request: HttpRequest) -> HttpResponse:
    """Ask that the account is erased with all its personas."""
    if request.method == "POST":
        erasure.ask(account=request.user, member=None)  # type: ignore[arg-type]
        return redirect("rights:overview")
    return render(request, "rights/end_all.html", {"days": rules.WAIT.days})


@account_required
@require_POST
def stay(request: HttpRequest) -> HttpResponse:
    """Take every erasure back."""
    erasure.take_back(account=request.user)  # type: ignore[arg-type]
    messages.success(request, _("Good that you are staying. Everything is as it was."))
    return redirect("rights:overview")
