"""The two sides of the inbox."""

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

register = template.Library()


@register.simple_tag
def inbox_tabs(current: str) -> list[dict[str, object]]:
    """Tabs for `<c-tabs>`: what is new, and the conversations."""
    sides = (("notices:inbox", _("News")), ("conversations:index", _("Conversations")))
    return [{"label": label, "href": reverse(name), "current": name == current} for name, label in sides]
