"""What the screens that mix domains show."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from querbeet.communities import queries as communities
from querbeet.communities.enums import Status
from querbeet.communities.models.member import Member
from querbeet.growth.queries import checks
from querbeet.meetings.queries import meetings
from querbeet.mentorships.queries import suggestions as mentorships
from querbeet.notices import queries as notices
from querbeet.skills.enums import Side, Source
from querbeet.skills.models.exchange import Offer
from querbeet.skills.models.vocabulary import Area, Skill
from querbeet.skills.queries import exchange
from querbeet.skills.queries import profiles as skills
from querbeet.ui import week

FEW = 5
PER_SIDE = 60


@dataclass(frozen=True)
class Page:
    """A member's page as one viewer gets it."""

    told: communities.Profile
    skills: skills.Profile

    @property
    def week(self) -> week.Week | None:
        """The usual week, drawn as it was given."""
        return week.build(chosen=self.skills.times) if self.skills.times else None

    @property
    def is_bare(self) -> bool:
        """Whether there is nothing to read but a name."""
        told = self.told
        return not (told.about or told.tags or told.languages or told.region or told.time_zone or self.skills)


@dataclass(frozen=True)
class Step:
    """The one obvious next step."""

    title: str | Promise
    text: str | Promise
    label: str | Promise
    href: str


@dataclass(frozen=True)
class Find:
    """Somebody who offers what the reader wishes for."""

    card: communities.Card
    skills: list[str]


@dataclass(frozen=True)
class Today:
    """What there is for a member today."""

    step: Step
    news: list[notices.Told]
    suggestions: list[tuple[communities.Card, mentorships.Suggestion]]
    finds: list[Find]
    meetings: list[meetings.Row]
    checks: list[checks.Row]


def page(member: Member, viewer: Member) -> Page:
    """The page of a member whom `viewer` may see."""
    return Page(communities.profile(member, viewer), skills.profile_of(member, viewer))


def preview(member: Member, relation: str) -> Page:
    """One's own page as somebody of this relation gets it; its address is the real one."""
    return Page(communities.preview(member, relation), skills.preview(member, relation))


def today(member: Member, now: datetime) -> Today:
    """What waits for an answer, what fits, and one step to take next."""
    waiting = [one for one in mentorships.suggestions(member, now) if one.open and not one.answered]
    wished = exchange.own_keys(member, Side.WISH)
    offered = exchange.own_keys(member, Side.OFFER)
    return Today(
        news=notices.lines(member, notices.unread(member)[:FEW]),
        step=_next_step(member, waiting=len(waiting), lists=bool(wished or offered)),
        suggestions=[(one.other, one) for one in waiting],
        finds=_finds(member, wished),
        meetings=meetings.next_up(member, now),
        checks=checks.waiting(member),
    )


def _next_step(member: Member, *, waiting: int, lists: bool) -> Step:
    if not member.onboarded_at:
        words = _("You are nearly there"), _("Nobody can see you yet. Two minutes, and you are in."), _("Go on")
        return Step(*words, reverse("communities:welcome"))
    if member.status == Status.PAUSED:
        words = _("You are taking a break"), _("Come back when you like. Everything of yours is kept."), _("I am back")
        return Step(*words, reverse("communities:pause"))
    if waiting:
        words = _("Somebody could fit you"), _("Have a look and say yes, no, or not now."), _("Look")
        return Step(*words, reverse("mentorships:index"))
    if not lists:
        text = _("Say what you can share and what you wish for; then people can find each other.")
        return Step(_("What grows in your garden?"), text, _("Choose"), reverse("home:share"))
    text = _("Look around: who knows what, and who would like to learn it.")
    return Step(_("Have a look around"), text, _("Skills and people"), reverse("skills:people"))


def _finds(member: Member, wished: set[str]) -> list[Find]:
    fitting = Offer.objects.visible_to(member).filter(skill__key__in=wished).exclude(member=member.pk)
    by_member: dict[Member, list[str]] = {}
    for offer in fitting.select_related("skill", "member").order_by("-created_at", "pk")[:PER_SIDE]:
        by_member.setdefault(offer.member, []).append(offer.skill.name)
    few = list(by_member.items())[:FEW]
    cards = communities.cards(member, [other.pk for other, _names in few])
    return [Find(cards[other.pk], sorted(names, key=str.casefold)) for other, names in few]


def choices(member: Member) -> list[tuple[Area, list[Skill]]]:
    """Areas with the skills to choose from at the start: our own and the community's, by name."""
    offered = Skill.objects.offered_to(member).exclude(source=Source.ESCO)
    by_area: dict[object, list[Skill]] = {}
    for skill in offered:
        by_area.setdefault(skill.area_id, []).append(skill)
    areas = [(area, by_area[area.pk]) for area in Area.objects.all() if area.pk in by_area]
    return [(area, sorted(found, key=lambda skill: skill.name.casefold())) for area, found in areas]
