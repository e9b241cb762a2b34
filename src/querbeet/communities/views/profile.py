"""What a member tells about themself, and to whom."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from querbeet.communities import queries
from querbeet.communities.actions import profiles
from querbeet.communities.forms import AudiencesForm, ProfileForm
from querbeet.communities.guards import MemberRequest, member_required, sent

READ_AND_WRITE = ["GET", "HEAD", "POST"]


@member_required
@require_http_methods(READ_AND_WRITE)
def edit(request: MemberRequest) -> HttpResponse:
    """Name, pronouns and everything else a member tells about themself."""
    form = ProfileForm(sent(request), member=request.member, facets=queries.own_facets(request.member))
    if form.is_valid():
        profiles.edit(member=request.member, name=form.cleaned_data["name"], told=form.told())
        messages.success(request, _("Saved."))
        return redirect("home:me")
    spoken = set(form["languages"].value() or ())
    near = spoken | set(request.member.community.languages)
    return render(request, "communities/edit.html", {"form": form, "near": near})


@member_required
@require_http_methods(READ_AND_WRITE)
def audiences(request: MemberRequest) -> HttpResponse:
    """Who sees what, in one table."""
    form = AudiencesForm(sent(request), facets=queries.own_facets(request.member))
    if form.is_valid():
        profiles.show(member=request.member, audiences=form.audiences())
        messages.success(request, _("Saved."))
        return redirect("communities:audiences")
    return render(request, "communities/audiences.html", {"form": form})


@member_required
@require_http_methods(READ_AND_WRITE)
def address(request: MemberRequest) -> HttpResponse:
    """A new random address for one's page."""
    if request.method == "POST":
        profiles.rotate_key(member=request.member)
        messages.success(request, _("Your page has a new address."))
        return redirect("home:me")
    return render(request, "communities/address.html")
