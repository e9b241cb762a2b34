"""Skills that members propose, and what stewards make of them."""

import pytest

from querbeet.audit.models import Entry
from querbeet.communities.enums import Audience
from querbeet.communities.tests import factories as people_of
from querbeet.core import viewing
from querbeet.skills import rules
from querbeet.skills.actions import vocabulary
from querbeet.skills.enums import Source, State
from querbeet.skills.models.exchange import Listing
from querbeet.skills.models.vocabulary import Skill
from querbeet.skills.queries import search
from querbeet.skills.queries import vocabulary as read
from querbeet.skills.tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return people_of.community()


@pytest.fixture
def member(here):
    return people_of.member("Mika", community=here)


@pytest.fixture
def steward(here):
    return people_of.steward("Sasha", community=here)


def accept(skill, steward, **changes):
    told = {
        "area": skill.area,
        "names": {"en": "Keeping bees", "de": "Bienen halten"},
        "descriptions": {"en": "Look after bees."},
        "synonyms": {"de": ["Imkerei"]},
        "sensitive": False,
    }
    with viewing.as_member(steward):
        return vocabulary.accept(skill=skill, by=steward, **(told | changes))


def test_a_proposal_waits_for_the_stewards(member):
    area = make.area()
    with viewing.as_member(member):
        made = vocabulary.propose(
            member=member, area=area, names={"en": " Bee  keeping ", "de": " "}, descriptions={"en": ""}
        )
    assert (made.names, made.descriptions, made.synonyms) == ({"en": "Bee keeping"}, {}, {})
    assert (made.state, made.source, made.proposed_by) == (State.PROPOSED, Source.COMMUNITY, member)
    assert [(entry.verb, entry.target_id) for entry in Entry.objects.all()] == [("skill.proposed", made.pk)]


def test_a_proposal_needs_a_name_and_a_member_has_only_so_many(member, monkeypatch):
    area = make.area()
    with viewing.as_member(member):
        with pytest.raises(rules.NothingSaid):
            vocabulary.propose(member=member, area=area, names={"en": "  "})
        monkeypatch.setattr(rules, "MOST_PROPOSALS", 1)
        vocabulary.propose(member=member, area=area, names={"en": "One"})
        with pytest.raises(rules.TooMany):
            vocabulary.propose(member=member, area=area, names={"en": "Two"})


def test_what_is_taken_in_is_found_by_everybody_here_and_nobody_elsewhere(member, steward, here):
    skill = make.proposal(member)
    other, foreign = people_of.member("Other", community=here), people_of.member("Foreign")
    with viewing.as_member(other):
        assert search.skills("bees", other).skills == []
    accept(skill, steward)
    for text in ("bees", "Imkerei", "Bienen", "imkere"):
        with viewing.as_member(other):
            assert search.skills(text, other).skills == [skill]
        with viewing.as_member(foreign):
            assert search.skills(text, foreign).skills == []


def test_a_declined_proposal_is_told_to_its_proposer_and_can_be_taken_in_later(member, steward):
    skill = make.proposal(member)
    with viewing.as_member(steward):
        vocabulary.decline(skill=skill, by=steward)
    with viewing.as_member(member):
        assert [(mine, mine.state) for mine in read.proposals_of(member)] == [(skill, State.DECLINED)]
    assert accept(skill, steward).state == State.ACCEPTED


@pytest.mark.parametrize("state", [State.ACCEPTED, State.MERGED])
def test_what_was_decided_is_not_declined(member, steward, state):
    into = make.skill("Into") if state == State.MERGED else None
    skill = make.proposal(member, state=state, merged_into=into)
    with viewing.as_member(steward), pytest.raises(rules.NotNow):
        vocabulary.decline(skill=skill, by=steward)


def test_only_stewards_of_the_community_decide(member):
    skill = make.proposal(member)
    foreign = people_of.steward("Foreign")
    with viewing.as_member(member), pytest.raises(rules.NotYours):
        vocabulary.decline(skill=skill, by=member)
    with viewing.as_member(foreign), pytest.raises(rules.NotYours):
        vocabulary.decline(skill=skill, by=foreign)
    assert Skill.objects.get(pk=skill.pk).state == State.PROPOSED


def test_the_shared_vocabulary_is_not_decided_on(steward):
    skill = make.skill("Sewing")
    with viewing.as_member(steward), pytest.raises(rules.NotYours):
        vocabulary.decline(skill=skill, by=steward)
    assert not rules.can_steward(steward, skill)


def test_joining_moves_offers_and_wishes_that_no_steward_can_read(member, steward, here):
    old = make.proposal(member, "Bees", state=State.ACCEPTED)
    new = make.skill("Beekeeping")
    other = people_of.member("Other", community=here)
    make.offer(member, old, Audience.ONLY_ME, note="Hidden.")
    make.offer(other, old, note="Old.")
    make.offer(other, new, note="New.")
    make.wish(other, old, Audience.MATCHING)
    before = make.proposal(other, "Earlier", state=State.MERGED, merged_into=old)
    with viewing.as_member(steward):
        vocabulary.merge(skill=old, into=new, by=steward)
        assert viewing.current().purpose == ""
        assert Listing.objects.filter(note="Hidden.").count() == 0
    rows = {(row.member_id, row.side, row.skill_id, row.note) for row in Listing.objects.all()}
    assert rows == {
        (member.pk, "offer", new.pk, "Hidden."),
        (other.pk, "offer", new.pk, "New."),
        (other.pk, "wish", new.pk, ""),
    }
    before.refresh_from_db()
    assert before.merged_into == new
    with viewing.as_member(member):
        assert read.skill(old.key, member) == new


def test_a_skill_is_not_joined_with_itself_nor_with_one_that_waits(member, steward):
    skill, waiting = make.proposal(member, "One"), make.proposal(member, "Two")
    with viewing.as_member(steward):
        for into in (skill, waiting):
            with pytest.raises(rules.NotNow):
                vocabulary.merge(skill=skill, into=into, by=steward)


def test_stewards_see_what_waits_first_and_nobody_s_name(member, steward):
    make.proposal(member, "Apples", state=State.ACCEPTED)
    make.proposal(member, "Zucchini")
    make.proposal(member, "Gone", state=State.MERGED, merged_into=make.skill("Into"))
    with viewing.as_member(steward):
        assert [skill.names["en"] for skill in read.for_stewards(steward)] == ["Zucchini", "Apples"]
    client = people_of.signed_in_client(steward)
    page = client.get("/skills/proposals").content.decode()
    assert "Zucchini" in page
    assert "Mika" not in page
