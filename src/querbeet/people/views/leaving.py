"""Going away: in peace, or quickly.

*Leave quickly* has to work whatever the browser is, so it acts on a plain link, a form or a press of keys, without a
form token. A page elsewhere could point at it to sign people out; browsers say where a request comes from
(Sec-Fetch-Site), and when that is another site, a page with a button is shown instead. A browser too old to say so is
obeyed: being stuck is worse than being signed out. Cookies are `SameSite=Lax`, so a foreign image or frame carries no
session anyway.
"""

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from querbeet.audit import actions as audit
from querbeet.people import browser
from querbeet.ui import appearance

OURS = ("", "none", "same-origin")
CLEAR = '"cache", "cookies", "storage"'


@csrf_exempt
@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """End the session on the server, empty the browser, and go to a neutral page."""
    from_elsewhere = request.headers.get("Sec-Fetch-Site", "") not in OURS
    if from_elsewhere or "prefetch" in request.headers.get("Sec-Purpose", ""):
        return render(request, "people/leave.html")
    _end(request)
    response = _away(request)
    response["Clear-Site-Data"] = CLEAR
    ours = (settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME, browser.cookie_name(), appearance.cookie_name())
    for name in ours:
        response.delete_cookie(name, samesite="Lax")
        response.cookies[name]["secure"] = bool(settings.SESSION_COOKIE_SECURE)
    return response


@require_http_methods(["GET", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session and stay on the site."""
    if request.method == "GET":
        return render(request, "people/sign_out.html") if request.user.is_authenticated else redirect("people:sign_in")
    _end(request)
    response = redirect("/")
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


def _end(request: HttpRequest) -> None:
    if request.user.is_authenticated:
        audit.record("people.signed_out", by=request.user, target=request.user)
    logout(request)


def _away(request: HttpRequest) -> HttpResponse:
    """A form may not lead to another site (form-action), so after a form a blank page does it, without JavaScript."""
    if request.method == "GET":
        return HttpResponse(status=303, headers={"Location": settings.NEUTRAL_EXIT})
    return render(request, "people/away.html", {"exit": settings.NEUTRAL_EXIT})
