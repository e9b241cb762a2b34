"""Finding a time and agreeing on it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError

from querbeet.communities.enums import Audience, Kind
from querbeet.communities.tests import factories as communities
from querbeet.core import clock, viewing
from querbeet.meetings import tasks
from querbeet.meetings.actions import arranging
from querbeet.meetings.enums import Event, State
from querbeet.meetings.models.meeting import Meeting, Reply, Search, Seat, Slot
from querbeet.meetings.rules import lifecycle as rules
from querbeet.meetings.tests import factories as make
from querbeet.mentorships.enums import Side
from querbeet.mentorships.enums import State as Mentoring
from querbeet.mentorships.models.mentorship import Mentorship
from querbeet.mentorships.tests import factories as mentorships
from querbeet.skills.models.availability import Week

pytestmark = pytest.mark.django_db


@pytest.fixture
def two():
    ash, dara = mentorships.pair(time_zone="Europe/Berlin")
    for one in (ash, dara):
        make.usual_week(one)
    return ash, dara


@pytest.fixture
def mentorship(two):
    return mentorships.mentorship("active", *two)


def begin(mentorship, by, **fields):
    with viewing.as_member(by):
        return arranging.begin(mentorship=mentorship, by=by, **fields)


def request(meeting, by, *slots, own=()):
    with viewing.as_member(by):
        return arranging.request(meeting=meeting, by=by, slots=[slot.pk for slot in slots], own=own)


def answer(meeting, member, *slots):
    with viewing.as_member(member):
        return arranging.answer(meeting=meeting, member=member, slots=[slot.pk for slot in slots])


def in_days(days):
    return clock.now() + timedelta(days=days)


def test_times_lie_in_both_weeks_one_a_day(mentorship, two):
    meeting = begin(mentorship, two[0])
    starts = [slot.starts_at for slot in meeting.slots.all()]
    assert (len(starts), meeting.shared, meeting.state) == (6, True, State.DRAFT)
    assert len({start.date() for start in starts}) == 6
    assert {seat.member for seat in meeting.seats.all()} == set(two)


def test_the_first_time_that_suits_the_other_is_agreed_and_holds_both(mentorship, two):
    meeting = begin(mentorship, two[0])
    first, second, third = meeting.slots.all()[:3]
    request(meeting, two[0], first, second, third)
    assert list(Slot.objects.filter(meeting=meeting)) == [first, second, third]
    agreed = answer(meeting, two[1], third, second)
    assert (agreed.state, agreed.starts_at, agreed.ends_at - agreed.starts_at) == (
        State.CONFIRMED,
        second.starts_at,
        timedelta(hours=1),
    )
    assert {seat.during.lower for seat in Seat.objects.all()} == {second.starts_at}


def test_when_none_suits_the_question_ends_without_a_reason(mentorship, two):
    meeting = begin(mentorship, two[0])
    request(meeting, two[0], *meeting.slots.all())
    assert answer(meeting, two[1]).state == State.DECLINED


def test_times_of_ones_own_can_be_asked_for(mentorship, two):
    meeting = begin(mentorship, two[0])
    request(meeting, two[0], own=[in_days(9), in_days(-1)])
    slot = Slot.objects.get()
    assert answer(meeting, two[1], slot).starts_at == slot.starts_at


@pytest.mark.parametrize("own", [[], [-1], [100], [1, 2, 3, 4, 5, 6, 7]])
def test_asking_needs_one_to_six_times_that_lie_ahead(mentorship, two, own):
    meeting = begin(mentorship, two[0])
    with pytest.raises(rules.NotOffered):
        request(meeting, two[0], own=[in_days(days) for days in own])


def test_a_time_that_was_not_offered_cannot_be_chosen(mentorship, two):
    meeting = begin(mentorship, two[0])
    request(meeting, two[0], *meeting.slots.all()[:2])
    with viewing.as_member(two[1]), pytest.raises(rules.NotOffered):
        arranging.answer(meeting=meeting, member=two[1], slots=[uuid4()])


def test_whoever_asked_does_not_answer_and_nobody_answers_twice(mentorship, two):
    meeting = begin(mentorship, two[0])
    slot = meeting.slots.all()[0]
    request(meeting, two[0], slot)
    with pytest.raises(rules.NotPossible):
        answer(meeting, two[0], slot)
    answer(meeting, two[1], slot)
    with pytest.raises(rules.NotPossible):
        answer(meeting, two[1], slot)


def test_nobody_is_at_two_meetings_at_once(mentorship, two):
    mika = communities.member("Mika", community=two[0].community)
    other = mentorships.mentorship("active", two[0], mika)
    start = in_days(3)
    taken = make.meeting(other, starts_at=start)
    late = make.meeting(mentorship, State.REQUESTED, slots=(start + timedelta(minutes=30), start + timedelta(hours=2)))
    half, clear = late.slots.all()
    with pytest.raises(rules.Taken):
        answer(late, two[1], half)
    assert not Reply.objects.exists()
    assert answer(late, two[1], clear).state == State.CONFIRMED
    with pytest.raises(IntegrityError):
        Seat.objects.filter(meeting=late, member=two[0]).update(during=taken.seats.get(member=mika).during)


def test_a_time_one_has_another_meeting_is_not_found(mentorship, two):
    first = begin(mentorship, two[0]).slots.all()[0].starts_at
    mika = communities.member("Mika", community=two[0].community)
    make.meeting(mentorships.mentorship("active", two[1], mika), starts_at=first - timedelta(minutes=30))
    starts = [slot.starts_at for slot in begin(mentorship, two[0]).slots.all()]
    assert first not in starts
    assert starts[0].date() == first.date()


def test_a_week_kept_for_oneself_is_not_looked_at(mentorship, two):
    make.usual_week(two[1], "sun-6", audience=Audience.ONLY_ME)
    assert {slot.starts_at.weekday() for slot in begin(mentorship, two[0]).slots.all()} <= {0, 1, 2, 3, 4}
    make.usual_week(two[1], "sun-6")
    control = begin(mentorship, two[0])
    assert not control.shared


def test_a_zone_kept_for_oneself_is_not_looked_at(mentorship, two):
    zone = communities.facet(two[1], Kind.TIME_ZONE, "Pacific/Auckland", Audience.ONLY_ME)
    assert begin(mentorship, two[0]).shared
    zone.audience = Audience.MATCHING
    zone.save()
    assert not begin(mentorship, two[0]).shared


def test_weeks_are_seen_for_finding_times_alone_and_of_whom_one_meets(mentorship, two):
    stranger = communities.member("Mika", community=two[0].community)
    make.usual_week(stranger)
    begin(mentorship, two[0])
    with viewing.as_member(two[0]):
        assert list(Week.objects.values_list("member", flat=True)) == [two[0].pk]
        with viewing.purpose("times"):
            assert set(Week.objects.values_list("member", flat=True)) == {one.pk for one in two}


def test_looking_often_is_refused_before_it_maps_a_week(mentorship, two):
    meeting = begin(mentorship, two[0])
    for _number in range(rules.MOST_SEARCHES - 1):
        with viewing.as_member(two[0]):
            arranging.look(meeting=meeting, by=two[0])
    with pytest.raises(rules.SearchedOften):
        begin(mentorship, two[0])
    Search.objects.update(created_at=in_days(-8))
    assert begin(mentorship, two[0]).state == State.DRAFT


def test_a_draft_is_its_beginners_alone(mentorship, two):
    meeting = begin(mentorship, two[0])
    for one, seen in ((two[0], 1), (two[1], 0)):
        with viewing.as_member(one):
            assert Meeting.objects.visible_to(one).count() == seen
            assert Meeting.objects.count() == seen
            assert (Slot.objects.count() > 0) == bool(seen)
    with viewing.as_member(two[0]):
        assert arranging.call_off(meeting=meeting, by=two[0]).state == State.CANCELLED


def test_moving_gives_the_agreed_time_up_and_asks_anew(mentorship, two):
    meeting = make.meeting(mentorship)
    with viewing.as_member(two[1]):
        arranging.look(meeting=meeting, by=two[1])
    moved = request(meeting, two[1], *Slot.objects.all()[:1])
    assert (moved.state, moved.starts_at, moved.asked_by) == (State.REQUESTED, None, two[1])
    assert not Seat.objects.exclude(during=None).exists()
    assert answer(moved, two[0], *moved.slots.all()).revision == 2


def test_calling_off_is_safe_to_repeat_and_frees_the_time(mentorship, two):
    meeting = make.meeting(mentorship)
    for by in two:
        with viewing.as_member(by):
            assert arranging.call_off(meeting=meeting, by=by).state == State.CANCELLED
    assert not Seat.objects.exclude(during=None).exists()


def test_what_has_begun_is_neither_moved_nor_called_off(mentorship, two):
    meeting = make.meeting(mentorship, starts_at=in_days(-0.01))
    with viewing.as_member(two[0]):
        with pytest.raises(rules.NotPossible):
            arranging.call_off(meeting=meeting, by=two[0])
        with pytest.raises(rules.NotPossible):
            arranging.look(meeting=meeting, by=two[0])


@pytest.mark.parametrize("state", [Mentoring.ON_HOLD, Mentoring.CLOSED])
def test_a_mentorship_that_rests_or_is_over_arranges_nothing(two, state):
    resting = mentorships.mentorship(state, *two)
    with pytest.raises(rules.NotPossible):
        begin(resting, two[0])
    waiting = make.meeting(resting, State.REQUESTED, slots=(in_days(3),))
    with pytest.raises(rules.NotPossible):
        answer(waiting, two[1], *waiting.slots.all())


def test_the_clock_calls_off_what_rests_and_leaves_the_rest(mentorship, two):
    agreed = make.meeting(mentorship)
    assert tasks.go_on(0) == 0
    Mentorship.objects.update(state=Mentoring.ON_HOLD)
    assert tasks.go_on(0) == 1
    agreed.refresh_from_db()
    assert (agreed.state, Seat.objects.exclude(during=None).exists()) == (State.CANCELLED, False)


@pytest.mark.parametrize("state", [State.DRAFT, State.REQUESTED])
def test_waiting_ends_by_itself(mentorship, state):
    meeting = make.meeting(mentorship, state, slots=(in_days(3),))
    assert tasks.go_on(0) == 0
    Meeting.objects.update(expires_at=in_days(-0.01))
    assert tasks.go_on(0) == 1
    meeting.refresh_from_db()
    assert meeting.state == State.EXPIRED


@pytest.fixture
def three(two):
    mika = communities.member("Mika", community=two[0].community)
    return mentorships.mentorship("active", *two, others={mika: Side.MENTOR}), (*two, mika)


def test_three_agree_on_the_time_that_suits_most(three):
    mentorship, (ash, dara, mika) = three
    meeting = make.meeting(mentorship, State.REQUESTED, asked_by=ash, slots=(in_days(2), in_days(3)))
    early, late = meeting.slots.all()
    assert answer(meeting, dara, early, late).state == State.REQUESTED
    with viewing.as_member(mika):
        assert not Reply.objects.exists()
    assert answer(meeting, mika, late).starts_at == late.starts_at


def test_a_group_agrees_from_the_answers_there_are_when_the_time_is_over(three):
    mentorship, (ash, dara, _mika) = three
    meeting = make.meeting(mentorship, State.REQUESTED, asked_by=ash, slots=(in_days(2),))
    answer(meeting, dara, *meeting.slots.all())
    Meeting.objects.update(expires_at=in_days(-0.01))
    assert tasks.go_on(0) == 1
    meeting.refresh_from_db()
    assert meeting.state == State.CONFIRMED
    assert set(Seat.objects.exclude(during=None).values_list("member", flat=True)) == {ash.pk, dara.pk}


def test_where_the_time_is_gone_at_the_end_the_question_ends(three, two):
    mentorship, (ash, dara, _mika) = three
    start = in_days(2)
    meeting = make.meeting(mentorship, State.REQUESTED, asked_by=ash, slots=(start,))
    answer(meeting, dara, *meeting.slots.all())
    make.meeting(mentorships.mentorship("active", *two), starts_at=start)
    Meeting.objects.filter(pk=meeting.pk).update(expires_at=in_days(-0.01))
    assert tasks.go_on(0) == 1
    meeting.refresh_from_db()
    assert meeting.state == State.EXPIRED


def test_a_group_of_a_package_above_meets_too(two):
    group = uuid4()
    with viewing.as_member(two[0]):
        meeting = arranging.begin_group(group=group, people=two, by=two[0])
    request(meeting, two[0], *meeting.slots.all()[:1])
    assert answer(meeting, two[1], *Slot.objects.all()).state == State.CONFIRMED


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("event", Event)
def test_every_cell_of_the_lifecycle(state, event):
    if (state, event) in rules.MEETING.cells:
        assert rules.after(state, event) == rules.MEETING.cells[state, event]
    else:
        with pytest.raises(rules.NotPossible):
            rules.after(state, event)
