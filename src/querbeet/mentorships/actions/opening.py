"""Mentoring outside of programmes: saying how many one takes along, and asking somebody directly."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from querbeet.audit import actions as audit
from querbeet.communities.models.member import Member
from querbeet.core import clock
from querbeet.core.errors import Refused
from querbeet.mentorships.actions import answers, moving, places, proposals
from querbeet.mentorships.enums import Event, Question, Shape, Side
from querbeet.mentorships.models.mentorship import OPEN, OVER, Mentorship
from querbeet.mentorships.models.openness import OpenPlace
from querbeet.mentorships.rules import openness as rules
from querbeet.mentorships.rules.parts import NotYours
from querbeet.skills.models.vocabulary import Skill


class AlreadyTogether(Refused):
    """The two are in something together, or one has asked already."""

    def __init__(self) -> None:
        super().__init__(_("The two of you have something open already."))


@transaction.atomic
def offer(*, member: Member, places_: int, skills: Iterable[Skill], flash: bool = True) -> OpenPlace:
    """Take others along in these skills, so many at a time; no places is a break, and what runs goes on."""
    mine, _new = OpenPlace.objects.update_or_create(
        member=member,
        defaults={"places": max(places_, 1), "resting": places_ == 0, "flash": flash},
        create_defaults={
            "community_id": member.community_id,
            "places": max(places_, 1),
            "resting": places_ == 0,
            "flash": flash,
        },
    )
    mine.skills.all().delete()
    mine.skills.bulk_create(mine.skills.model(place=mine, skill=skill) for skill in skills)
    audit.record("open places", by=member, community=member.community_id, places=places_)
    return mine


@transaction.atomic
def ask(*, place: OpenPlace, by: Member, shape: Shape = Shape.ONE_TO_ONE) -> Mentorship:
    """Ask somebody to take one along. Where no place is free, one waits in line.

    Raises `TooManyOpen`, `AlreadyTogether` or `NotYours`.
    """
    if place.member_id == by.pk:
        raise NotYours(_("That is you. Nothing was changed."))
    rules.check_shape(shape, flash=place.flash)
    with places.concluding():
        places.lock([by.pk, place.member_id])
        mine = Mentorship.objects.filter(asked_by=by, state__in=OPEN)
        rules.check_open(mine.count())
        mentor = Member(pk=place.member_id, community_id=by.community_id)
        if Mentorship.objects.shared_by(by, mentor).filter(programme=None).exclude(state__in=OVER).exists():
            raise AlreadyTogether
        sides = {by.pk: Side.MENTEE, place.member_id: Side.MENTOR}
        made = proposals.make(sides, community_id=by.community_id, shape=shape, asked_by=by)
        audit.record("ask", by=by, community=by.community_id, target=made)
        if places.room(None, place.member_id, Side.MENTOR) > 0:
            proposals.offer(mentorship=made, by=by)
    return made


@transaction.atomic
def take_back(*, mentorship: Mentorship, by: Member) -> None:
    """Take back what one asked for, as long as it is open. Raises `NotYours` or `NoLongerOpen`."""
    now = clock.now()
    with places.concluding():
        mentorship = moving.locked(mentorship.pk)
        if mentorship.asked_by_id != by.pk:
            raise NotYours(_("Only whoever asked can take that back. Nothing was changed."))
        moving.move(mentorship, Event.WITHDRAW, by=by, now=now)
        answers.forget([mentorship], Question.OFFER)
