"""Where a meeting takes place, reminders, and whether it took place."""

from datetime import timedelta

import pytest
from django.db import connection

from querbeet.communities.tests import factories as communities
from querbeet.core import clock, viewing
from querbeet.meetings import tasks
from querbeet.meetings.actions import calendars, happening
from querbeet.meetings.enums import Said, State
from querbeet.meetings.models.meeting import Meeting, Place, Seat, Word
from querbeet.meetings.rules import lifecycle as rules
from querbeet.meetings.tests import factories as make
from querbeet.mentorships.enums import Side
from querbeet.mentorships.tests import factories as mentorships
from querbeet.notices.models import Notice

pytestmark = pytest.mark.django_db
LINK = "https://video.example/room"


def ago(hours):
    return clock.now() - timedelta(hours=hours)


@pytest.fixture
def two():
    return mentorships.pair()


@pytest.fixture
def mentorship(two):
    return mentorships.mentorship("active", *two)


def say(meeting, member, said):
    with viewing.as_member(member):
        return happening.say(meeting=meeting, member=member, said=said)


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ((Said.MET, Said.MET), State.HELD),
        ((Said.MET, Said.NOT_MET), State.HELD),
        ((Said.NOT_MET, Said.NOT_MET), State.MISSED),
    ],
)
def test_what_both_say_settles_it(mentorship, two, words, state):
    meeting = make.meeting(mentorship, starts_at=ago(3))
    assert say(meeting, two[0], words[0]).state == State.CONFIRMED
    assert say(meeting, two[1], words[1]).state == state
    with pytest.raises(rules.NotPossible):
        say(meeting, two[0], Said.MET)


@pytest.mark.parametrize(("words", "state"), [((), State.HELD), ((Said.NOT_MET,), State.MISSED)])
def test_after_a_week_the_clock_settles_it_kindly(mentorship, two, words, state):
    meeting = make.meeting(mentorship, starts_at=ago(3))
    for member, said in zip(two, words, strict=False):
        say(meeting, member, said)
    tasks.go_on(0)
    assert Meeting.objects.get().state == State.CONFIRMED
    Meeting.objects.update(settles_at=ago(0))
    tasks.go_on(0)
    assert Meeting.objects.get().state == state


def test_before_its_end_nothing_is_said(mentorship, two):
    with pytest.raises(rules.NotPossible):
        say(make.meeting(mentorship, starts_at=ago(0.5)), two[0], Said.MET)


def test_the_word_of_another_is_read_by_nobody(mentorship, two):
    kim = communities.coordinator(community=two[0].community)
    say(make.meeting(mentorship, starts_at=ago(3)), two[0], Said.NOT_MET)
    for reader, seen in ((two[0], 1), (two[1], 0), (kim, 0)):
        with viewing.as_member(reader):
            assert (Word.objects.count(), Word.objects.visible_to(reader).count()) == (seen, seen)


def test_a_place_is_sealed_and_the_last_word_counts(mentorship, two):
    meeting = make.meeting(mentorship)
    with viewing.as_member(two[0]):
        happening.tell_place(meeting=meeting, by=two[0], words="Under the lime tree")
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM meetings_place")
        assert b"lime" not in bytes(cursor.fetchone()[0])
    with viewing.as_member(two[1]):
        assert Place.objects.get().words == "Under the lime tree"
        happening.tell_place(meeting=meeting, by=two[1], link=LINK)
    with viewing.as_member(two[0]):
        place = Place.objects.get()
        assert (place.told_by_id, place.words, place.link) == (two[1].pk, "", LINK)
        happening.tell_place(meeting=meeting, by=two[0])
        assert not Place.objects.exists()


def test_a_place_is_for_those_who_meet(mentorship, two):
    kim = communities.coordinator(community=two[0].community)
    meeting = make.meeting(mentorship)
    with viewing.as_member(two[0]):
        happening.tell_place(meeting=meeting, by=two[0], link=LINK)
    with viewing.as_member(kim):
        assert (Place.objects.count(), Meeting.objects.count(), Seat.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize(
    "link", ["http://video.example/x", "javascript:alert(1)", "https://", "https://me:secret@x.example", "room"]
)
def test_a_link_leads_somewhere_and_encrypted(mentorship, two, link):
    meeting = make.meeting(mentorship)
    with viewing.as_member(two[0]), pytest.raises(rules.NoLink):
        happening.tell_place(meeting=meeting, by=two[0], link=link)


def test_when_it_is_over_the_place_stays_as_it_was(mentorship, two):
    meeting = make.meeting(mentorship, starts_at=ago(3))
    with viewing.as_member(two[0]), pytest.raises(rules.NotPossible):
        happening.tell_place(meeting=meeting, by=two[0], words="Nowhere")


def told(kind):
    return Notice.objects.filter(kind=kind).count()


def test_everybody_is_reminded_once_a_day_before_and_asked_once_afterwards(mentorship):
    make.meeting(mentorship, starts_at=clock.now() + timedelta(hours=30))
    tasks.go_on(0)
    assert told("meetings.soon") == 0
    Meeting.objects.update(starts_at=clock.now() + timedelta(hours=20), ends_at=clock.now() + timedelta(hours=21))
    for _time in range(2):
        tasks.go_on(0)
    assert told("meetings.soon") == 2
    Meeting.objects.update(starts_at=ago(2), ends_at=ago(1), reminded_at=ago(22))
    for _time in range(2):
        tasks.go_on(0)
    assert (told("meetings.soon"), told("meetings.over")) == (2, 2)


def test_whoever_leaves_takes_meetings_of_two_along_and_their_seat_in_others(mentorship, two):
    mika = communities.member("Mika", community=two[0].community)
    three = mentorships.mentorship("active", *two, others={mika: Side.MENTOR})
    make.meeting(mentorship), make.meeting(three, starts_at=clock.now() + timedelta(days=9), asked_by=two[1])
    answered = make.meeting(mentorship, starts_at=ago(9))
    say(answered, two[1], Said.MET)
    with viewing.as_member(two[0]):
        calendars.renew(member=two[0])
        calendars.forget(member=two[0])
    assert {seat.member for seat in Seat.objects.all()} == {two[1], mika}
    assert not Word.objects.exists()
