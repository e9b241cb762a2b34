"""Who is signed in, told to the database; their language, told to the page."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from querbeet.core import translations, viewing
from querbeet.people.enums import GenderStyle, Language


class AccountMiddleware:
    """From here on a signed-in request can reach its own account's row and no other.

    Signing in puts the account's language into the cookie; from then on the cookie counts, so that the switch on every
    page works for everyone.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        account = request.user
        if account.is_authenticated:
            viewing.change(account=str(account.pk), purpose="")
        language = _language(request)
        translation.activate(translations.in_style(language, getattr(account, "gender_style", GenderStyle.STAR)))
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.headers["Content-Language"] = language
        return response


def _language(request: HttpRequest) -> str:
    if request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) not in Language.values and request.user.is_authenticated:
        return request.user.language or translation.get_language()
    return translation.get_language() or Language.GERMAN
