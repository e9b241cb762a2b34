"""How offers, wishes and skills are written on pages: `{% load skills %}`."""

from django import template
from django.urls import reverse
from django.utils.translation import ngettext

from querbeet.communities import queries as communities
from querbeet.skills.models.exchange import Listing
from querbeet.skills.models.vocabulary import Area, Skill

register = template.Library()


@register.filter
def listing_facts(listing: Listing) -> str:
    """Level, format, languages and hours of an offer or a wish in one line."""
    facts = [listing.level_name, listing.get_format_display()]
    facts.append(", ".join(communities.language_name(code) for code in listing.languages))
    if listing.hours_a_month:
        hours = ngettext("about %(hours)d hour a month", "about %(hours)d hours a month", listing.hours_a_month)
        facts.append(hours % {"hours": listing.hours_a_month})
    return " · ".join(fact for fact in facts if fact)


@register.filter
def chips(listings: list[Listing]) -> list[dict[str, str]]:
    """Offers or wishes as chips that lead to their skills."""
    return skill_links([listing.skill for listing in listings])


@register.filter
def skill_links(skills: list[Skill]) -> list[dict[str, str]]:
    """Skills as chips."""
    return [{"label": skill.name, "href": reverse("skills:skill", args=[skill.key])} for skill in skills]


@register.filter
def area_links(areas: list[Area]) -> list[dict[str, str]]:
    """Areas as chips."""
    return [{"label": area.name, "href": reverse("skills:area", args=[area.key])} for area in areas]
