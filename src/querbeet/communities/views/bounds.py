"""Breaks and blocks: one press each, and breaks always open to a member."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from querbeet.communities import queries
from querbeet.communities.actions import blocks as blocking
from querbeet.communities.actions import presence
from querbeet.communities.enums import Status
from querbeet.communities.guards import MemberRequest, member_required, persona_required
from querbeet.communities.models.bounds import Block
from querbeet.communities.models.member import Member

READ_AND_WRITE = ["GET", "HEAD", "POST"]


@member_required
@require_http_methods(READ_AND_WRITE)
def block(request: MemberRequest, key: str) -> HttpResponse:
    """Block somebody, after reading what it does and what it cannot do."""
    member = get_object_or_404(Member.objects.visible_to(request.member).exclude(pk=request.member.pk), key=key)
    if request.method == "POST":
        blocking.block(member=member, by=request.member)
        messages.success(request, _("Done. In each other's eyes, you have both left."))
        return redirect("communities:blocks")
    card = queries.cards(request.member, [member.pk])[member.pk]
    return render(request, "communities/block.html", {"card": card, "member": member})


@member_required
@require_safe
def blocks(request: MemberRequest) -> HttpResponse:
    """One's own blocks."""
    return render(request, "communities/blocks.html", {"blocks": queries.blocks(request.member)})


@member_required
@require_POST
def unblock(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Take a block back."""
    blocking.unblock(block=get_object_or_404(Block.objects.visible_to(request.member), pk=pk), by=request.member)
    messages.success(request, _("Done. You can see each other again."))
    return redirect("communities:blocks")


@persona_required
@require_http_methods(READ_AND_WRITE)
def pause(request: MemberRequest) -> HttpResponse:
    """Take a break, or end it: one press."""
    if request.method == "POST":
        act = presence.resume if request.member.status == Status.PAUSED else presence.pause
        act(member=request.member)
        return redirect("communities:pause")
    return render(request, "communities/pause.html", {"paused": request.member.status == Status.PAUSED})
