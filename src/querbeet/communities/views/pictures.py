"""A member's own picture, and the pictures of others as far as one may see them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from querbeet.communities.actions import pictures
from querbeet.communities.forms import PictureForm
from querbeet.communities.guards import MemberRequest, member_required, sent
from querbeet.communities.models.picture import Picture
from querbeet.core.errors import Refused

ALONE = "default-src 'none'; sandbox; frame-ancestors 'none'"  # opened by itself, it is a picture and nothing more


@member_required
@require_GET
def picture(request: MemberRequest, pk) -> HttpResponse:
    """The pixels, for whom its owner shows them to."""
    found = get_object_or_404(Picture.objects.visible_to(request.member), pk=pk)
    return HttpResponse(
        pictures.pixels(found),
        content_type="image/webp",
        headers={"Content-Security-Policy": ALONE, "Content-Disposition": "inline"},
    )


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: MemberRequest) -> HttpResponse:
    """Put up a picture, or change who sees it."""
    kept = Picture.objects.filter(member=request.member).first()
    form = PictureForm(sent(request), request.FILES or None, kept=kept)
    if form.is_valid():
        try:
            _keep(request, form)
            return redirect("communities:my-picture")
        except Refused as refusal:
            form.add_error("file", str(refusal))
    return render(request, "communities/picture.html", {"form": form, "kept": kept})


def _keep(request: MemberRequest, form: PictureForm) -> None:
    file, audience = form.cleaned_data["file"], form.cleaned_data["audience"]
    if file:
        pictures.put_up(member=request.member, data=file.read(), name=file.name, audience=audience)
    else:
        pictures.show(member=request.member, audience=audience)
    messages.success(request, _("Saved."))


@member_required
@require_POST
def removal(request: MemberRequest) -> HttpResponse:
    """Take one's picture down."""
    pictures.take_down(member=request.member)
    messages.success(request, _("Your picture is gone."))
    return redirect("communities:my-picture")
