"""Is it still you? The page before what cannot be undone lightly."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.http import urlencode
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from querbeet.core.errors import Refused
from querbeet.people import guards
from querbeet.people.actions import passkeys
from querbeet.people.views.entering import target


@sensitive_post_parameters()
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """Asks, then leads back to the place that wanted to know."""
    here = f"{request.path}?{urlencode({'next': target(request)})}"
    if request.method != "POST":
        return guards.ask(request, action=here)
    try:
        guards.recognise(request)
    except Refused as refusal:
        return guards.ask(request, action=here, refusal=refusal)
    return redirect(target(request))


@login_required
@require_POST
def options(request: HttpRequest) -> HttpResponse:
    """A challenge for the browser."""
    made, state = passkeys.begin_recognising(site=guards.site(request))
    request.session[guards.CEREMONY_KEY] = state
    return JsonResponse(made)
