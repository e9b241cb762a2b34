"""Who is signed in, told to the database; their language and looks, told to the page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from querbeet.core import translations, viewing
from querbeet.people.enums import GenderStyle


class AccountMiddleware:
    """From here on a signed-in request can reach its own account's row and no other."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        account = request.user
        if account.is_authenticated:
            viewing.change(account=str(account.pk), purpose="")
        language = (account.is_authenticated and account.language) or translation.get_language() or "de"
        translation.activate(translations.in_style(language, getattr(account, "gender_style", GenderStyle.STAR)))
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.headers["Content-Language"] = language
        return response
