"""The way from the door to the garden, drawn above each of its pages, whichever package a page belongs to."""

from django import template
from django.utils.translation import gettext_lazy as _

register = template.Library()
STEPS = (
    ("name", _("Name and pronouns")),
    ("share", _("What I can share")),
    ("wish", _("What I wish for")),
    ("audiences", _("Who sees what")),
)


@register.simple_tag
def welcome_steps(current: str) -> list[dict[str, object]]:
    """All steps for `<c-steps>`; the ones before `current` are done. An unknown name means that all are."""
    names = [name for name, _label in STEPS]
    here = names.index(current) if current in names else len(names)
    states = ["done" if place < here else "current" if place == here else "next" for place in range(len(names))]
    return [{"label": label, "state": state} for (_name, label), state in zip(STEPS, states, strict=True)]
