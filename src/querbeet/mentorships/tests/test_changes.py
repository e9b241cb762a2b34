"""A change that coordinators offer: each says alone whether they would like it; two yes lead to a good end and on."""

from datetime import timedelta

import pytest

from querbeet.communities.tests import factories as communities
from querbeet.communities.tests.factories import signed_in_client
from querbeet.core import clock, viewing
from querbeet.mentorships import tasks
from querbeet.mentorships.actions import changes, endings
from querbeet.mentorships.actions.proposals import KeptApart
from querbeet.mentorships.enums import Changing, Question, Reply, Side, State
from querbeet.mentorships.models.answer import Answer
from querbeet.mentorships.models.change import Change
from querbeet.mentorships.models.mentorship import Mentorship
from querbeet.mentorships.rules.lifecycle import NoLongerOpen
from querbeet.mentorships.rules.parts import NotNow
from querbeet.mentorships.tests import factories as make
from querbeet.programmes.enums import EnrolmentState
from querbeet.programmes.models.participant import Participant
from querbeet.programmes.tests import factories as programmes

pytestmark = pytest.mark.django_db


@pytest.fixture
def kim():
    return communities.coordinator("Kim")


@pytest.fixture
def programme(kim):
    return programmes.programme(by=kim)


@pytest.fixture
def two(kim, programme):
    made = tuple(communities.member(name, community=kim.community) for name in ("Ash", "Dara"))
    programmes.enrolled(programme, Side.MENTEE, made[0], EnrolmentState.FULL, grade="One")
    programmes.enrolled(programme, Side.MENTOR, made[1], grade="Two")
    Participant.objects.update(taken=1)
    return made


@pytest.fixture
def eden(kim, programme):
    made = communities.member("Eden", community=kim.community)
    programmes.enrolled(programme, Side.MENTOR, made, grade="Two")
    return made


@pytest.fixture
def running(programme, two):
    return make.mentorship("active", *two, programme=programme)


def offer(running, kim, mentor=None):
    with viewing.as_member(kim):
        return changes.offer(mentorship=Mentorship.objects.get(pk=running.pk), by=kim, mentor=mentor)


def say(running, member, wanted):
    with viewing.as_member(member):
        return changes.answer(mentorship=running, member=member, wanted=wanted).state


def page(member, running):
    return signed_in_client(member).get(f"/mentoring/{running.pk}").content.decode().split("<main")[1]


def goodbye(running, two):
    for member in two:
        with viewing.as_member(member):
            endings.say_goodbye(mentorship=running, member=member)


def test_two_yes_lead_to_a_goodbye_and_then_to_the_mentor_of_the_hand_over(running, two, kim, eden):
    made = offer(running, kim, eden)
    assert offer(running, kim, eden) == made
    assert tasks.next_in_line(0) == 0
    assert say(running, two[0], True) == State.ACTIVE
    assert say(running, two[1], True) == State.ENDING
    assert tasks.next_in_line(0) == 0  # the place is free when they have said goodbye
    goodbye(running, two)
    assert tasks.next_in_line(0) == 1
    offered = Mentorship.objects.get(state=State.OFFERED)
    assert set(offered.people) == {two[0], eden}
    assert Change.objects.get().state == Changing.AGREED
    with pytest.raises(NoLongerOpen):
        say(running, two[0], False)


def test_a_new_match_leads_back_into_the_pool(running, two, kim):
    offer(running, kim)
    for member in two:
        say(running, member, True)
    goodbye(running, two)
    assert Participant.objects.get(member=two[0]).state == EnrolmentState.POOL


@pytest.mark.parametrize("wanted", [[], [True], [False], [True, False]])
def test_everything_else_ends_with_its_time_and_nobody_learns_why(running, two, kim, eden, wanted):
    offer(running, kim, eden)
    before = page(two[1], running) if len(wanted) < 2 else ""
    for member, each in zip(two, wanted, strict=False):
        say(running, member, each)
    if before:
        assert page(two[1], running).split("csrfmiddlewaretoken")[0] == before.split("csrfmiddlewaretoken")[0]
    Change.objects.update(ends_at=clock.now() - timedelta(seconds=1))
    with pytest.raises(NoLongerOpen):
        say(running, two[0], True)
    assert (tasks.lapse(0), tasks.lapse(0)) == (1, 0)
    assert set(Answer.objects.filter(question=Question.CHANGE).values_list("reply", flat=True)) == {Reply.EXPIRED}
    assert Mentorship.objects.get(pk=running.pk).state == State.ACTIVE
    assert not Mentorship.objects.filter(state=State.PROPOSED).exists()
    assert offer(running, kim).state == Changing.OFFERED  # it can be offered anew


def test_what_each_said_is_theirs_alone_and_the_offer_the_coordinators(running, two, kim, eden):
    offer(running, kim, eden)
    say(running, two[0], False)
    mine = {"mentorship": running, "question": Question.CHANGE}
    for reader, seen in ((two[0], ["no"]), (two[1], []), (kim, [])):
        with viewing.as_member(reader):
            said = Answer.objects.filter(**mine).exclude(reply="waiting")
            assert list(said.values_list("reply", flat=True)) == seen
            assert Change.objects.visible_to(reader).count() == Change.objects.count() == (reader == kim)
    assert "Eden" not in page(two[0], running) + page(two[1], running)


def test_each_is_asked_on_the_page_and_may_change_their_mind(running, two, kim):
    assert "Would a change help?" not in page(two[0], running)
    offer(running, kim)
    browser, here = signed_in_client(two[0]), f"/mentoring/{running.pk}/change"
    for wanted in ("no", "yes"):
        assert "Nobody sees what you said." in browser.post(here, {"wanted": wanted}, follow=True).content.decode()
    assert 'aria-pressed="true"' in page(two[0], running)
    assert browser.post(here, {"wanted": "perhaps"}).status_code == 404
    with viewing.as_member(two[1]):
        endings.end(mentorship=running, by=two[1])
    assert "no longer open" in browser.post(here, {"wanted": "yes"}, follow=True).content.decode()
    assert "Would a change help?" not in page(two[0], running)


@pytest.mark.parametrize("harm", ["block", "rule", "stranger", "themself", "no programme"])
def test_whom_the_rules_do_not_let_meet_nobody_hands_over_to(running, two, kim, eden, harm):
    mentor = eden
    if harm == "block":
        communities.block(eden, two[0])
    elif harm == "rule":
        programmes.answering(Participant.objects.get(member=eden), grade="One")
    elif harm == "stranger":
        mentor = communities.member(community=kim.community)
    elif harm == "themself":
        mentor = two[0]
    else:
        Mentorship.objects.update(programme=None)
    with pytest.raises(KeptApart):
        offer(running, kim, mentor)
    assert not Change.objects.exists()


def test_a_change_is_for_two_who_are_under_way(kim, programme, two, eden):
    group = make.mentorship("active", *two, shape="co_mentors", others={eden: Side.MENTOR}, programme=programme)
    for found in (group, make.mentorship("on_hold", *two)):
        with pytest.raises(NotNow):
            offer(found, kim)
