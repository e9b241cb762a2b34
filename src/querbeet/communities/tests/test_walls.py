"""Two walls, each of which holds alone: what `visible_to` lets through, and what the database lets through."""

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from querbeet.communities.enums import Audience, Kind, Role, Status, TieKind
from querbeet.communities.models.bounds import Block, Tie
from querbeet.communities.models.community import Agreement, Community, Invitation
from querbeet.communities.models.member import Acceptance, Facet, Member, Persona
from querbeet.communities.tests import factories as make
from querbeet.core import viewing
from querbeet.core.viewing import Context

pytestmark = pytest.mark.django_db
TABLES = [Community, Agreement, Invitation, Member, Persona, Facet, Acceptance, Block, Tie]


@pytest.fixture
def world():
    """A viewer, and everybody who could be told apart from somebody who is not there."""
    here, there = make.community(), make.community("Elsewhere")
    viewer = make.member("Viewer", community=here)
    people = {
        "viewer": viewer,
        "open": make.member("Open", community=here),
        "match": make.member("Match", community=here),
        "past match": make.member("Past", community=here),
        "circle": make.member("Circle", community=here),
        "paused": make.member("Paused", community=here, status=Status.PAUSED),
        "paused match": make.member("Paused match", community=here, status=Status.PAUSED),
        "paused circle": make.member("Paused circle", community=here, status=Status.PAUSED),
        "suspended": make.member("Suspended", community=here, status=Status.SUSPENDED),
        "left": make.member("Left", community=here, status=Status.LEFT),
        "arriving": make.member("Arriving", community=here, onboarded_at=None),
        "blocked by me": make.member("Blocked", community=here),
        "blocking me": make.member("Blocking", community=here),
        "foreign": make.member("Foreign", community=there),
    }
    for name in ("match", "paused match"):
        make.tie(viewer, people[name])
    for name in ("circle", "paused circle"):
        make.tie(people[name], viewer, TieKind.CIRCLE)
    make.tie(viewer, people["past match"], ended_at=viewer.created_at)
    make.tie(viewer, people["blocking me"])
    make.block(viewer, people["blocked by me"])
    make.block(people["blocking me"], viewer)
    for member in people.values():
        for audience in Audience:
            make.facet(member, Kind.TAG, str(audience), audience)
    return people


SEEN = {"viewer", "open", "match", "past match", "circle", "paused match"}
PUBLIC = {(name, "community") for name in SEEN}
TOLD = PUBLIC | {("match", "matches"), ("paused match", "matches"), ("circle", "circles")}
OWN = {("viewer", str(audience)) for audience in Audience}


def names(world, members) -> set[str]:
    by_id = {member.pk: name for name, member in world.items()}
    return {by_id[member.pk] for member in members}


def told(world, facets) -> set[tuple[str, str]]:
    by_id = {member.pk: name for name, member in world.items()}
    return {(by_id[facet.member_id], facet.value) for facet in facets}


def test_the_application_alone_shows_only_whom_one_may_know_of(world):
    """Run as the owner, whom no policy stops."""
    assert names(world, Member.objects.visible_to(world["viewer"])) == SEEN


def test_the_database_alone_shows_only_whom_one_may_know_of(world):
    """Run without any filter of ours."""
    with viewing.as_member(world["viewer"]):
        assert names(world, Member.objects.all()) == SEEN


def test_without_either_wall_everybody_is_there(world):
    """The control: these rows could leak."""
    assert names(world, Member.objects.filter(pk__in=[member.pk for member in world.values()])) == set(world)


def test_the_application_alone_shows_only_what_one_is_told(world):
    assert told(world, Facet.objects.visible_to(world["viewer"])) == TOLD | OWN


def test_the_database_alone_shows_only_what_one_is_told(world):
    with viewing.as_member(world["viewer"]):
        assert told(world, Facet.objects.all()) == TOLD | OWN


def test_a_steward_sees_the_suspended_besides_and_nothing_of_their_profile(world):
    world["viewer"].roles = [Role.STEWARD]
    with viewing.as_member(world["viewer"]):
        assert names(world, Member.objects.all()) == SEEN | {"suspended"}
        assert names(world, Member.objects.suspended_for(world["viewer"])) == {"suspended"}
        assert told(world, Facet.objects.all()) == TOLD | OWN


def test_suspended_members_are_for_stewards_alone(world):
    assert set(Member.objects.suspended_for(world["viewer"])) == set()


def test_a_matching_run_reads_all_but_what_is_for_me_alone_and_only_for_coordinators(world):
    viewer = world["viewer"]
    with viewing.looking(Context(member=str(viewer.pk), community=str(viewer.community_id), purpose="matching")):
        assert told(world, Facet.objects.all()) == TOLD | OWN
        assert set(Facet.objects.for_matching(viewer)) == set()
    viewer.roles = [Role.COORDINATOR]
    usable = {(name, str(audience)) for name in SEEN for audience in Audience if audience != Audience.ONLY_ME}
    with viewing.as_member(viewer):
        viewing.change(purpose="matching")
        assert told(world, Facet.objects.all()) == usable | {("viewer", "only_me")}
        assert told(world, Facet.objects.for_matching(viewer)) == usable
    assert told(world, Facet.objects.for_matching(viewer)) == usable


def test_a_block_list_is_readable_for_its_writer_and_names_only_those_still_there(world):
    viewer, mutual = world["viewer"], make.member("Mutual", community=world["viewer"].community)
    make.block(viewer, mutual)
    make.block(mutual, viewer)
    world["mutual"] = mutual
    assert names(world, Member.objects.blocked_by(viewer)) == {"blocked by me"}
    with viewing.as_member(viewer):
        assert set(Member.objects.blocked_by(viewer)) == set()
        viewing.change(purpose="blocks")
        assert names(world, Member.objects.blocked_by(viewer)) == {"blocked by me"}
        assert names(world, Member.objects.all()) == SEEN | {"blocked by me"}
        assert "Blocked" not in {name for name, _value in told(world, Facet.objects.all())}


def test_nobody_reads_who_blocked_them_and_everybody_their_own(world):
    assert {block.blocked_id for block in Block.objects.visible_to(world["viewer"])} == {world["blocked by me"].pk}


def test_an_account_reaches_its_own_personas_before_one_is_chosen_and_no_others(world):
    viewer = world["viewer"]
    with viewing.as_account(viewer.persona.account_id):
        assert names(world, Member.objects.all()) == {"viewer"}
        assert [link.member_id for link in Persona.objects.all()] == [viewer.pk]
        assert list(Community.objects.values_list("name", flat=True)) == ["Garden"]
        assert Acceptance.objects.count() == 1


def test_small_tables_show_what_is_one_s_own_by_each_wall_alone(world):
    viewer, other = world["viewer"], world["open"]
    code_of_mine, _code = make.invitation(viewer.community, by=viewer)
    make.invitation(viewer.community, by=other)
    expected = {
        Community: {viewer.community_id},
        Agreement: set(Agreement.objects.filter(community=viewer.community).values_list("pk", flat=True)),
        Invitation: {code_of_mine.pk},
        Acceptance: set(Acceptance.objects.filter(member=viewer).values_list("pk", flat=True)),
    }
    assert {model: set(model.objects.visible_to(viewer).values_list("pk", flat=True)) for model in expected} == expected
    assert [link.member_id for link in Persona.objects.visible_to(viewer)] == [viewer.pk]
    with viewing.as_member(viewer):
        assert {model: set(model.objects.values_list("pk", flat=True)) for model in expected} == expected
        assert set(Persona.objects.all()) == set()
    viewer.roles = [Role.COORDINATOR]
    with viewing.as_member(viewer):
        assert Invitation.objects.count() == 2
    assert Invitation.objects.visible_to(viewer).count() == 2


def test_ties_of_others_are_nobody_s_business(world):
    make.tie(world["open"], world["match"])
    mine = set(Tie.objects.visible_to(world["viewer"]).values_list("pk", flat=True))
    with viewing.as_member(world["viewer"]):
        assert set(Tie.objects.values_list("pk", flat=True)) == mine
    assert Tie.objects.count() == len(mine) + 1


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model.__name__)
def test_without_a_viewer_every_table_is_empty(world, model):
    make.invitation(world["viewer"].community)
    with viewing.looking(Context()):
        assert model.objects.count() == 0
    with viewing.looking(Context(purpose="authenticate")):
        assert model.objects.count() == 0
    assert model.objects.count() > 0


def test_a_poisoned_connection_shows_nothing_to_the_next(world):
    """A request dies half way; the next one on the same connection begins as nobody."""
    with pytest.raises(ZeroDivisionError), viewing.as_member(world["viewer"]):
        raise ZeroDivisionError
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE querbeet_runtime")
        cursor.execute("SELECT count(*) FROM communities_member")
        assert cursor.fetchone() == (0,)
        cursor.execute("RESET ROLE")


WRITES = {
    "another's profile": "UPDATE communities_facet SET audience = 'community' WHERE member_id = %(other)s",
    "another's name": "UPDATE communities_member SET display_name = 'x' WHERE id = %(other)s",
    "another's status": "UPDATE communities_member SET status = 'left' WHERE id = %(other)s",
    "a block between others": "DELETE FROM communities_block WHERE blocker_id = %(other)s",
    "the community": "UPDATE communities_community SET name = 'x'",
    "an agreement": "UPDATE communities_agreement SET version = 9",
    "a membership": "DELETE FROM communities_member",
    "an invitation": "UPDATE communities_invitation SET used_at = NULL",
}


@pytest.mark.parametrize("what", WRITES)
def test_a_member_cannot_change(world, what):
    make.invitation(world["viewer"].community, by=world["open"])
    make.block(world["open"], world["match"])
    with viewing.as_member(world["viewer"]), connection.cursor() as cursor:
        cursor.execute(WRITES[what], {"other": world["open"].pk})
        assert cursor.rowcount == 0


FORBIDDEN = {
    "make themself a coordinator": "UPDATE communities_member SET roles = '{coordinator}' WHERE id = %(me)s",
    "move to another community": "UPDATE communities_member SET community_id = %(there)s WHERE id = %(me)s",
    "suspend themself": "UPDATE communities_member SET status = 'suspended' WHERE id = %(me)s",
    "make a persona": "INSERT INTO communities_persona VALUES (gen_random_uuid(), now(), %(account)s, %(other)s)",
    "block in another's name": "INSERT INTO communities_block VALUES (gen_random_uuid(), now(), %(me)s, %(other)s)",
    "tie others": """INSERT INTO communities_tie
        VALUES (gen_random_uuid(), now(), 'match', gen_random_uuid(), NULL, %(other)s, %(other)s)""",
    "agree for another": """INSERT INTO communities_acceptance
        VALUES (gen_random_uuid(), now(), %(agreement)s, %(other)s)""",
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_a_member_cannot(world, what):
    me, other = world["viewer"], world["open"]
    values = {
        "me": me.pk,
        "other": other.pk,
        "there": world["foreign"].community_id,
        "account": me.persona.account_id,
        "agreement": Agreement.objects.filter(community=me.community)[0].pk,
    }
    with pytest.raises(ProgrammingError), transaction.atomic(), viewing.as_member(me), connection.cursor() as cursor:
        cursor.execute(FORBIDDEN[what], values)


@pytest.mark.parametrize(
    ("role", "statement"),
    [
        (Role.COORDINATOR, "UPDATE communities_member SET display_name = 'x' WHERE id = %s"),
        (Role.COORDINATOR, "UPDATE communities_member SET status = 'suspended' WHERE id = %s"),
        (Role.STEWARD, "UPDATE communities_member SET status = 'left' WHERE id = %s"),
        (Role.STEWARD, "UPDATE communities_member SET roles = '{steward}' WHERE id = %s"),
    ],
)
def test_staff_change_nothing_of_others_but_what_their_role_is_for(world, role, statement):
    world["viewer"].roles = [role]
    with pytest.raises(ProgrammingError), transaction.atomic(), viewing.as_member(world["viewer"]):
        connection.cursor().execute(statement, [world["open"].pk])


def test_nobody_joins_without_an_open_invitation(world):
    """Each of these is refused by the database, whatever the application thinks."""
    here = world["viewer"].community
    used, code = make.invitation(here, used_at=here.created_at)
    _plain, plain_code = make.invitation(here)
    for context, roles in (
        (Context(purpose="join"), []),
        (Context(purpose="join", invitation=used.code_hash), []),
        (Context(purpose="join", invitation=_plain.code_hash), [Role.COORDINATOR]),
        (Context(invitation=_plain.code_hash), []),
    ):
        with pytest.raises(ProgrammingError), transaction.atomic(), viewing.looking(context):
            Member(community=here, roles=roles).save(force_insert=True)
    with viewing.looking(Context(purpose="join", invitation=_plain.code_hash)):
        Member(community=here).save(force_insert=True)
    assert code != plain_code
