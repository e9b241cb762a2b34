"""The agreement of a mentorship: read, written, signed."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from querbeet.communities.guards import MemberRequest, member_required, sent
from querbeet.core.errors import Refused
from querbeet.mentorships.actions import agreements as actions
from querbeet.mentorships.forms import AgreementForm
from querbeet.mentorships.models.agreement import Agreement
from querbeet.mentorships.queries import agreements as queries
from querbeet.mentorships.rules import parts
from querbeet.mentorships.views.mentorships import READ_AND_WRITE, around, begun


@member_required
@require_GET
def agreement(request: MemberRequest, pk: UUID) -> HttpResponse:
    found = begun(request, pk)
    newest = queries.newest(found, request.member)
    context = {**around(request, found, "agreement"), "can_change": parts.can_agree(found.state), "newest": newest}
    return render(request, "mentorships/agreement.html", context)


@member_required
@require_http_methods(READ_AND_WRITE)
def draft(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Write the next version, from the newest or from a draft."""
    found = begun(request, pk)
    if not parts.can_agree(found.state):
        raise Http404
    newest = Agreement.objects.visible_to(request.member).filter(mentorship=found).first()
    form = AgreementForm.begin(sent(request), newest)
    if form.is_valid():
        try:
            actions.write(mentorship=found, by=request.member, **form.told())
            messages.success(request, _("Written and signed by you. The others are asked to read it."))
            return redirect("mentorships:agreement", pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return render(request, "mentorships/draft.html", {"form": form, "mentorship": found})


@member_required
@require_POST
def signature(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Sign the version with this id."""
    found = get_object_or_404(Agreement.objects.visible_to(request.member), pk=pk)
    try:
        actions.sign(agreement=found, by=request.member)
        messages.success(request, _("Signed."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("mentorships:agreement", found.mentorship_id)
