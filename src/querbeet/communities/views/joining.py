"""The way in: a code, the agreement, and the first steps."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from querbeet.communities import queries
from querbeet.communities.actions import agreements, joining, profiles
from querbeet.communities.forms import AgreeForm, AudiencesForm, CodeForm, EntryForm, NameForm
from querbeet.communities.guards import MemberRequest, member_required, persona_required, sent
from querbeet.communities.middleware import CHOSEN
from querbeet.core.errors import Refused
from querbeet.people import guards as door

UNREAD = "unread"  # in the session of a new account, until its sign-in name has been read once


@require_http_methods(["GET", "HEAD", "POST"])
def enter_code(request: HttpRequest) -> HttpResponse:
    """Ask for a code; a valid one shows what to agree to. It travels in forms, never in an address."""
    form = CodeForm(sent(request))
    if form.is_valid():
        try:
            opened = joining.look(form.cleaned_data["code"])
            return _show_agreement(request, opened, _entry(request, opened, code=form.cleaned_data["code"]))
        except Refused as refused:
            form.add_error("code", str(refused))
    return render(request, "communities/code.html", {"form": form})


@require_POST
def enter(request: HttpRequest) -> HttpResponse:
    """Come in: everything is checked once more, under lock."""
    code = request.POST.get("code", "")
    try:
        opened = joining.look(code)
        form = _entry(request, opened, data=request.POST, code=code)
        if not form.is_valid():
            return _show_agreement(request, opened, form)
        joined = _join(request, form)
    except Refused as refused:
        asked = CodeForm({"code": code})
        asked.add_error("code", str(refused))
        return render(request, "communities/code.html", {"form": asked})
    response = redirect("communities:welcome")
    if not request.user.is_authenticated:
        door.enter(request, account=joined.account, response=response)
        request.session[UNREAD] = True
    request.session[CHOSEN] = str(joined.member.pk)
    return response


@persona_required
@require_http_methods(["GET", "HEAD", "POST"])
def agree(request: MemberRequest) -> HttpResponse:
    """A new version of the agreement is put to a member."""
    community = request.member.community
    newest = queries.newest_agreement(community)
    form = AgreeForm(sent(request), agreement=newest, community=community)
    if form.is_valid():
        data = form.cleaned_data
        try:
            agreements.accept(member=request.member, version=data["version"], adult=data["adult"])
            return redirect("home:today")
        except Refused as refused:
            form = AgreeForm(None, agreement=newest, community=community)
            form.notice = str(refused)  # type: ignore[attr-defined]
    text = queries.agreement_text(newest)
    return render(request, "communities/agree.html", {"form": form, "text": text, "agreement": newest})


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request: MemberRequest) -> HttpResponse:
    """First step: what others call this member. A new account reads its sign-in name here."""
    form = NameForm(sent(request), member=request.member, facets=queries.own_facets(request.member))
    if form.is_valid():
        profiles.edit(member=request.member, name=form.cleaned_data["name"], told=form.told())
        request.session.pop(UNREAD, None)
        return redirect("home:share")
    sign_in_name = request.user.get_username() if request.session.get(UNREAD) else ""
    return render(request, "communities/welcome.html", {"form": form, "sign_in_name": sign_in_name})


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def who_sees(request: MemberRequest) -> HttpResponse:
    """Last step: who sees what. From then on others can see this member."""
    form = AudiencesForm(sent(request), facets=queries.own_facets(request.member))
    if form.is_valid():
        try:
            profiles.finish(member=request.member, audiences=form.audiences())
            return redirect("home:arrived")
        except Refused:
            return redirect("communities:welcome")
    return render(request, "communities/who_sees.html", {"form": form})


def _entry(request: HttpRequest, opened: joining.Opened, *, code: str, data=None) -> EntryForm:
    has_account = request.user.is_authenticated
    return EntryForm(data, code=code, has_account=has_account, agreement=opened.agreement, community=opened.community)


def _show_agreement(request: HttpRequest, opened: joining.Opened, form: EntryForm) -> HttpResponse:
    text = queries.agreement_text(opened.agreement)
    return render(request, "communities/enter.html", {"form": form, "opened": opened, "text": text})


def _join(request: HttpRequest, form: EntryForm) -> joining.Joined:
    data = form.cleaned_data
    return joining.join(
        code=data["code"],
        version=data["version"],
        adult=data["adult"],
        account=request.user if request.user.is_authenticated else None,
        passphrase=data.get("passphrase"),
        language=request.LANGUAGE_CODE,
    )
