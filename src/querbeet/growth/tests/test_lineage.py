"""Who passed on to whom: both want it, or it is not there; whoever is gone leaves no gap."""

import re

import pytest

from querbeet.communities.enums import Status
from querbeet.communities.models.member import Member
from querbeet.communities.tests import factories as communities
from querbeet.communities.tests.factories import signed_in_client
from querbeet.core import clock, viewing
from querbeet.growth import tasks
from querbeet.growth.actions import leaving, lineage
from querbeet.growth.enums import PathState
from querbeet.growth.models.lineage import Branch, Consent, Figure
from querbeet.growth.models.path import Path
from querbeet.growth.queries import lineage as queries
from querbeet.mentorships.tests import factories as mentorships

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    """Kim mentored Ash and Dara, Dara mentored Robin, Robin mentored Kim in something else."""
    here = communities.community()
    return [communities.member(name, community=here) for name in ("Kim", "Ash", "Dara", "Robin")]


def show(mentorship, by, other):
    with viewing.as_member(by):
        lineage.show(mentorship=mentorship, other=other, by=by)


def grow(mentor, mentee):
    made = mentorships.mentorship("closed", mentee, mentor)
    show(made, mentor, mentee), show(made, mentee, mentor)
    return made


@pytest.fixture
def grown(people):
    kim, ash, dara, robin = people
    return [grow(kim, ash), grow(kim, dara), grow(dara, robin), grow(robin, kim)]


def drawing(viewer):
    content = signed_in_client(viewer).get("/lineage").content.decode()
    return re.sub(r'csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"|X-CSRFToken[^}]*', "", content)


def test_a_branch_needs_the_yes_of_both_and_nobody_reads_the_others(people):
    kim, ash = people[:2]
    made = mentorships.mentorship("closed", ash, kim)
    show(made, ash, kim), show(made, ash, kim)
    assert not Branch.objects.exists()
    with viewing.as_member(kim):
        assert Consent.objects.count() == 0
    before = signed_in_client(kim).get("/lineage/mine").content.decode().count("You would like it to be seen.")
    assert before == 0
    show(made, kim, ash)
    branch = Branch.objects.get()
    assert (branch.mentor, branch.mentee) == (kim, ash)


def test_taking_it_back_works_for_either_at_once(people):
    kim, ash = people[:2]
    made = grow(kim, ash)
    for _time in range(2):
        with viewing.as_member(ash):
            lineage.hide(mentorship=made, other=kim, by=ash)
    assert not Branch.objects.exists()
    show(made, ash, kim)
    assert Branch.objects.count() == 1


def test_equals_and_what_did_not_take_place_cannot_be_shown(people):
    kim, ash = people[:2]
    lapsed = mentorships.mentorship("lapsed", ash, kim)
    with viewing.as_member(kim), pytest.raises(queries.NotGrown):
        lineage.show(mentorship=lapsed, other=ash, by=kim)
    story = mentorships.mentorship("closed", ash, kim, shape="story")
    with viewing.as_member(kim), pytest.raises(queries.NotGrown):
        lineage.show(mentorship=story, other=ash, by=kim)


def test_the_plant_is_drawn_with_words_behind_it(people, grown):
    page = drawing(people[1])
    assert page.count("lineage-leaf") == 3
    assert page.count('class="lineage-seed"') == 1
    assert page.count('class="lineage-stem"') == 3
    assert page.count('class="lineage-graft"') == 1
    assert "A plant with 4 people" in page
    assert page.count("<tr>") == 1 + 4


def test_nobody_stands_on_top_of_another(people, grown):
    with viewing.as_member(people[0]):
        (plant,) = queries.plants(people[0])
    places = [(node.x, node.y) for node in plant.nodes]
    assert len(set(places)) == len(places)
    assert all(0 < x < plant.width and 0 < y < plant.height for x, y in places)


def test_two_plants_and_a_second_mentor(people):
    kim, ash, dara, robin = people
    grow(kim, ash), grow(dara, robin), grow(dara, ash)
    with viewing.as_member(kim):
        plants = queries.plants(kim)
    assert [len(plant.nodes) for plant in plants] == [2, 2]
    assert sum(len(plant.rows) for plant in plants) == 3


def test_long_names_are_shortened_in_the_drawing_alone(people):
    kim, ash = people[:2]
    Member.objects.filter(pk=ash.pk).update(display_name="Ash of the seven gardens")
    grow(kim, ash)
    page = drawing(kim)
    assert "Ash of the sev…" in page
    assert ">Ash of the seven gardens</a>" in page


@pytest.mark.parametrize("event", ["block", "blocked", "pause", "suspend"])
def test_whoever_is_gone_leaves_no_trace_in_the_drawing(people, grown, event):
    viewer, gone = people[1], people[2]
    if event == "block":
        communities.block(viewer, gone)
    elif event == "blocked":
        communities.block(gone, viewer)
    else:
        status = Status.PAUSED if event == "pause" else Status.SUSPENDED
        Member.objects.filter(pk=gone.pk).update(status=status)
    seen = drawing(viewer)
    assert "Dara" not in seen
    with viewing.as_member(gone):
        leaving.forget(member=gone)
    Member.objects.filter(pk=gone.pk).update(status=Status.LEFT)
    assert drawing(viewer) == seen


def test_one_says_on_a_page_what_may_be_seen(people):
    kim, ash = people[:2]
    made = mentorships.mentorship("closed", ash, kim)
    assert "You learned from this person." in signed_in_client(ash).get("/lineage/mine").content.decode()
    for one, other in ((kim, ash), (ash, kim)):
        signed_in_client(one).post(f"/lineage/mine/{made.pk}/{other.key}", {"show": "1"})
    assert Branch.objects.count() == 1
    assert "You would like it to be seen." in signed_in_client(ash).get("/lineage/mine").content.decode()
    signed_in_client(ash).post(f"/lineage/mine/{made.pk}/{kim.key}", {"hide": "1"})
    assert Branch.objects.count() == 0
    assert signed_in_client(ash).post(f"/lineage/mine/{made.pk}/{ash.key}").status_code == 404
    assert signed_in_client(people[3]).post(f"/lineage/mine/{made.pk}/{kim.key}").status_code == 404
    lapsed = mentorships.mentorship("lapsed", ash, kim)
    page = signed_in_client(ash).post(f"/lineage/mine/{lapsed.pk}/{kim.key}", follow=True).content.decode()
    assert "a mentoring that took place" in page


def test_an_empty_lineage_says_what_will_be_here(people):
    assert "Nothing to be seen yet" in drawing(people[0])
    assert "Nothing to be seen" in signed_in_client(people[0]).get("/lineage/mine").content.decode()


def test_the_share_of_those_who_pass_on_is_told_when_they_are_many(people):
    kim = people[0]
    assert "too few" in drawing(kim)
    for number in range(30):
        mentee = communities.member(f"M{number}", community=kim.community)
        mentorships.mentorship("closed", mentee, kim)
        state = PathState.SHADOWING if number < 10 else PathState.REFLECTING
        Path.objects.create(member=mentee, community=kim.community, state=state, since=clock.now())
    assert tasks.reckon_figures(0) == 1
    assert Figure.objects.get().percent == 30
    assert "about 30 of 100" in drawing(kim)
