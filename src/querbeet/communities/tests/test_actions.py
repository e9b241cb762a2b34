"""Verbs of members and communities: each runs as the member who acts, under the rights of the runtime role."""

import pytest

from querbeet.audit.models import Entry
from querbeet.communities import queries, rules
from querbeet.communities.actions import agreements, blocks, founding, invitations, presence, profiles, roles
from querbeet.communities.enums import Audience, Kind, Role, Status, TieKind
from querbeet.communities.models.bounds import Block
from querbeet.communities.models.community import Agreement
from querbeet.communities.models.member import Acceptance, Facet, Member
from querbeet.communities.tests import factories as make
from querbeet.core import viewing

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return make.community()


@pytest.fixture
def mika(here):
    return make.member("Mika", community=here)


@pytest.fixture
def kim(here):
    return make.coordinator(community=here)


@pytest.fixture
def sasha(here):
    return make.steward(community=here)


def verbs() -> list[str]:
    return list(Entry.objects.order_by("created_at").values_list("verb", flat=True))


def told(member) -> list[tuple[str, str]]:
    return [(facet.value, facet.audience) for facet in Facet.objects.filter(member=member)]


# Founding and settings


def test_a_founded_community_has_an_agreement_and_a_code_for_its_first_coordinator():
    founded = founding.found(name=" Garden ", agreement={"de": "Gut.", "en": "Good."})
    assert founded.community.name == "Garden"
    assert queries.newest_agreement(founded.community).texts == {"de": "Gut.", "en": "Good."}
    assert founded.community.invitations.get().roles == [Role.COORDINATOR, Role.STEWARD]
    assert verbs() == ["community.founded", "invitation.made"]


def test_the_agreement_that_comes_with_the_house_speaks_both_languages():
    assert set(queries.newest_agreement(founding.found(name="Garden").community).texts) == {"de", "en"}


def test_a_coordinator_changes_what_the_community_says_about_itself_once(kim):
    told = {"name": "Beds", "purpose": "Digging", "languages": ["en"], "time_zone": "Europe/Vienna"}
    with viewing.as_member(kim):
        founding.change(community=kim.community, by=kim, **told)
        changed = founding.change(community=kim.community, by=kim, **told)
    assert {field: getattr(changed, field) for field in told} == told
    assert verbs() == ["community.changed"]


def test_a_member_changes_nothing_about_the_community(mika):
    with viewing.as_member(mika), pytest.raises(rules.NotYours):
        founding.change(community=mika.community, by=mika, name="x", purpose="", languages=["de"], time_zone="UTC")


# Invitations


def test_of_a_code_only_a_keyed_hash_is_kept(kim):
    with viewing.as_member(kim):
        invited = invitations.invite(community=kim.community, by=kim, note=" Tuesday ", roles=[Role.STEWARD])
    kept = kim.community.invitations.get()
    assert invited.code not in str(vars(kept))
    assert len(kept.code_hash) == 64
    assert (kept.note, kept.roles, kept.created_by) == ("Tuesday", [Role.STEWARD], kim)


def test_a_member_invites_nobody(mika):
    with viewing.as_member(mika), pytest.raises(rules.NotYours):
        invitations.invite(community=mika.community, by=mika)


def test_a_revoked_invitation_is_revoked_once_and_a_used_one_stays_used(kim):
    open_one, _code = make.invitation(kim.community, by=kim)
    used, _code = make.invitation(kim.community, by=kim, used_at=kim.created_at)
    with viewing.as_member(kim):
        first = invitations.revoke(invitation=open_one, by=kim).revoked_at
        assert invitations.revoke(invitation=open_one, by=kim).revoked_at == first
        assert invitations.revoke(invitation=used, by=kim).revoked_at is None
    assert verbs() == ["invitation.revoked"]


# Agreements


def test_a_new_agreement_asks_everybody_again_but_its_author(kim, mika):
    texts = {"de": "Neu.", "en": "New."}
    with viewing.as_member(kim):
        published = agreements.publish(community=kim.community, by=kim, texts=texts)
        assert agreements.publish(community=kim.community, by=kim, texts=texts) == published
    assert published.version == 2
    with viewing.as_account(mika.persona.account_id):
        assert [member.agreed for member in queries.personas(mika.persona.account)] == [False]
    with viewing.as_account(kim.persona.account_id):
        assert [member.agreed for member in queries.personas(kim.persona.account)] == [True]
    assert verbs() == ["agreement.published"]


def test_agreeing_counts_once_and_keeps_the_first_word_about_age(kim):
    newcomer = make.member(community=kim.community, adult_confirmed_at=None)
    newest = make.agreement(kim.community)
    with viewing.as_member(newcomer):
        agreements.accept(member=newcomer, version=newest.version, adult=True)
        agreements.accept(member=newcomer, version=newest.version, adult=True)
    assert Acceptance.objects.filter(member=newcomer, agreement=newest).count() == 1
    assert Member.objects.get(pk=newcomer.pk).adult_confirmed_at is not None
    assert verbs() == ["agreement.accepted"]


def test_an_old_agreement_cannot_be_agreed_to_any_more(mika):
    old = queries.newest_agreement(mika.community)
    make.agreement(mika.community)
    with viewing.as_member(mika), pytest.raises(rules.AgreementChanged):
        agreements.accept(member=mika, version=old.version, adult=True)


def test_a_member_publishes_no_agreement(mika):
    with viewing.as_member(mika), pytest.raises(rules.NotYours):
        agreements.publish(community=mika.community, by=mika, texts={"de": "x", "en": "x"})
    assert Agreement.objects.filter(community=mika.community).count() == 1


# Profiles


def test_a_changed_name_leaves_the_old_one_in_no_row(mika):
    with viewing.as_member(mika):
        profiles.rename(member=mika, name="  Old   Canary ")
        profiles.rename(member=mika, name="New")
        profiles.rename(member=mika, name="New")
    assert Member.objects.get(pk=mika.pk).display_name == "New"
    assert "Canary" not in str(list(Entry.objects.values_list()))
    assert verbs() == ["member.renamed", "member.renamed"]


def test_a_name_of_blanks_is_refused_in_words(mika):
    with viewing.as_member(mika), pytest.raises(rules.NameNeeded):
        profiles.rename(member=mika, name="   ")


def test_telling_replaces_what_was_told_of_this_kind_and_keeps_its_order(mika):
    make.facet(mika, Kind.REGION, "North")
    with viewing.as_member(mika):
        for sets in (["sie/ihr", "they/them"], ["they/them", "xier/xiem", "they/them", " "]):
            profiles.tell(member=mika, kind=Kind.PRONOUNS, values=sets, audience=Audience.COMMUNITY)
        profiles.tell(member=mika, kind=Kind.PRONOUNS, values=["they/them", "xier/xiem"], audience=Audience.COMMUNITY)
    answers = [facet.value for facet in Facet.objects.filter(member=mika, kind=Kind.PRONOUNS)]
    assert list(answers) == ["they/them", "xier/xiem"]
    assert Facet.objects.filter(member=mika, kind=Kind.REGION).count() == 1
    assert verbs() == ["profile.told", "profile.told"]


def test_each_self_description_keeps_its_own_audience(mika):
    make.facet(mika, Kind.TAG, "trans", Audience.MATCHES)
    with viewing.as_member(mika):
        profiles.tell(member=mika, kind=Kind.TAG, values=["trans", "baker"], audience=Audience.COMMUNITY)
    assert told(mika) == [("trans", Audience.MATCHES), ("baker", Audience.COMMUNITY)]


def test_what_is_said_once_has_the_audience_of_the_last_word(mika):
    make.facet(mika, Kind.ABOUT, "Hello", Audience.COMMUNITY)
    with viewing.as_member(mika):
        profiles.tell(member=mika, kind=Kind.ABOUT, values=["Hello"], audience=Audience.ONLY_ME)
    assert told(mika) == [("Hello", Audience.ONLY_ME)]


def test_audiences_are_set_for_one_s_own_things_and_for_nobody_else_s(mika, kim):
    mine, theirs = make.facet(mika), make.facet(kim)
    with viewing.as_member(mika):
        profiles.show(member=mika, audiences={mine.pk: Audience.MATCHES, theirs.pk: Audience.ONLY_ME})
        profiles.show(member=mika, audiences={mine.pk: Audience.MATCHES})
    assert told(mika) == [(mine.value, Audience.MATCHES)]
    assert told(kim) == [(theirs.value, Audience.COMMUNITY)]
    assert verbs() == ["profile.shown"]


def test_a_member_is_invisible_until_they_have_arrived(kim):
    newcomer = make.member("New", community=kim.community, onboarded_at=None)
    with viewing.as_member(kim):
        assert set(Member.objects.visible_to(kim)) == {kim}
    with viewing.as_member(newcomer):
        profiles.arrive(member=newcomer)
        profiles.arrive(member=newcomer)
    with viewing.as_member(kim):
        assert set(Member.objects.visible_to(kim)) == {kim, newcomer}
    assert verbs() == ["member.arrived"]


def test_an_old_address_leads_nowhere(mika):
    with viewing.as_member(mika):
        fresh = profiles.rotate_key(member=mika).key
    assert fresh != mika.key
    assert not Member.objects.filter(key=mika.key).exists()


# Presence


def test_a_break_is_one_press_and_so_is_its_end(mika):
    with viewing.as_member(mika):
        for act in (presence.pause, presence.pause, presence.resume, presence.resume):
            mika = act(member=mika)
    assert mika.status == Status.ACTIVE
    assert verbs() == ["member.pause", "member.resume"]


def test_whoever_leaves_takes_name_profile_roles_and_ties_along(mika, kim):
    make.facet(kim)
    make.tie(mika, kim)
    make.coordinator("Second", community=kim.community)
    with viewing.as_member(kim):
        presence.leave(member=kim)
        presence.leave(member=kim)
    gone = Member.objects.get(pk=kim.pk)
    assert (gone.status, gone.display_name, gone.roles) == (Status.LEFT, "", [])
    assert gone.key != kim.key
    assert (kim.facets.count(), kim.ties.filter(ended_at=None).count(), mika.ties.filter(ended_at=None).count()) == (
        0,
        0,
        0,
    )
    assert verbs() == ["member.left"]


def test_the_last_coordinator_cannot_leave_and_loses_nothing_by_trying(kim):
    make.facet(kim)
    with viewing.as_member(kim), pytest.raises(rules.LastCoordinator):
        presence.leave(member=kim)
    assert kim.facets.count() == 1


def test_a_coordinator_whom_one_may_not_see_does_not_count(kim):
    """Otherwise the refusal would tell that somebody who blocked me is still there."""
    hidden = make.coordinator("Hidden", community=kim.community)
    make.block(hidden, kim)
    with viewing.as_member(kim), pytest.raises(rules.LastCoordinator):
        presence.leave(member=kim)


def test_a_suspension_shuts_the_door_and_a_lifted_one_opens_it_again(mika, sasha):
    Member.objects.filter(pk=mika.pk).update(status=Status.PAUSED)
    make.tie(sasha, mika)
    with viewing.as_member(sasha):
        presence.suspend(member=mika, by=sasha)
        presence.suspend(member=mika, by=sasha)
    with viewing.as_account(mika.persona.account_id):
        assert queries.personas(mika.persona.account) == []
        assert queries.suspended_personas(mika.persona.account) == [mika]
    with viewing.as_member(sasha):
        assert presence.lift(member=mika, by=sasha).status == Status.PAUSED
    assert verbs() == ["member.suspend", "member.lift"]


@pytest.mark.parametrize("act", [presence.suspend, presence.lift])
def test_a_coordinator_is_no_steward(mika, kim, act):
    with viewing.as_member(kim), pytest.raises(rules.NotYours):
        act(member=mika, by=kim)


# Blocks


def test_after_a_block_both_have_left_in_each_other_s_eyes(mika, kim):
    make.tie(mika, kim)
    with viewing.as_member(mika):
        blocks.block(member=kim, by=mika)
        blocks.block(member=kim, by=mika)
        assert set(Member.objects.visible_to(mika)) == {mika}
    with viewing.as_member(kim):
        assert set(Member.objects.visible_to(kim)) == {kim}
    assert Block.objects.count() == 1


def test_the_record_of_a_block_names_neither_community_nor_target(mika, kim, sasha):
    with viewing.as_member(mika):
        blocks.block(member=kim, by=mika)
    entry = Entry.objects.get()
    assert (entry.verb, entry.community, entry.target_id, entry.detail) == ("block.made", None, None, {})
    with viewing.as_member(sasha):
        assert Entry.objects.count() == 0


def test_unblocking_brings_back_the_person_and_not_what_they_had_together(mika, kim):
    make.facet(kim, Kind.ABOUT, "For matches", Audience.MATCHES)
    make.tie(mika, kim, TieKind.MATCH)
    with viewing.as_member(mika):
        blocks.block(member=kim, by=mika)
        mine = Block.objects.get()
        blocks.unblock(block=mine, by=mika)
        blocks.unblock(block=mine, by=mika)
        assert set(Member.objects.visible_to(mika)) == {mika, kim}
        assert set(Facet.objects.visible_to(mika)) == set()
    assert verbs() == ["block.made", "block.ended"]


def test_a_block_is_taken_back_by_its_writer_alone(mika, kim):
    made = make.block(mika, kim)
    with viewing.as_member(kim):
        blocks.unblock(block=made, by=kim)
    assert Block.objects.count() == 1


# Roles


def test_roles_are_given_and_taken_back_once(mika, kim):
    with viewing.as_member(kim):
        roles.grant(member=mika, role=Role.STEWARD, by=kim)
        assert roles.grant(member=mika, role=Role.STEWARD, by=kim).roles == [Role.STEWARD]
        roles.withdraw(member=mika, role=Role.STEWARD, by=kim)
        assert roles.withdraw(member=mika, role=Role.STEWARD, by=kim).roles == []
    assert verbs() == ["role.granted", "role.withdrawn"]


def test_the_last_coordinator_keeps_the_role_until_there_is_another(mika, kim):
    with viewing.as_member(kim):
        with pytest.raises(rules.LastCoordinator):
            roles.withdraw(member=kim, role=Role.COORDINATOR, by=kim)
        roles.grant(member=mika, role=Role.COORDINATOR, by=kim)
        assert roles.withdraw(member=kim, role=Role.COORDINATOR, by=kim).roles == []


def test_a_steward_gives_no_roles(mika, sasha):
    with viewing.as_member(sasha), pytest.raises(rules.NotYours):
        roles.grant(member=mika, role=Role.COORDINATOR, by=sasha)
