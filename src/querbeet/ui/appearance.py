"""How the pages look to one person: kept in a small cookie with a neutral name, known to no account."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

THEMES: dict[str, str | Promise] = {
    "auto": pgettext_lazy("appearance", "Like the device"),
    "light": pgettext_lazy("appearance", "Light"),
    "dark": pgettext_lazy("appearance", "Dark"),
    "contrast": pgettext_lazy("appearance", "High contrast"),
}
YEAR = 60 * 60 * 24 * 365


def cookie_name() -> str:
    """`__Host-t` where cookies travel by HTTPS only, plain `t` on a laptop."""
    return "__Host-t" if settings.SESSION_COOKIE_SECURE else "t"


def chosen(request: HttpRequest) -> str:
    """The theme this person chose; `auto` for anything unknown."""
    theme = request.COOKIES.get(cookie_name(), "auto")
    return theme if theme in THEMES else "auto"


def remember(response: HttpResponse, theme: str) -> None:
    """Keep the choice for a year, or forget it when the device is to decide."""
    if theme in THEMES and theme != "auto":
        secure = bool(settings.SESSION_COOKIE_SECURE)
        response.set_cookie(cookie_name(), theme, max_age=YEAR, secure=secure, httponly=True, samesite="Lax")
    else:
        response.delete_cookie(cookie_name(), samesite="Lax")
        response.cookies[cookie_name()]["secure"] = bool(settings.SESSION_COOKIE_SECURE)
