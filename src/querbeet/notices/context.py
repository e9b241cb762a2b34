"""What is new, said at the top of every page."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from querbeet.notices import queries

MOST = 99


def inbox(request: HttpRequest) -> dict[str, Any]:
    """`inbox`: where it is and how much is new, counted for this reader when the page is drawn."""
    member = getattr(request, "member", None)
    if member is None or not getattr(member, "agreed", False):
        return {}

    def told() -> dict[str, Any]:
        new = len(queries.unread(member))
        text = ngettext("News: %(number)s new", "News: %(number)s new", new) % {"number": new} if new else _("News")
        return {"href": reverse("notices:inbox"), "count": min(new, MOST), "more": new > MOST, "text": text}

    return {"inbox": SimpleLazyObject(told)}
