"""Two walls around what members share, each of which holds alone."""

import pytest
from django.db import transaction
from django.db.utils import IntegrityError, ProgrammingError

from querbeet.communities.enums import Audience, Role, Status, TieKind
from querbeet.communities.models.member import Member
from querbeet.communities.tests import factories as people_of
from querbeet.core import viewing
from querbeet.skills.enums import Side, Source, State
from querbeet.skills.models.availability import Week
from querbeet.skills.models.exchange import Listing, Offer, Wish
from querbeet.skills.models.strengths import Endorsement, Strength
from querbeet.skills.models.vocabulary import Area, Edition, Skill, Word, Wording
from querbeet.skills.tests import factories as make

pytestmark = pytest.mark.django_db
SEEN = {"viewer", "open", "match", "past match", "circle", "paused match"}
PUBLIC = {(name, "community") for name in SEEN}
TOLD = PUBLIC | {("match", "matches"), ("paused match", "matches"), ("circle", "circles")}
OWN = {("viewer", str(audience)) for audience in Audience}
USABLE = {(name, str(audience)) for name in SEEN for audience in Audience if audience != Audience.ONLY_ME}
MODELS = (Offer, Wish, Strength)


@pytest.fixture
def world():
    """A viewer, and everybody who could be told apart from somebody who is not there, with things of each audience."""
    here, there = people_of.community(), people_of.community("Elsewhere")
    viewer = people_of.member("Viewer", community=here)
    people = {
        "viewer": viewer,
        "open": people_of.member("Open", community=here),
        "match": people_of.member("Match", community=here),
        "past match": people_of.member("Past", community=here),
        "circle": people_of.member("Circle", community=here),
        "paused": people_of.member("Paused", community=here, status=Status.PAUSED),
        "paused match": people_of.member("Paused match", community=here, status=Status.PAUSED),
        "suspended": people_of.member("Suspended", community=here, status=Status.SUSPENDED),
        "left": people_of.member("Left", community=here, status=Status.LEFT),
        "arriving": people_of.member("Arriving", community=here, onboarded_at=None),
        "blocked by me": people_of.member("Blocked", community=here),
        "blocking me": people_of.member("Blocking", community=here),
        "foreign": people_of.member("Foreign", community=there),
    }
    for name in ("match", "paused match"):
        people_of.tie(viewer, people[name])
    people_of.tie(people["circle"], viewer, TieKind.CIRCLE)
    people_of.tie(viewer, people["past match"], ended_at=viewer.created_at)
    people_of.tie(viewer, people["blocking me"])
    people_of.block(viewer, people["blocked by me"])
    people_of.block(people["blocking me"], viewer)
    for audience in Audience:
        skill = make.skill(str(audience))
        for member in people.values():
            make.offer(member, skill, audience)
            make.wish(member, skill, audience)
            make.strength(member, str(audience), audience)
    return people


def told(world, rows) -> set[tuple[str, str]]:
    by_id = {member.pk: name for name, member in world.items()}
    return {(by_id[row.member_id], row.audience) for row in rows}


@pytest.mark.parametrize("model", MODELS)
def test_the_application_alone_shows_only_what_one_is_told(world, model):
    assert told(world, model.objects.visible_to(world["viewer"])) == TOLD | OWN


@pytest.mark.parametrize("model", MODELS)
def test_the_database_alone_shows_only_what_one_is_told(world, model):
    with viewing.as_member(world["viewer"]):
        assert told(world, model.objects.all()) == TOLD | OWN


@pytest.mark.parametrize("model", MODELS)
def test_without_either_wall_everything_is_there(world, model):
    """The control: these rows could leak."""
    assert told(world, model.objects.all()) == {(name, str(audience)) for name in world for audience in Audience}


def test_a_steward_reads_no_more_than_others(world):
    world["viewer"].roles = [Role.STEWARD]
    with viewing.as_member(world["viewer"]):
        assert told(world, Listing.objects.all()) == TOLD | OWN


def test_a_matching_run_reads_all_but_what_is_for_me_alone_and_only_for_coordinators(world):
    viewer = world["viewer"]
    viewer.roles = [Role.COORDINATOR]
    assert told(world, Offer.objects.for_matching(viewer)) == USABLE
    with viewing.as_member(viewer):
        assert told(world, Offer.objects.all()) == TOLD | OWN
        viewing.change(purpose="matching")
        assert told(world, Offer.objects.all()) == USABLE | {("viewer", "only_me")}
    viewer.roles = []
    assert set(Offer.objects.for_matching(viewer)) == set()
    with viewing.as_member(viewer):
        viewing.change(purpose="matching")
        assert told(world, Offer.objects.all()) == TOLD | OWN


def test_a_list_of_blocked_people_opens_nothing_they_said(world):
    with viewing.as_member(world["viewer"]):
        viewing.change(purpose="blocks")
        assert told(world, Listing.objects.all()) == OWN


@pytest.mark.parametrize("audience", Audience)
def test_weeks_have_the_same_walls(world, audience):
    for name in ("viewer", "open", "match", "circle", "blocked by me", "blocking me", "foreign", "paused"):
        make.week(world[name], "mon-6", audience=audience)
    seen = {pair for pair in TOLD | OWN if pair[1] == audience} & {
        (name, str(audience)) for name in ("viewer", "open", "match", "circle")
    }
    assert told(world, Week.objects.visible_to(world["viewer"])) == seen
    with viewing.as_member(world["viewer"]):
        assert told(world, Week.objects.all()) == seen
    world["viewer"].roles = [Role.COORDINATOR]
    assert (("open", str(audience)) in told(world, Week.objects.for_matching(world["viewer"]))) is (
        audience != Audience.ONLY_ME
    )
    world["viewer"].roles = []
    assert set(Week.objects.for_matching(world["viewer"])) == set()


@pytest.fixture
def given(world):
    """Confirmations between everybody that could show who is there and who is not."""
    viewer, match = world["viewer"], world["match"]
    strengths = {
        "mine": viewer.strengths.get(audience="community"),
        "shown": match.strengths.get(audience="community"),
        "hidden": match.strengths.get(audience="only_me"),
        "blocked": world["blocking me"].strengths.get(audience="community"),
    }
    made = {
        ("mine", "open"): make.endorsement(strengths["mine"], world["open"]),
        ("mine", "blocked by me"): make.endorsement(strengths["mine"], world["blocked by me"], shown=True),
        ("mine", "left"): make.endorsement(strengths["mine"], world["left"], shown=True),
        ("shown", "viewer"): make.endorsement(strengths["shown"], viewer),
        ("shown", "open"): make.endorsement(strengths["shown"], world["open"], shown=True),
        ("shown", "circle"): make.endorsement(strengths["shown"], world["circle"]),
        ("shown", "blocking me"): make.endorsement(strengths["shown"], world["blocking me"], shown=True),
        ("hidden", "open"): make.endorsement(strengths["hidden"], world["open"], shown=True),
        ("blocked", "viewer"): make.endorsement(strengths["blocked"], viewer, shown=True),
    }
    return {endorsement.pk: name for name, endorsement in made.items()}


GIVEN = {("mine", "open"), ("shown", "viewer"), ("shown", "open")}


def test_confirmations_show_nobody_who_is_hidden_and_nothing_undecided(world, given):
    assert {given[row.pk] for row in Endorsement.objects.visible_to(world["viewer"])} == GIVEN
    with viewing.as_member(world["viewer"]):
        assert {given[row.pk] for row in Endorsement.objects.all()} == GIVEN
    assert len(given) == Endorsement.objects.count()


def refused(statement) -> None:
    with pytest.raises(ProgrammingError), transaction.atomic():
        statement()


def test_nobody_writes_in_the_name_of_another(world):
    viewer, other = world["viewer"], world["open"]
    skill = make.skill("Unused")
    hidden = other.strengths.get(audience="only_me")
    with viewing.as_member(viewer):
        refused(lambda: make.offer(other, skill))
        refused(lambda: make.week(other))
        refused(lambda: make.strength(other, "Not said"))
        refused(lambda: make.endorsement(viewer.strengths.all()[0], viewer))
        refused(lambda: make.endorsement(hidden, viewer))
        shown = Strength.objects.get(member=other, audience="community")
        refused(lambda: make.endorsement(shown, viewer, shown=True))
        assert Listing.objects.filter(member=other).update(note="changed") == 0
        assert Listing.objects.filter(member=other).delete()[0] == 0
        assert Strength.objects.filter(member=other).update(text="changed") == 0


def test_the_owner_of_a_strength_decides_and_never_rewrites_what_was_said(world, given):
    viewer = world["viewer"]
    with viewing.as_member(viewer):
        mine = Endorsement.objects.filter(strength__member=viewer)
        assert mine.update(shown=True) == 1
        refused(lambda: mine.update(note="better"))
        assert Endorsement.objects.filter(strength__member=world["match"]).update(shown=True) == 0


def test_offers_need_a_skill_that_was_taken_in(world):
    viewer = world["viewer"]
    waiting = make.proposal(viewer)
    with viewing.as_member(viewer):
        refused(lambda: make.offer(viewer, waiting))


def test_a_skill_is_listed_once_a_side(world):
    viewer = world["viewer"]
    skill = make.skill("Once")
    make.offer(viewer, skill)
    make.wish(viewer, skill)
    with pytest.raises(IntegrityError), transaction.atomic():
        make.offer(viewer, skill)
    assert [wish.side for wish in Wish.objects.filter(skill=skill)] == [Side.WISH]


@pytest.fixture
def skills(world):
    viewer, other, foreign = world["viewer"], world["open"], world["foreign"]
    made = {"shared": Skill.objects.get(names__en="community")}
    made["taken in"] = make.proposal(other, "Taken in", state=State.ACCEPTED)
    made["joined"] = make.proposal(other, "Joined", state=State.MERGED, merged_into=made["shared"])
    made["mine"] = make.proposal(viewer, "Mine")
    made["mine, declined"] = make.proposal(viewer, "Declined", state=State.DECLINED)
    made["theirs"] = make.proposal(other, "Theirs")
    made["theirs, declined"] = make.proposal(other, "Not taken in", state=State.DECLINED)
    made["foreign"] = make.proposal(foreign, "Foreign", state=State.ACCEPTED)
    return made


def of(skills, rows) -> set[str]:
    by_id = {skill.pk: name for name, skill in skills.items()}
    return {by_id[row.pk] for row in rows if row.pk in by_id}


def test_proposals_are_seen_by_their_proposer_and_stewards_alone(world, skills):
    viewer = world["viewer"]
    seen = {"shared", "taken in", "joined", "mine", "mine, declined"}
    assert of(skills, Skill.objects.visible_to(viewer)) == seen
    assert of(skills, Skill.objects.offered_to(viewer)) == {"shared", "taken in"}
    with viewing.as_member(viewer):
        assert of(skills, Skill.objects.all()) == seen
    viewer.roles = [Role.STEWARD]
    assert of(skills, Skill.objects.visible_to(viewer)) == set(skills) - {"foreign"}
    with viewing.as_member(viewer):
        assert of(skills, Skill.objects.all()) == set(skills) - {"foreign"}


def test_the_shared_vocabulary_is_for_everybody_to_read_and_for_nobody_here_to_change(world):
    viewer = world["viewer"]
    viewer.roles = [Role.STEWARD, Role.COORDINATOR]
    with viewing.as_member(viewer):
        for model in (Skill, Wording, Area):
            assert model.objects.visible_to(viewer).exists()
            assert model.objects.all().update(created_at=viewer.created_at) == 0
            assert model.objects.all()._raw_delete("default") == 0
        refused(lambda: make.skill("Mine alone"))
        refused(lambda: Word.objects.create(text="word"))
        refused(lambda: Edition.objects.create(source=Source.OWN, fingerprint=""))
        assert Word.objects.visible_to(viewer).count() == 0


def test_nobody_takes_in_their_own_proposal(world, skills):
    viewer = world["viewer"]
    area = make.area()
    with viewing.as_member(viewer):
        assert Skill.objects.filter(pk=skills["mine"].pk).update(state=State.ACCEPTED) == 0
        refused(lambda: make.skill("Rushed", area=area, community=viewer.community, proposed_by=viewer))


def test_members_of_nowhere_see_nothing(world):
    with viewing.looking(viewing.Context(community=str(world["viewer"].community_id))):
        assert not Listing.objects.exists()
        assert not Strength.objects.exists()
    assert Member.objects.count() == len(world)
