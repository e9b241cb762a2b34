"""Somebody is not there any more, for somebody or for all: leaving and blocking end what people had, at once.

To the others it is a former member, and nobody learns the cause.
"""

from django.db import transaction

from querbeet.communities.models.member import Member
from querbeet.core import clock
from querbeet.mentorships.actions import answers, moving, notes, places, tips
from querbeet.mentorships.enums import Event, Question
from querbeet.mentorships.models.answer import Answer
from querbeet.mentorships.models.enquiry import Enquiry
from querbeet.mentorships.models.farewell import Farewell, Thanks
from querbeet.mentorships.models.mentorship import HELD, OVER, Mentorship, MentorshipQuerySet
from querbeet.mentorships.models.openness import OpenPlace
from querbeet.mentorships.rules import parts as rules


@transaction.atomic
def apart(member: Member, other: Member | None = None) -> None:
    """What a member is in together with another, or with anybody, ends or goes on without them.

    In the transaction of a block or of shutting somebody out, before it is done.
    """
    together = Mentorship.objects.of(member)
    with places.concluding():
        places.lock([member.pk])
        _part(together.of(other) if other else together, member)


@transaction.atomic
def forget(*, member: Member) -> None:
    """End everything a member is in and erase what they answered, asked and wrote; for leaving, before they do."""
    with places.concluding():
        places.lock([member.pk])
        _part(Mentorship.objects.of(member), member)
    Answer.objects.filter(member=member).delete()
    Enquiry.objects.filter(by=member).delete()
    Farewell.objects.filter(member=member).delete()
    Thanks.objects.filter(by=member).delete()
    OpenPlace.objects.filter(member=member).delete()
    notes.forget(member=member)


def _part(mentorships: MentorshipQuerySet, member: Member) -> None:
    now = clock.now()
    tips.forget(mentorships, member)
    live = mentorships.exclude(state__in=OVER).order_by("pk")
    for mentorship in list(live.select_for_update(of=("self",))):
        everybody = list(mentorship.partners.there())
        mine = next(one for one in everybody if one.member_id == member.pk)
        if mentorship.state in HELD and rules.goes_on([one.side for one in everybody if one is not mine]):
            moving.leave(mentorship, mine, by=None, now=now)
            continue
        moving.move(mentorship, Event.PART, by=None, now=now)
        for question in Question:
            answers.forget([mentorship], question)
