"""Leaving a community with everything one has there, whichever package keeps it."""

from django.db import transaction

from querbeet.communities.actions import presence
from querbeet.communities.models.member import Member
from querbeet.conversations import actions as conversations
from querbeet.growth.actions import leaving as growth
from querbeet.meetings.actions import calendars as meetings
from querbeet.mentorships.actions import parting as mentorships
from querbeet.notices import actions as notices
from querbeet.programmes.actions import enrolments
from querbeet.skills.actions import leaving as skills


@transaction.atomic
def leave(*, member: Member) -> None:
    """Leave for good. Raises LastCoordinator, and then nothing is lost."""
    forget(member=member)
    presence.leave(member=member)


@transaction.atomic
def forget(*, member: Member) -> None:
    """What each package does about somebody who goes; also when they are erased, see rights."""
    growth.forget(member=member)
    meetings.forget(member=member)
    mentorships.forget(member=member)
    notices.forget(member=member)
    conversations.forget(member=member)
    enrolments.forget(member=member)
    skills.forget(member=member)
