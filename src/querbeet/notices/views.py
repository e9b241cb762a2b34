"""The inbox, and how one wants to be told."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from querbeet.communities.guards import MemberRequest, member_required, sent
from querbeet.notices import actions, queries
from querbeet.notices.forms import PreferencesForm
from querbeet.notices.models import Notice
from querbeet.people import guards as people

PER_PAGE = 20


@member_required
@require_safe
def inbox(request: MemberRequest) -> HttpResponse:
    """What is new, and what was; each line as it may be read now."""
    page = Paginator(queries.inbox(request.member), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "notices/inbox.html", {"page": page, "lines": queries.lines(request.member, page)})


@member_required
@require_safe
def notice(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Go where a line leads; it is read then. Only its reader ever knows."""
    found = queries.standing(request.member, [get_object_or_404(Notice.objects.visible_to(request.member), pk=pk)])
    lines = queries.lines(request.member, found)
    if not lines:
        return redirect("notices:inbox")
    actions.read(notice=lines[0].notice)
    return redirect(lines[0].line.href)


@member_required
@require_POST
def reading(request: MemberRequest) -> HttpResponse:
    """Everything is read."""
    actions.read_all(member=request.member)
    return redirect("notices:inbox")


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: MemberRequest) -> HttpResponse:
    """How each kind of news reaches one."""
    form = PreferencesForm(sent(request), channel=queries.channel(request.member))
    if form.is_valid():
        actions.prefer(
            member=request.member,
            account=request.user,  # type: ignore[arg-type]
            site=people.site(request).origin,
            kinds=form.chosen(),
            rhythm=form.cleaned_data["rhythm"],
            quiet=form.quiet(),
        )
        messages.success(request, _("Saved."))
        return redirect("notices:preferences")
    return render(request, "notices/preferences.html", {"form": form, "mail_works": bool(settings.EMAIL_HOST)})
