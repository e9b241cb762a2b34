"""Suggestions: answered alone, ended by two yes or by time, and a no looks like silence."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import translation

from querbeet.communities.models.bounds import Tie
from querbeet.communities.tests import factories as communities
from querbeet.communities.tests.factories import signed_in_client
from querbeet.core import clock, viewing
from querbeet.mentorships import tasks
from querbeet.mentorships.actions import answers, proposals
from querbeet.mentorships.enums import Reply, Shape, Side, State
from querbeet.mentorships.models.answer import Answer
from querbeet.mentorships.models.mentorship import Mentorship
from querbeet.mentorships.queries import law
from querbeet.mentorships.rules.lifecycle import NoLongerOpen
from querbeet.programmes.models.participant import Participant
from querbeet.programmes.models.programme import KeptApart
from querbeet.programmes.tests import factories

pytestmark = pytest.mark.django_db
REASONS = [{"label": "Topics", "mentee": "rest", "mentor": "rest"}]


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def kim():
    return communities.coordinator("Kim")


@pytest.fixture
def two(kim):
    return tuple(communities.member(name, community=kim.community) for name in ("Ash", "Dara"))


@pytest.fixture
def proposal(kim, two):
    programme = factories.programme(by=kim)
    factories.enrolled(programme, Side.MENTEE, two[0])
    factories.enrolled(programme, Side.MENTOR, two[1])
    return propose(programme, *two, kim)


def propose(programme, mentee, mentor, kim):
    with viewing.as_member(kim):
        return proposals.propose(
            programme=programme, mentee=mentee, mentor=mentor, reasons=REASONS, source=uuid4(), by=kim
        )


def reply(proposal, member, what):
    with viewing.as_member(member):
        return answers.answer(mentorship=proposal, member=member, reply=what)


def test_two_yes_make_a_match_whoever_says_it_first(proposal, two):
    reply(proposal, two[1], Reply.YES)
    assert not Tie.objects.exists()
    assert reply(proposal, two[0], Reply.YES).state == State.EXPLORING
    tie = Tie.objects.get()
    assert (tie.member, tie.other, tie.kind, tie.source) == (*two, "match", proposal.pk)


def page_of(member):
    page = signed_in_client(member).get("/mentoring").content.decode()
    return page.split("<main")[1].split("csrfmiddlewaretoken")[0] + page.split("</main")[0][-400:]


@pytest.mark.parametrize("what", [Reply.NO, Reply.NOT_NOW])
def test_a_no_looks_like_silence_to_the_other(proposal, two, what):
    ash, dara = two
    before = page_of(dara)
    reply(proposal, ash, what)
    assert page_of(dara) == before
    assert reply(proposal, dara, Reply.YES).state == State.OFFERED
    with viewing.as_member(dara):
        assert list(Answer.objects.values_list("reply", flat=True)) == ["yes"]


def test_the_control_the_answer_is_there_and_its_owner_reads_it(proposal, two, kim):
    reply(proposal, two[0], Reply.NO)
    for reader in (two[0], kim):
        with viewing.as_member(reader):
            assert list(Answer.objects.visible_to(reader).exclude(reply="waiting").values_list("reply", flat=True)) == [
                "no"
            ]


def test_an_answer_can_be_changed_while_the_suggestion_is_open(proposal, two):
    reply(proposal, two[0], Reply.NO)
    reply(proposal, two[0], Reply.YES)
    assert reply(proposal, two[1], Reply.YES).state == State.EXPLORING
    with pytest.raises(NoLongerOpen):
        reply(proposal, two[0], Reply.NO)


def test_after_a_week_it_ends_by_itself(proposal, two):
    assert tasks.lapse(0) == 0
    Mentorship.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    with pytest.raises(NoLongerOpen):
        reply(proposal, two[0], Reply.YES)
    assert tasks.lapse(0) == 1
    assert Mentorship.objects.get().state == State.LAPSED
    assert "Did not come about" in signed_in_client(two[0]).get("/mentoring").content.decode()


def test_two_people_are_not_asked_twice_at_a_time(proposal, two, kim):
    assert propose(proposal.programme, *two, kim) is None
    Mentorship.objects.update(state=State.LAPSED, ended_at=clock.now())
    assert propose(proposal.programme, *two, kim) is not None


def test_a_block_takes_the_suggestion_away_for_both(proposal, two):
    assert "Dara" in signed_in_client(two[0]).get("/mentoring").content.decode()
    communities.block(two[1], two[0])
    for one, other in (two, two[::-1]):
        assert other.display_name not in signed_in_client(one).get("/mentoring").content.decode()
        assert signed_in_client(one).post(f"/mentoring/{proposal.pk}/answer", {"reply": "yes"}).status_code == 404


def gather(programme, kim, shape, mentors, others):
    with viewing.as_member(kim):
        return proposals.gather(programme=programme, shape=shape, mentors=mentors, others=others, by=kim)


@pytest.mark.parametrize("harm", ["nothing", "rule", "block between others", "block", "list", "list of others"])
def test_what_stands_between_people_is_told_in_the_same_words_whatever_it_is(kim, two, harm):
    programme = factories.programme(by=kim)
    mika, noor = (communities.member(name, community=kim.community) for name in ("Mika", "Noor"))
    rows = {
        one: factories.enrolled(programme, side, one, grade=grade)
        for one, side, grade in (
            (two[0], Side.MENTEE, "Two"),
            (mika, Side.MENTEE, "One"),
            (two[1], Side.MENTOR, "Three"),
        )
    }
    if harm == "rule":
        factories.answering(Participant.objects.get(member=two[1]), grade="One")
    elif harm.startswith("block"):
        communities.block(mika, two[0] if harm.endswith("others") else two[1])
    elif harm.startswith("list"):
        other = two[0] if harm.endswith("others") else two[1]
        KeptApart.objects.create(programme=programme, one=rows[mika].reference, other=rows[other].reference)
    group = {"shape": Shape.CIRCLE, "mentors": [two[1]], "others": [two[0], mika, noor]}
    if harm == "nothing":
        assert gather(programme, kim, **group).state == State.OFFERED
    else:
        with pytest.raises(proposals.KeptApart, match="cannot be brought together under the rules"):
            gather(programme, kim, **group)


def test_the_law_knows_nobody_who_does_not_take_part(kim, two):
    programme = factories.programme(by=kim)
    one, other = (
        factories.enrolled(programme, side, member) for side, member in zip(("mentee", "mentor"), two, strict=True)
    )
    with viewing.as_member(kim):
        known = law.law(programme, kim)
    late = factories.enrolled(programme, Side.MENTOR, communities.member(community=kim.community), grade="Four")
    assert not known.allows(one, late)
    assert not known.allows(late, other)
    assert not known.lets(two[0].pk, two[0].pk)


def test_strangers_and_coordinators_cannot_answer_for_others(proposal, kim):
    stranger = communities.member("Mika", community=kim.community)
    for one in (stranger, kim):
        assert signed_in_client(one).post(f"/mentoring/{proposal.pk}/answer", {"reply": "yes"}).status_code == 404
    with viewing.as_member(stranger):
        assert (Mentorship.objects.count(), Answer.objects.count()) == (0, 0)


def test_an_answer_is_given_on_the_page(proposal, two):
    browser = signed_in_client(two[0])
    assert "Topics: both rest" in browser.get("/mentoring").content.decode()
    page = browser.post(f"/mentoring/{proposal.pk}/answer", {"reply": "not_now"}, follow=True).content.decode()
    assert "You have answered and may change your mind:" in page
    assert browser.post(f"/mentoring/{proposal.pk}/answer", {"reply": "maybe"}).status_code == 404
    Mentorship.objects.update(expires_at=clock.now())
    late = browser.post(f"/mentoring/{proposal.pk}/answer", {"reply": "yes"}, follow=True)
    assert "This suggestion is no longer open." in late.content.decode()
