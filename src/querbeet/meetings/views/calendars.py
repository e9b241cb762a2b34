"""One's own calendar: what it shows, the secret address of the feed, and files."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from querbeet.communities.guards import MemberRequest, member_required, sent
from querbeet.meetings import calendar_file, forms
from querbeet.meetings.actions import calendars
from querbeet.meetings.models.meeting import Meeting
from querbeet.meetings.queries import feeds
from querbeet.meetings.queries import meetings as queries

READ_AND_WRITE = ["GET", "HEAD", "POST"]


@member_required
@require_http_methods(READ_AND_WRITE)
def settings(request: MemberRequest) -> HttpResponse:
    """What one's calendar shows."""
    kept = queries.calendar(request.member)
    known = {"title": kept.title, "with_place": kept.with_place, "link": kept.link}
    form = forms.CalendarForm(sent(request), initial=known)
    if form.is_valid():
        calendars.keep(member=request.member, **form.cleaned_data)
        return redirect("meetings:calendar")
    return render(request, "meetings/calendar.html", {"form": form, "on": bool(kept.fingerprint)})


@member_required
@require_POST
def address(request: MemberRequest) -> HttpResponse:
    """A new secret address; shown this once."""
    token = calendars.renew(member=request.member)
    where = request.build_absolute_uri(reverse("meetings:feed", args=[token]))
    return render(request, "meetings/address.html", {"address": where})


@member_required
@require_POST
def removal(request: MemberRequest) -> HttpResponse:
    """No feed any more."""
    calendars.switch_off(member=request.member)
    return redirect("meetings:calendar")


@member_required
@require_safe
def entry(request: MemberRequest, pk: UUID) -> HttpResponse:
    """One meeting for one's own calendar."""
    meeting = get_object_or_404(Meeting.objects.visible_to(request.member), pk=pk)
    found = queries.entries(request.member, _("Appointment"), meeting=meeting)
    return _file(calendar_file.write(found), attachment=True)


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """All of somebody's meetings, for their calendar program. An address that leads nowhere gives an empty calendar."""
    return _file(calendar_file.write(feeds.entries(calendars.fingerprint(token))), attachment=False)


def _file(content: bytes, *, attachment: bool) -> HttpResponse:
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'{"attachment" if attachment else "inline"}; filename="entry.ics"'
    return answer
