"""Pages of the shelf of tips."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from querbeet.communities.guards import MemberRequest, member_required, sent, steward_required
from querbeet.mentorships.actions import tips as actions
from querbeet.mentorships.models.together import ShelfTip, Tip
from querbeet.mentorships.queries import together as queries
from querbeet.mentorships.together_forms import OfferForm
from querbeet.mentorships.views.together.common import READ_AND_WRITE, done, saved, shared
from querbeet.notices import actions as notices

PER_PAGE = 20


@member_required
@require_http_methods(READ_AND_WRITE)
def sharing(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Decide together whether a tip goes on the shelf, and in which words."""
    found, reply, words = shared(request, Tip, pk), request.POST.get("reply"), request.POST.get("words", "")
    if reply == "yes":
        return done(
            request, "mentorships:sharing", pk, lambda: actions.agree(tip=found, by=request.member, words=words)
        )
    if reply == "no":
        return done(request, "mentorships:sharing", pk, lambda: actions.withdraw(tip=found, by=request.member))
    form = OfferForm(sent(request), initial={"words": found.offered or found.text})
    if saved(form, "words", lambda: actions.offer(tip=found, by=request.member, words=form.cleaned_data["words"])):
        return redirect("mentorships:sharing", pk)
    notices.seen(member=request.member, about=found)
    ours = queries.ours(found.mentorship, request.member)
    context = {"sharing": queries.sharing(found, request.member), "form": form, "ours": ours}
    return render(request, "mentorships/together/sharing.html", context)


@member_required
@require_safe
def shelf(request: MemberRequest) -> HttpResponse:
    """Tips that helped somebody here."""
    page = Paginator(queries.shelf(request.member), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "mentorships/together/shelf.html", {"page": page, "stewards": request.member.stewards})


@steward_required
@require_http_methods(READ_AND_WRITE)
def removal(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Take a tip off the shelf."""
    found = get_object_or_404(ShelfTip.objects.visible_to(request.member), pk=pk)
    if request.method == "POST":
        actions.take_down(tip=found, by=request.member)
        return redirect("mentorships:shelf")
    return render(request, "mentorships/together/removal.html", {"tip": found})
