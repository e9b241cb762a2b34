"""For coordinators: the community, its agreement, its invitations, its roles."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from querbeet.communities import queries
from querbeet.communities.actions import agreements, founding, roles
from querbeet.communities.actions import invitations as inviting
from querbeet.communities.enums import Role
from querbeet.communities.forms import AgreementForm, CommunityForm, InvitationForm
from querbeet.communities.guards import MemberRequest, coordinator_required, sent
from querbeet.communities.models.community import Invitation
from querbeet.communities.models.member import Member
from querbeet.core import clock
from querbeet.core.errors import Refused

READ_AND_WRITE = ["GET", "HEAD", "POST"]


@coordinator_required
@require_safe
def community(request: MemberRequest) -> HttpResponse:
    """What there is to look after."""
    here = request.member.community
    context = {"community": here, "agreement": queries.newest_agreement(here), "names": queries.language_names(here)}
    return render(request, "communities/community.html", context)


@coordinator_required
@require_http_methods(READ_AND_WRITE)
def settings(request: MemberRequest) -> HttpResponse:
    """Name, purpose, languages, time zone."""
    here = request.member.community
    fields = ("name", "purpose", "languages", "time_zone")
    form = CommunityForm(sent(request), initial={field: getattr(here, field) for field in fields})
    if form.is_valid():
        founding.change(community=here, by=request.member, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("communities:community")
    return render(request, "communities/settings.html", {"form": form, "near": set(form["languages"].value() or ())})


@coordinator_required
@require_http_methods(READ_AND_WRITE)
def agreement(request: MemberRequest) -> HttpResponse:
    """Publish a new version; everybody is asked at their next visit."""
    newest = queries.newest_agreement(request.member.community)
    form = AgreementForm(sent(request), initial=newest.texts)
    if form.is_valid():
        agreements.publish(community=request.member.community, by=request.member, texts=form.cleaned_data)
        messages.success(request, _("Published. Everybody is asked at their next visit."))
        return redirect("communities:community")
    return render(request, "communities/agreement.html", {"form": form, "newest": newest})


@coordinator_required
@require_http_methods(READ_AND_WRITE)
def invitations(request: MemberRequest) -> HttpResponse:
    """The invitations of the community, and a new one, whose code is shown once."""
    form = InvitationForm(sent(request))
    if form.is_valid():
        invited = inviting.invite(community=request.member.community, by=request.member, **form.cleaned_data)
        address = request.build_absolute_uri("/join")
        return render(request, "communities/invited.html", {"invited": invited, "address": address})
    listed = queries.invitations(request.member, clock.now())
    return render(request, "communities/invitations.html", {"form": form, "invitations": listed})


@coordinator_required
@require_POST
def revoke(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Take an invitation back."""
    invitation = get_object_or_404(Invitation.objects.visible_to(request.member).select_related("community"), pk=pk)
    inviting.revoke(invitation=invitation, by=request.member)
    messages.success(request, _("Taken back. The code opens nothing any more."))
    return redirect("communities:invitations")


@coordinator_required
@require_safe
def people(request: MemberRequest) -> HttpResponse:
    """Members and their roles."""
    return render(request, "communities/people.html", {"people": queries.with_roles(request.member)})


@coordinator_required
@require_http_methods(READ_AND_WRITE)
def role(request: MemberRequest, key: str, role: str) -> HttpResponse:
    """Give or take back one role, after reading what it opens."""
    visible = Member.objects.visible_to(request.member).select_related("community")
    member = get_object_or_404(visible, key=key)
    held, refusal = role in member.roles, ""
    if request.method == "POST":
        act = roles.withdraw if held else roles.grant
        try:
            act(member=member, role=Role(role), by=request.member)
            return redirect("communities:community" if member == request.member else "communities:people")
        except Refused as refused:
            refusal = str(refused)
    card = queries.cards(request.member, [member.pk])[member.pk]
    context = {"card": card, "member": member, "role": Role(role), "held": held, "refusal": refusal}
    return render(request, "communities/role.html", context)
