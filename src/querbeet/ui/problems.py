"""Answers when something went wrong: one calm page. It says what happened, that nothing was lost, and what to do.

The page knows nothing about the reader or the address, so that "not found" is the same for everyone, byte for byte.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _


def _answer(status: int, title: str, *sentences: str) -> HttpResponse:
    page = render_to_string("ui/problem.html", {"title": title, "sentences": sentences})
    return HttpResponse(page, status=status, headers={"Cache-Control": "no-store"})


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """400: the browser sent something we cannot read."""
    return _answer(
        400,
        _("We could not read that"),
        _("Your browser sent something in a form we do not understand. Nothing was changed."),
        _("Go back and try once more. If it happens again, tell a coordinator."),
    )


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """403: this person may not do that."""
    return _answer(
        403,
        _("This is not open to you"),
        _("What you tried needs a role you do not have here. Nothing was changed."),
        _("If you think it should be open to you, ask a coordinator."),
    )


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """404: the same answer for what never was, what is gone, and what is not for this reader."""
    return _answer(
        404,
        _("There is nothing here"),
        _("Perhaps the address has a typing error, or what was here is gone. Nothing of yours was lost."),
        _("Go back, or start again from the first page."),
    )


def too_large(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """413: the file or text is larger than we take."""
    return _answer(
        413,
        _("That was too large"),
        _("The file or text is larger than we can take. Nothing was changed; your file is where it was."),
        _("Go back and send a smaller one, or split it in two."),
    )


def too_many(request: HttpRequest, exception: Any = None, *, seconds: int = 0) -> HttpResponse:
    """429: too many tries; `seconds` tells browser and reader when to come back."""
    minutes = max(1, -(-seconds // 60))
    wait = _("Wait about %(minutes)d min, then try again.") % {"minutes": minutes} if seconds else ""
    response = _answer(
        429,
        _("A little slower, please"),
        _("There were many tries in a short time, so we paused to keep everyone safe. Nothing was lost."),
        wait or _("Wait a few minutes, then try again."),
    )
    if seconds:
        response["Retry-After"] = str(seconds)
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 of the form guard: the page was open too long, or cookies are off."""
    return _answer(
        403,
        _("This page was open for a long time"),
        _("To keep you safe, a form is only valid for a while. Nothing was sent."),
        _("Go back and copy longer texts. Load the page again and send it once more."),
        _("If that does not help: cookies of this site need to be allowed."),
    )


def broken(request: HttpRequest) -> HttpResponse:
    """500: our mistake. The transaction was undone."""
    return _answer(
        500,
        _("Something went wrong on our side"),
        _("This was our mistake, not yours. Your last step was not saved; everything before it is safe."),
        _("Try again in a moment. If it happens again, tell a coordinator at what time it was."),
    )
