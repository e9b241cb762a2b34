"""Offering, wishing, changing one's mind."""

import pytest

from querbeet.audit.models import Entry
from querbeet.communities.enums import Audience
from querbeet.communities.tests import factories as people_of
from querbeet.core import viewing
from querbeet.skills import rules
from querbeet.skills.actions import exchange, leaving, strengths
from querbeet.skills.actions import week as weeks
from querbeet.skills.enums import Format, Level, State
from querbeet.skills.models.availability import Week
from querbeet.skills.models.exchange import Offer, Wish
from querbeet.skills.models.strengths import Endorsement, Strength
from querbeet.skills.models.vocabulary import Skill
from querbeet.skills.queries import exchange as listed
from querbeet.skills.tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return people_of.member("Mika")


def verbs() -> list[str]:
    return [entry.verb for entry in Entry.objects.order_by("created_at")]


def test_an_offer_without_details_is_shown_to_the_community(member, sewing):
    with viewing.as_member(member):
        offer = exchange.offer(member=member, skill=sewing)
    assert (offer.audience, offer.format, offer.level) == (Audience.COMMUNITY, Format.BOTH, None)
    assert verbs() == ["offer.made"]


@pytest.fixture
def sewing():
    return make.skill("Sewing")


@pytest.fixture
def private():
    return make.skill("Name papers", sensitive=True)


def test_offers_and_wishes_start_with_a_careful_audience(member, sewing, private):
    with viewing.as_member(member):
        assert exchange.offer(member=member, skill=sewing).audience == Audience.COMMUNITY
        assert exchange.wish(member=member, skill=sewing).audience == Audience.COMMUNITY
        assert exchange.offer(member=member, skill=private).audience == Audience.MATCHES
        assert exchange.wish(member=member, skill=private).audience == Audience.MATCHING


def test_the_member_has_the_last_word_on_the_audience(member, private):
    with viewing.as_member(member):
        offer = exchange.offer(member=member, skill=private, details=exchange.Details(audience=Audience.COMMUNITY))
    assert offer.audience == Audience.COMMUNITY


def test_offering_again_changes_what_was_said(member, sewing):
    details = exchange.Details(level=Level.TEACH, languages=("de",), hours_a_month=4, note=" Bring a shirt. ")
    with viewing.as_member(member):
        exchange.offer(member=member, skill=sewing)
        exchange.offer(member=member, skill=sewing, details=details)
        exchange.offer(member=member, skill=sewing, details=details)
    offer = Offer.objects.get()
    assert (offer.level, offer.languages, offer.hours_a_month, offer.note) == (4, ["de"], 4, "Bring a shirt.")
    assert verbs() == ["offer.made", "offer.changed"]


def test_what_is_withdrawn_is_gone_and_withdrawing_nothing_says_nothing(member, sewing):
    make.offer(member, sewing)
    make.wish(member, sewing)
    with viewing.as_member(member):
        exchange.withdraw(member=member, skill=sewing, side="offer")
        exchange.withdraw(member=member, skill=sewing, side="offer")
    assert (Offer.objects.count(), Wish.objects.count(), verbs()) == (0, 1, ["offer.withdrawn"])


def test_choosing_a_set_keeps_what_was_said_about_those_that_stay(member, sewing):
    cooking, music = make.skill("Cooking"), make.skill("Music")
    make.offer(member, sewing, note="Slowly.")
    make.offer(member, cooking)
    with viewing.as_member(member):
        exchange.offer_only(member=member, skills=[sewing, music])
        exchange.wish_only(member=member, skills=[cooking])
    assert {(offer.skill_id, offer.note) for offer in Offer.objects.all()} == {(sewing.pk, "Slowly."), (music.pk, "")}
    assert [wish.skill_id for wish in Wish.objects.all()] == [cooking.pk]


@pytest.mark.parametrize("state", [State.PROPOSED, State.DECLINED])
def test_a_proposal_cannot_be_offered_before_it_is_taken_in(member, state):
    waiting = make.proposal(member, state=state)
    with viewing.as_member(member), pytest.raises(rules.NotThere):
        exchange.offer(member=member, skill=waiting)


def test_a_skill_of_another_community_cannot_be_offered(member):
    foreign = make.skill("Elsewhere", community=people_of.community("Other"))
    with viewing.as_member(member), pytest.raises(rules.NotThere):
        exchange.offer(member=member, skill=foreign)


def test_a_list_has_an_end(member, monkeypatch):
    monkeypatch.setattr(rules, "MOST_LISTINGS", 1)
    first, second = make.skill("One"), make.skill("Two")
    with viewing.as_member(member):
        exchange.offer(member=member, skill=first)
        exchange.wish(member=member, skill=second)
        with pytest.raises(rules.TooMany) as refused:
            exchange.offer(member=member, skill=second)
    assert str(refused.value) == "Your list holds 1 entries, and that is the most. Take one away first."


def test_a_week_is_kept_in_the_order_of_its_days_and_only_changes_are_recorded(member):
    with viewing.as_member(member):
        for _time in range(2):
            week = weeks.keep(member=member, times={"tue-9", "mon-18", "mon-6"})
        weeks.keep(member=member, times=["tue-9"], audience=Audience.COMMUNITY)
        with pytest.raises(ValueError, match="moonday"):
            weeks.keep(member=member, times=["moonday"])
    assert week.times == ["mon-6", "mon-18", "tue-9"]
    assert [(kept.times, kept.audience) for kept in Week.objects.all()] == [(["tue-9"], Audience.COMMUNITY)]
    assert verbs() == ["week.kept", "week.kept"]


def test_leaving_takes_everything_along(member, sewing):
    other = people_of.member("Other", community=member.community)
    make.offer(member, sewing)
    make.wish(member, sewing)
    make.week(member, "mon-6")
    mine, theirs = make.strength(member), make.strength(other)
    make.endorsement(mine, other)
    make.endorsement(theirs, member)
    make.proposal(member, "Waiting")
    make.proposal(member, "Not taken", state=State.DECLINED)
    taken = make.proposal(member, "Taken", state=State.ACCEPTED)
    with viewing.as_member(member):
        leaving.forget(member=member)
        assert viewing.current().purpose == ""
    left = [Offer, Wish, Week, Endorsement]
    assert [model.objects.count() for model in left] == [0, 0, 0, 0]
    assert list(Strength.objects.all()) == [theirs]
    taken.refresh_from_db()
    assert taken.proposed_by is None
    assert Skill.objects.filter(state=State.PROPOSED, proposed_by=None).count() == 1
    assert not Skill.objects.filter(proposed_by=member).exists()


def test_the_keys_of_what_one_lists_are_known_by_side(member, sewing):
    make.offer(member, sewing)
    with viewing.as_member(member):
        assert listed.own_keys(member, "offer") == {sewing.key}
        assert listed.own_keys(member, "wish") == set()


def test_strengths_are_named_once_and_confirmed_once(member):
    other = people_of.member("Other", community=member.community)
    with viewing.as_member(member):
        strength = strengths.name(member=member, text="  Staying   calm ")
        assert strengths.name(member=member, text="Staying calm", audience=Audience.MATCHES) == strength
        strengths.show(strength=strength, by=member, audience=Audience.COMMUNITY)
        with pytest.raises(rules.NotOneself):
            strengths.endorse(strength=strength, by=member)
    with viewing.as_member(other):
        given = strengths.endorse(strength=strength, by=other, note="Yes!")
        assert strengths.endorse(strength=strength, by=other, note="Again") == given
    assert [(e.note, e.shown, e.decided_at) for e in Endorsement.objects.all()] == [("Yes!", False, None)]
