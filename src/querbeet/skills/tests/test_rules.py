"""Rules of skills, week arithmetic and spelling, without a database where that is possible."""

from datetime import UTC, datetime

import pytest

from querbeet.communities.enums import Audience
from querbeet.communities.tests import factories as people_of
from querbeet.core import viewing
from querbeet.skills import rules, spelling
from querbeet.skills.actions import strengths, vocabulary
from querbeet.skills.models.strengths import Endorsement, Strength
from querbeet.skills.models.vocabulary import Area, Edition, Skill, in_reader_language
from querbeet.skills.queries import profiles
from querbeet.skills.tests import factories as make

WINTER, SUMMER = datetime(2026, 1, 5, 12, tzinfo=UTC), datetime(2026, 7, 6, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "now", "hours"),
    [
        ("UTC", WINTER, {18, 19, 20}),
        ("Europe/Berlin", WINTER, {17, 18, 19}),
        ("Europe/Berlin", SUMMER, {16, 17, 18}),
        ("Asia/Tokyo", SUMMER, {9, 10, 11}),
        ("America/New_York", WINTER, {23, 24, 25}),
    ],
)
def test_the_hours_of_a_week_follow_the_clock_of_their_place(zone, now, hours):
    assert rules.hours_of_week(["mon-18"], zone, now) == hours


def test_the_week_goes_round():
    assert rules.hours_of_week(["mon-6"], "Asia/Tokyo", WINTER) == {165, 166, 167}
    assert rules.hours_of_week(["sun-21"], "America/New_York", WINTER) == {2, 3, 4}


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        *[("sewing", "sewing", 0), ("sweing", "sewing", 1), ("nehen", "nahen", 1), ("kochn", "kochen", 1)],
        *[("ab", "ba", 1), ("music", "muse", 2), ("abcd", "wxyz", 3), ("a", "abcd", 3), ("", "ab", 2)],
    ],
)
def test_the_distance_of_words_counts_slips_of_the_finger(one, other, apart):
    assert spelling.distance(one, other) == spelling.distance(other, one) == apart


def test_the_closest_word_is_near_enough_or_none():
    assert spelling.closest("sweing", ["sewing", "swing", "cooking"]) == "sewing"
    assert spelling.closest("sewing", ["swing", "sewing"]) == "sewing"
    assert spelling.closest("tea", ["sea", "team", "tent"]) == "team"
    assert spelling.closest("xyzzy", ["sewing"]) == ""
    assert spelling.closest("xyzzy", []) == ""


def test_a_text_is_told_in_the_reader_s_language_or_any_other():
    from django.utils import translation

    with translation.override("de-colon"):
        assert in_reader_language({"de": "Nähen", "en": "Sewing"}) == "Nähen"
        assert in_reader_language({"en": "Sewing"}) == "Sewing"
        assert in_reader_language({"fr": "Couture"}) == "Couture"
        assert in_reader_language({}) == ""


pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    here = people_of.community()
    return {name: people_of.member(name, community=here) for name in ("owner", "viewer", "blocked", "other")}


def test_a_profile_shows_what_its_reader_may_know_and_who_confirms_it(world):
    owner, viewer = world["owner"], world["viewer"]
    sewing, papers = make.skill("Sewing"), make.skill("Papers")
    make.offer(owner, sewing)
    make.offer(owner, papers, Audience.MATCHES)
    make.wish(owner, papers)
    make.week(owner, "mon-6")
    strength = make.strength(owner, "Calm")
    make.strength(owner, "Hidden", Audience.ONLY_ME)
    make.endorsement(strength, viewer)
    make.endorsement(strength, world["other"], shown=True)
    make.endorsement(strength, world["blocked"], shown=True)
    people_of.block(viewer, world["blocked"])
    with viewing.as_member(viewer):
        told = profiles.profile_of(owner, viewer)
        strange = profiles.profile_of(world["other"], viewer)
    assert ([offer.skill for offer in told.offers], [wish.skill for wish in told.wishes]) == ([sewing], [papers])
    assert told.times == ["mon-6"]
    assert [(one.strength, [card.name for card in one.endorsed_by]) for one in told.strengths] == [
        (strength, ["other"])
    ]
    assert (told.strengths[0].mine, told.strengths[0].can_endorse) == (True, True)
    assert (bool(told), bool(strange)) == (True, False)


def test_a_preview_shows_one_s_own_page_as_others_get_it(world):
    owner = world["owner"]
    sewing, papers = make.skill("Sewing"), make.skill("Papers")
    make.offer(owner, sewing)
    make.wish(owner, papers, Audience.MATCHES)
    strength = make.strength(owner, "Calm")
    make.endorsement(strength, world["other"], shown=True)
    make.endorsement(strength, world["viewer"])
    with viewing.as_member(owner):
        shown = profiles.preview(owner, "community")
        assert [wish.skill for wish in profiles.preview(owner, "match").wishes] == [papers]
    assert ([offer.skill for offer in shown.offers], shown.wishes, shown.times) == ([sewing], [], [])
    assert [[card.name for card in one.endorsed_by] for one in shown.strengths] == [["other"]]
    assert not shown.strengths[0].can_endorse


def test_a_strength_needs_words_and_the_owner_s_hand(world):
    owner, other = world["owner"], world["other"]
    strength = make.strength(owner, "Calm")
    given = make.endorsement(strength, world["viewer"])
    with viewing.as_member(owner), pytest.raises(rules.NothingSaid):
        strengths.name(member=owner, text="   ")
    for verb in (
        lambda: strengths.show(strength=strength, by=other, audience=Audience.MATCHES),
        lambda: strengths.drop(strength=strength, by=other),
        lambda: strengths.decide(endorsement=given, by=other, shown=True),
        lambda: strengths.take_back(endorsement=given, by=other),
    ):
        with viewing.as_member(other), pytest.raises(rules.NotThere):
            verb()
    hidden = make.strength(owner, "Hidden", Audience.ONLY_ME)
    with viewing.as_member(other), pytest.raises(rules.NotThere):
        strengths.endorse(strength=hidden, by=other)
    assert (Strength.objects.count(), Endorsement.objects.get().shown) == (2, False)
    strength.delete()
    with viewing.as_member(owner), pytest.raises(rules.NotThere):
        strengths.drop(strength=strength, by=owner)


def test_showing_a_strength_to_the_same_people_again_changes_nothing(world):
    strength = make.strength(world["owner"], "Calm")
    with viewing.as_member(world["owner"]):
        strengths.show(strength=strength, by=world["owner"], audience=Audience.COMMUNITY)
    assert Strength.objects.get().audience == "community"


def test_a_skill_that_is_gone_is_decided_on_by_nobody(world):
    steward = people_of.steward(community=world["owner"].community)
    gone = make.proposal(world["owner"])
    Skill.objects.filter(pk=gone.pk).delete()
    with viewing.as_member(steward), pytest.raises(rules.NotThere):
        vocabulary.decline(skill=gone, by=steward)


def test_rows_are_named_by_their_ids_and_keys(world):
    owner, skill = world["owner"], make.skill("Sewing")
    strength = make.strength(owner)
    rows = [make.offer(owner, skill), make.week(owner), strength, make.endorsement(strength, world["other"])]
    assert [str(row) for row in rows] == [str(row.pk) for row in rows]
    assert (str(skill), str(Area.objects.get())) == (skill.key, "garden")
    assert str(Edition(source="own")) == "own"
    assert [str(word) for word in skill.wordings.all()] == ["Sewing", "Sewing"]
