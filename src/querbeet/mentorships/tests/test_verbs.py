"""Meeting, resting, ending, parting: each verb does what it says, once, and tells nobody why."""

from datetime import timedelta

import pytest

from querbeet.communities.actions import blocks, presence
from querbeet.communities.models.bounds import Tie
from querbeet.communities.tests import factories as communities
from querbeet.conversations.models import Thread
from querbeet.core import clock as time
from querbeet.core import viewing
from querbeet.mentorships import tasks
from querbeet.mentorships.actions import (
    agreements,
    answers,
    breaks,
    endings,
    enquiries,
    freezing,
    opening,
    parting,
    talks,
)
from querbeet.mentorships.actions.agreements import NewerThere
from querbeet.mentorships.actions.enquiries import AskedEnough, NotAsked
from querbeet.mentorships.actions.opening import AlreadyTogether
from querbeet.mentorships.enums import AskedOf, Question, Reply, Shape, Side, State
from querbeet.mentorships.models.agreement import Agreement, Signature
from querbeet.mentorships.models.answer import Answer
from querbeet.mentorships.models.enquiry import Enquiry
from querbeet.mentorships.models.farewell import Farewell, Thanks
from querbeet.mentorships.models.freeze import Freeze
from querbeet.mentorships.models.mentorship import Mentorship, Partner
from querbeet.mentorships.rules.lifecycle import NoLongerOpen
from querbeet.mentorships.rules.openness import NotThatWay, TooManyOpen
from querbeet.mentorships.rules.parts import NotNow, NotYours
from querbeet.mentorships.tests import factories as make
from querbeet.notices.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def two():
    return make.pair()


def as_(who, verb, /, **arguments):
    with viewing.as_member(who):
        return verb(**arguments)


def state(mentorship):
    return Mentorship.objects.get(pk=mentorship.pk).state


# After the first talk


def test_two_yes_after_the_talk_begin(two):
    found = make.mentorship("exploring", *two)
    as_(two[0], talks.decide, mentorship=found, member=two[0], fits=True)
    assert state(found) == State.EXPLORING
    as_(two[1], talks.decide, mentorship=found, member=two[1], fits=True)
    assert state(found) == State.ACTIVE
    assert Thread.objects.get(about=found.pk).closed_at is None
    assert list(Notice.objects.values_list("kind", "member")) == [("mentorships.begun", two[0].pk)]


@pytest.mark.parametrize("fits", [[True, False], [False, False], [True], []])
def test_everything_else_ends_with_its_time_and_looks_the_same(two, fits):
    found = make.mentorship("exploring", *two)
    for member, fit in zip(two, fits, strict=False):
        as_(member, talks.decide, mentorship=found, member=member, fits=fit)
    assert state(found) == State.EXPLORING
    Mentorship.objects.update(decide_by=time.now())
    with pytest.raises(NoLongerOpen):
        as_(two[0], talks.decide, mentorship=found, member=two[0], fits=True)
    assert tasks.lapse(0) == 1
    assert state(found) == State.LAPSED
    assert set(Answer.objects.filter(question=Question.FIT).values_list("reply", flat=True)) == {Reply.EXPIRED}
    assert not Tie.objects.filter(ended_at=None).exists()


def test_what_was_answered_after_the_talk_is_for_its_owner_alone(two):
    kim = communities.coordinator(community=two[0].community)
    found = make.mentorship("exploring", *two)
    as_(two[0], talks.decide, mentorship=found, member=two[0], fits=False)
    fit = {"mentorship": found, "question": Question.FIT}
    for reader, seen in ((two[0], ["no"]), (two[1], []), (kim, [])):
        with viewing.as_member(reader):
            mine = Answer.objects.filter(**fit).exclude(reply="waiting")
            assert list(mine.values_list("reply", flat=True)) == seen
            assert list(mine.visible_to(reader).values_list("reply", flat=True)) == seen


# Breaks and freezes


def test_a_break_ends_when_all_are_back(two):
    found = make.mentorship("active", *two)
    for member in two:
        as_(member, breaks.rest, mentorship=found, member=member, until=time.now().date())
    assert state(found) == State.ON_HOLD
    as_(two[0], breaks.resume, mentorship=found, member=two[0])
    as_(two[0], breaks.resume, mentorship=found, member=two[0])
    assert state(found) == State.ON_HOLD
    as_(two[1], breaks.resume, mentorship=found, member=two[1])
    assert state(found) == State.ACTIVE


def test_a_break_before_the_talk_was_answered_leads_back_to_it(two):
    found = make.mentorship("exploring", *two)
    as_(two[0], breaks.rest, mentorship=found, member=two[0])
    as_(two[0], breaks.resume, mentorship=found, member=two[0])
    assert state(found) == State.EXPLORING


def test_nobody_rests_from_what_is_over(two):
    with pytest.raises(NotNow):
        as_(two[0], breaks.rest, mentorship=make.mentorship("closed", *two), member=two[0])


def test_whoever_planned_a_break_is_asked_when_it_is_over_and_the_other_is_not(two):
    found = make.mentorship("active", *two)
    as_(two[0], breaks.rest, mentorship=found, member=two[0], until=time.now().date())
    assert (tasks.nudge(0), tasks.nudge(0)) == (1, 0)
    assert list(Notice.objects.values_list("kind", "member")) == [("mentorships.rested", two[0].pk)]


def test_whoever_rests_without_a_plan_is_asked_once_a_month(two):
    found = make.mentorship("active", *two)
    as_(two[0], breaks.rest, mentorship=found, member=two[0])
    assert tasks.nudge(0) == 0
    Answer.objects.filter(question=Question.REST).update(answered_at=time.now() - timedelta(days=31))
    assert (tasks.nudge(0), tasks.nudge(0)) == (1, 0)


def test_a_freeze_looks_like_a_break_and_only_stewards_know(two):
    sasha = communities.steward(community=two[0].community)
    found = make.mentorship("active", *two)
    frozen = as_(sasha, freezing.freeze, mentorship=found, by=sasha)
    assert as_(sasha, freezing.freeze, mentorship=found, by=sasha) == frozen
    assert state(found) == State.ON_HOLD
    for member in two:
        with viewing.as_member(member):
            assert (Freeze.objects.count(), Freeze.objects.visible_to(member).count()) == (0, 0)
        as_(member, breaks.rest, mentorship=found, member=member)
        as_(member, breaks.resume, mentorship=found, member=member)
    assert state(found) == State.ON_HOLD
    as_(sasha, freezing.unfreeze, freeze=frozen, by=sasha)
    as_(sasha, freezing.unfreeze, freeze=frozen, by=sasha)
    assert state(found) == State.ACTIVE


def test_what_two_share_is_frozen_together(two):
    sasha = communities.steward(community=two[0].community)
    found = [make.mentorship(one, *two) for one in ("exploring", "on_hold", "closed")]
    assert as_(sasha, freezing.freeze_between, one=two[0], other=two[1], by=sasha) == 2
    assert [state(one) for one in found] == [State.ON_HOLD, State.ON_HOLD, State.CLOSED]


def test_only_stewards_who_are_not_in_it_freeze(two):
    found = make.mentorship("active", *two)
    with pytest.raises(NotYours):
        as_(two[0], freezing.freeze, mentorship=found, by=two[0])


# Endings


def test_either_side_ends_it_and_all_say_goodbye(two):
    found = make.mentorship("active", *two)
    as_(two[1], endings.end, mentorship=found, by=two[1])
    as_(two[0], endings.end, mentorship=found, by=two[0])
    assert state(found) == State.ENDING
    assert list(Notice.objects.values_list("kind", "member")) == [("mentorships.ending", two[0].pk)]
    for member in two:
        as_(member, endings.say_goodbye, mentorship=found, member=member)
        as_(member, endings.say_goodbye, mentorship=found, member=member)
    assert state(found) == State.CLOSED
    assert not Tie.objects.filter(ended_at=None).exists()


def test_what_never_began_ends_at_once(two):
    found = make.mentorship("exploring", *two)
    as_(two[0], endings.end, mentorship=found, by=two[0])
    assert state(found) == State.LAPSED


def test_a_goodbye_that_nobody_says_ends_by_itself(two):
    found = make.mentorship("ending", *two)
    Mentorship.objects.update(closes_at=time.now())
    assert tasks.lapse(0) == 1
    assert state(found) == State.CLOSED


def test_what_one_takes_along_is_ones_own_and_thanks_are_for_the_other(two):
    found = make.mentorship("ending", *two)
    as_(two[0], endings.take_along, mentorship=found, member=two[0], text="I can ask.")
    as_(two[0], endings.thank, mentorship=found, by=two[0], text="Thank you for the calm.")
    with viewing.as_member(two[1]):
        assert not Farewell.objects.exists()
        assert [one.text for one in Thanks.objects.visible_to(two[1])] == ["Thank you for the calm."]
    assert as_(two[0], endings.thank, mentorship=found, by=two[0], text=" ") is None
    assert not Thanks.objects.exists()
    with pytest.raises(NotNow):
        as_(two[0], endings.thank, mentorship=make.mentorship("active", *two), by=two[0], text="Early")


def test_one_of_two_mentors_steps_out_and_the_others_go_on(two):
    third = communities.member("Mika", community=two[0].community)
    found = make.mentorship("active", *two, shape=Shape.CO_MENTORS, others={third: Side.MENTOR})
    as_(third, endings.end, mentorship=found, by=third)
    assert state(found) == State.ACTIVE
    assert Partner.objects.get(member=third).left_at
    with viewing.as_member(third):
        assert not Mentorship.objects.visible_to(third).exists()
    assert Tie.objects.filter(ended_at=None).count() == 1
    as_(two[0], endings.end, mentorship=found, by=two[0])
    assert state(found) == State.ENDING


def test_a_single_talk_ends_after_it(two):
    found = make.mentorship("active", *two, shape=Shape.FLASH)
    assert as_(two[0], endings.talked, mentorship=found, by=two[0]).state == State.ENDING
    other = make.mentorship("active", *make.pair(), shape=Shape.FLASH)
    Mentorship.objects.filter(pk=other.pk).update(closes_at=time.now())
    assert tasks.lapse(0) == 1
    assert state(other) == State.ENDING


# Parting


@pytest.mark.parametrize(("before", "after"), [("offered", "lapsed"), ("exploring", "closed"), ("active", "closed")])
def test_a_block_ends_it_in_the_same_moment_for_both(two, before, after):
    found = make.mentorship(before, *two)
    as_(two[0], blocks.block, member=two[1], by=two[0])
    assert state(found) == after
    assert not Tie.objects.filter(ended_at=None).exists()


def test_a_block_in_a_circle_takes_out_whoever_blocks(two):
    third = communities.member("Mika", community=two[0].community)
    found = make.mentorship("active", *two, shape=Shape.CIRCLE, others={third: Side.PEER})
    as_(third, blocks.block, member=two[0], by=third)
    assert state(found) == State.ACTIVE
    assert Partner.objects.get(member=third).left_at


def test_being_shut_out_ends_it_too_and_being_let_in_again_brings_nothing_back(two):
    steward = communities.steward(community=two[0].community)
    found = make.mentorship("active", *two)
    as_(steward, presence.suspend, member=two[0], by=steward)
    assert state(found) == State.CLOSED
    as_(steward, presence.lift, member=two[0], by=steward)
    assert state(found) == State.CLOSED


def test_leaving_ends_everything_and_takes_ones_words_along(two):
    found = [make.mentorship(one, *two) for one in ("proposed", "offered", "exploring", "active", "on_hold", "ending")]
    make.open_place(two[0])
    as_(two[0], endings.take_along, mentorship=found[-1], member=two[0], text="I can ask.")
    as_(two[0], endings.thank, mentorship=found[-1], by=two[0], text="Thanks.")
    as_(two[0], enquiries.ask, mentorship=found[1], by=two[0], to=AskedOf.OTHERS, text="When?")
    as_(two[0], parting.forget, member=two[0])
    assert {state(one) for one in found[:2]} == {State.LAPSED}
    assert {state(one) for one in found[2:]} == {State.CLOSED}
    for model in (Farewell, Thanks, Enquiry):
        assert not model.objects.exists()
    assert not Answer.objects.filter(member=two[0]).exists()


# Agreements


def test_a_change_of_the_agreement_needs_all_signatures_anew(two):
    found = make.mentorship("exploring", *two)
    first = as_(two[0], agreements.write, mentorship=found, by=two[0], parts={"goals": "Find a job"}, read=0)
    as_(two[1], agreements.sign, agreement=first, by=two[1])
    as_(two[1], agreements.sign, agreement=first, by=two[1])
    assert Signature.objects.filter(agreement=first).count() == 2
    with pytest.raises(NewerThere):
        as_(two[1], agreements.write, mentorship=found, by=two[1], parts={}, read=0)
    second = as_(two[1], agreements.write, mentorship=found, by=two[1], parts={"goals": "Find two"}, read=1)
    assert list(Signature.objects.filter(agreement=second).values_list("member", flat=True)) == [two[1].pk]
    with pytest.raises(NewerThere):
        as_(two[0], agreements.sign, agreement=first, by=two[0])
    with viewing.as_member(two[0]):
        assert [one.goals for one in Agreement.objects.visible_to(two[0])] == ["Find two", "Find a job"]


def test_an_agreement_is_for_those_in_it_and_while_it_runs(two):
    kim = communities.coordinator(community=two[0].community)
    found = make.mentorship("active", *two)
    as_(two[0], agreements.write, mentorship=found, by=two[0], parts={}, read=0)
    with viewing.as_member(kim):
        assert (Agreement.objects.count(), Agreement.objects.visible_to(kim).count()) == (0, 0)
    with pytest.raises(NotNow):
        as_(two[0], agreements.write, mentorship=make.mentorship("closed", *two), by=two[0], parts={}, read=0)


# Tell me more


def test_a_question_goes_to_the_other_and_comes_back_and_stops_no_clock(two):
    found = make.mentorship("offered", *two)
    asked = as_(two[0], enquiries.ask, mentorship=found, by=two[0], to=AskedOf.OTHERS, text="On Mondays?")
    with viewing.as_member(two[1]):
        assert [one.text for one in Enquiry.objects.visible_to(two[1])] == ["On Mondays?"]
    as_(two[1], enquiries.reply, enquiry=asked, by=two[1], text="Gladly.")
    with viewing.as_member(two[0]):
        assert Enquiry.objects.get().reply == "Gladly."
    for again in two:
        with pytest.raises(NotAsked):
            as_(again, enquiries.reply, enquiry=asked, by=again, text="No")
    assert Mentorship.objects.get().expires_at == found.expires_at
    assert Answer.objects.get(member=two[0]).reply == Reply.ASKED_MORE


def test_a_question_to_the_coordinators_is_not_seen_by_the_other(two):
    kim = communities.coordinator(community=two[0].community)
    found = make.mentorship("offered", *two)
    asked = as_(two[0], enquiries.ask, mentorship=found, by=two[0], to=AskedOf.COORDINATORS, text="Is it fine?")
    for reader, seen in ((two[0], 1), (two[1], 0), (kim, 1)):
        with viewing.as_member(reader):
            assert (Enquiry.objects.count(), Enquiry.objects.visible_to(reader).count()) == (seen, seen)
    assert list(Notice.objects.values_list("kind", "member")) == [("mentorships.asked", kim.pk)]
    as_(kim, enquiries.reply, enquiry=asked, by=kim, text="Yes.")
    assert Enquiry.objects.get().replied_by == kim


def test_after_three_questions_the_replies_come_first(two):
    found = make.mentorship("offered", *two)
    for _number in range(3):
        as_(two[0], enquiries.ask, mentorship=found, by=two[0], to=AskedOf.OTHERS, text="Why?")
    with pytest.raises(AskedEnough):
        as_(two[0], enquiries.ask, mentorship=found, by=two[0], to=AskedOf.OTHERS, text="Why?")


# Asking somebody directly


def test_somebody_is_asked_directly_and_their_yes_is_enough(two):
    place = make.open_place(two[1])
    asked = as_(two[0], opening.ask, place=place, by=two[0])
    assert asked.state == State.OFFERED
    assert Answer.objects.get(member=two[0]).reply == Reply.YES
    with pytest.raises(AlreadyTogether):
        as_(two[0], opening.ask, place=place, by=two[0])
    assert as_(two[1], answers.answer, mentorship=asked, member=two[1], reply=Reply.YES).state == State.EXPLORING


def test_where_no_place_is_free_one_waits_in_line_and_comes_next(two):
    third = communities.member("Mika", community=two[0].community)
    place = make.open_place(two[1], places=1)
    taken = make.mentorship("active", third, two[1])
    asked = as_(two[0], opening.ask, place=place, by=two[0])
    assert asked.state == State.PROPOSED
    with viewing.as_member(two[1]):
        assert not Mentorship.objects.visible_to(two[1]).filter(state=State.PROPOSED).exists()
    assert tasks.next_in_line(0) == 0
    as_(third, endings.end, mentorship=taken, by=third)
    for member in (third, two[1]):
        as_(member, endings.say_goodbye, mentorship=taken, member=member)
    assert tasks.next_in_line(0) == 1
    assert state(asked) == State.OFFERED


def test_three_open_requests_are_enough(two):
    for number in range(3):
        other = communities.member(f"Mentor {number}", community=two[0].community)
        as_(two[0], opening.ask, place=make.open_place(other), by=two[0])
    with pytest.raises(TooManyOpen):
        as_(two[0], opening.ask, place=make.open_place(two[1]), by=two[0])


def test_what_was_asked_is_taken_back_by_whoever_asked(two):
    place = make.open_place(two[1], flash=False)
    asked = as_(two[0], opening.ask, place=place, by=two[0])
    with pytest.raises(NotYours):
        as_(two[1], opening.take_back, mentorship=asked, by=two[1])
    as_(two[0], opening.take_back, mentorship=asked, by=two[0])
    assert state(asked) == State.LAPSED
    with pytest.raises(NotThatWay):
        as_(two[0], opening.ask, place=place, by=two[0], shape=Shape.FLASH)
    with pytest.raises(NotYours):
        as_(two[1], opening.ask, place=place, by=two[1])
