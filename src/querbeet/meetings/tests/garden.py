"""Meetings in every state, for the sweeps in tests/worlds."""

from datetime import timedelta

from querbeet.core import clock, viewing
from querbeet.meetings.actions import calendars
from querbeet.meetings.enums import Said, State
from querbeet.meetings.models.meeting import Place, Reply, Search, Word
from querbeet.meetings.tests import factories as make
from querbeet.mentorships.enums import State as Mentoring
from querbeet.mentorships.models.mentorship import Mentorship


def plant(bed) -> None:
    """The three meet in every state; each has answered, said where, and keeps a calendar."""
    a, b, c = bed.three
    running = Mentorship.objects.filter(community=bed.community, state=Mentoring.ACTIVE).order_by("created_at")
    days = 2
    for mentorship in running:
        for state in State:
            days += 1
            people = [partner.member for partner in mentorship.partners.select_related("member")]
            asked_by = people[days % 2]
            starts = clock.now() + timedelta(days=-days if state in (State.HELD, State.MISSED) else days)
            slots = (starts, starts + timedelta(hours=2))
            meeting = make.meeting(mentorship, state, asked_by=asked_by, starts_at=starts, slots=slots)
            slot = meeting.slots.first()
            for member in people:
                if state != State.DRAFT:
                    Reply.objects.create(meeting=meeting, member=member, slots=[slot.pk])
                    Word.objects.create(meeting=meeting, member=member, said=Said.MET)
            Place.objects.create(meeting=meeting, told_by=asked_by, words="Bench", link="https://video.example/x")
    for member in (a, b, c):
        Search.objects.create(member=member)
        with viewing.as_member(member):
            calendars.keep(member=member, title=f"Cover {member.pk}"[:40], link="https://video.example/own")
            calendars.renew(member=member)
