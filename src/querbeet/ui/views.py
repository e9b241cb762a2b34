"""Language, appearance, and the gallery of components."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from querbeet.ui import appearance, gallery


def _back(request: HttpRequest) -> str:
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if safe else "/"


@require_POST
def choose_appearance(request: HttpRequest) -> HttpResponse:
    """Remember a theme in this browser and come back to the page."""
    response = HttpResponseRedirect(_back(request))
    appearance.remember(response, request.POST.get("theme", "auto"))
    return response


@require_GET
def show_gallery(request: HttpRequest) -> HttpResponse:
    """Every component in every state; only where the gallery is switched on."""
    if not settings.GALLERY:
        raise Http404
    theme = request.GET.get("theme", "")
    if theme in appearance.THEMES:
        request.COOKIES = {**request.COOKIES, appearance.cookie_name(): theme}
    return render(request, "ui/gallery.html", gallery.context(request))
