"""Pages of programmes, as coordinators and members use them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from querbeet.communities.models.community import Invitation
from querbeet.communities.tests import factories as communities
from querbeet.communities.tests.factories import signed_in_client
from querbeet.programmes import queries
from querbeet.programmes.enums import EnrolmentState, RuleKind, Side, State
from querbeet.programmes.models.participant import Participant
from querbeet.programmes.models.programme import KeptApart, Programme
from querbeet.programmes.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def kim():
    return communities.coordinator("Kim")


@pytest.fixture
def programme(kim):
    return factories.programme(by=kim, purpose="To grow.")


def text(answer):
    return answer.content.decode()


def test_a_member_signs_up_changes_answers_and_steps_out(programme, kim):
    mika = communities.member("Mika", community=kim.community)
    browser, here = signed_in_client(mika), f"/programmes/{programme.pk}"
    assert "As mentee" in text(browser.get(here))
    data = {"grade": "One", "employer": "Tram", "topics": "rest, naps", "asked_for": "yes", "capacity": ""}
    browser.post(f"{here}/enrolment/mentee", data)
    mine = Participant.objects.get()
    assert mine.answers == {"grade": "One", "employer": "Tram", "topics": ["rest", "naps"], "asked_for": True}
    assert 'value="rest, naps"' in text(browser.get(f"{here}/enrolment/mentee"))
    browser.post(f"{here}/enrolment/mentee", {**data, "grade": "Two", "capacity": "2"})
    mine.refresh_from_db()
    assert (mine.answers["grade"], mine.capacity) == ("Two", 2)
    assert "you: mentee" in text(browser.get("/programmes"))
    browser.post(f"{here}/enrolment/mentee/withdrawal")
    mine.refresh_from_db()
    assert (mine.state, mine.answers) == (EnrolmentState.LEFT, {})
    assert browser.post(f"{here}/enrolment/mentee/withdrawal").status_code == 404


def test_nobody_signs_up_while_the_programme_is_not_open(programme, kim):
    browser = signed_in_client(communities.member(community=kim.community))
    Programme.objects.update(state=State.RUNNING)
    assert browser.get(f"/programmes/{programme.pk}/enrolment/mentee").status_code == 404
    Programme.objects.update(state=State.DRAFT)
    assert browser.get(f"/programmes/{programme.pk}").status_code == 404
    assert browser.get(f"/programmes/{programme.pk}/enrolment/teacher").status_code == 404


def test_a_programme_moves_through_its_life(programme, kim):
    browser, here = signed_in_client(kim), f"/programmes/{programme.pk}"
    for event, state in (
        ("collected", "matching"),
        ("start", "running"),
        ("wind_down", "closing"),
        ("close", "closed"),
    ):
        browser.post(f"{here}/state", {"event": event})
        assert Programme.objects.get().state == state
    refused = browser.post(f"{here}/state", {"event": "start"}, follow=True)
    assert "This cannot be done while the programme is “closed”." in text(refused)


def test_name_and_dates_are_changed(programme, kim):
    browser = signed_in_client(kim)
    wrong = {"name": "Autumn", "purpose": "", "starts_on": "2026-05-02", "ends_on": "2026-05-01"}
    assert "The end is before the beginning." in text(browser.post(f"/programmes/{programme.pk}/edit", wrong))
    browser.post(f"/programmes/{programme.pk}/edit", {**wrong, "ends_on": "2026-06-01"})
    assert Programme.objects.get().name == "Autumn"


def test_rules_are_added_changed_and_removed(programme, kim):
    browser, here = signed_in_client(kim), f"/programmes/{programme.pk}/rules"
    question = {"label": "Favourite tea?", "kind": "choice", "asked": "both", "choices": "mint\nsage", "shown": "on"}
    browser.post(f"{here}/questions/new", question)
    browser.post(f"{here}/hard/new", {"kind": "same", "mentee": "favourite_tea", "mentor": "favourite_tea"})
    wish = {"kind": "same", "mentee": "favourite_tea", "mentor": "favourite_tea", "points": "7", "of": "mentee"}
    browser.post(f"{here}/wishes/new", wish)
    ruleset = queries.ruleset(programme)
    assert (ruleset.question("favourite_tea").choices, ruleset.rules[-1].kind, ruleset.wishes[-1].points) == (
        ("mint", "sage"),
        RuleKind.SAME,
        7,
    )
    page = text(browser.get(here))
    assert "Only people with the same “Favourite tea?”." in page
    assert "The same “Favourite tea?” counts 7 points." in page
    refused = browser.post(f"{here}/questions/5/removal", follow=True)
    assert "A rule needs “Favourite tea?”. Remove the rule first." in text(refused)
    steps = {**wish, "kind": "steps", "mentee": "grade", "mentor": "grade", "steps": "1: 3; 2: 1,5"}
    assert "Write steps and points like this" in text(browser.post(f"{here}/wishes/3", steps))
    browser.post(f"{here}/wishes/3", {**steps, "steps": "1: 3; 2: 1.5"})
    assert queries.ruleset(programme).wishes[3].steps == ((1, 3), (2, 1.5))
    assert "1: 3, 2: 1.5" in text(browser.get(f"{here}/wishes/3"))
    for part, number in (("wishes", 3), ("hard", 2), ("questions", 5)):
        browser.post(f"{here}/{part}/{number}/removal")
    assert queries.ruleset(programme) == factories.RULES


def test_rules_that_cannot_work_are_refused_and_nothing_typed_is_lost(programme, kim):
    browser = signed_in_client(kim)
    data = {"kind": "steps", "mentee": "topics", "mentor": "topics", "at_least": "4"}
    page = text(browser.post(f"/programmes/{programme.pk}/rules/hard/new", data))
    assert "do not go upwards in the same way" in page
    assert 'value="4"' in page


def test_pairs_are_kept_apart_and_only_coordinators_know(programme, kim):
    browser, here = signed_in_client(kim), f"/programmes/{programme.pk}/rules"
    assert "Write two identifications a line" in text(browser.post(f"{here}/apart", {"pairs": "a"}))
    browser.post(f"{here}/apart", {"pairs": "SECRET-A, SECRET-B\n"})
    assert [(row.one, row.other) for row in KeptApart.objects.all()] == [("SECRET-A", "SECRET-B")]
    assert "1 pair is never matched." in text(browser.get(here))
    assert "SECRET" in text(browser.get(f"{here}/apart"))
    assert "SECRET" not in text(browser.get(f"/programmes/{programme.pk}/rules.toml"))
    member = signed_in_client(communities.member(community=kim.community))
    assert "SECRET" not in text(member.get(f"/programmes/{programme.pk}"))
    assert "never matched" not in text(member.get(f"/programmes/{programme.pk}"))


def test_rules_go_out_and_come_in_as_a_file(programme, kim):
    browser, here = signed_in_client(kim), f"/programmes/{programme.pk}/rules"
    file = browser.get(f"{here}.toml")
    assert file.headers["Content-Disposition"] == 'attachment; filename="rules.toml"'
    changed = file.content.replace(b"mentees_each = 2", b"mentees_each = 5")
    browser.post(f"{here}/file", {"rules": SimpleUploadedFile("rules.toml", changed)})
    programme.refresh_from_db()
    assert queries.ruleset(programme).mentees_each == 5
    bad = browser.post(f"{here}/file", {"rules": SimpleUploadedFile("rules.toml", b"nonsense = 1")}, follow=True)
    assert "“nonsense” means nothing here." in text(bad)
    assert browser.post(f"{here}/file").status_code == 404
    browser.post(here, {"mentors_each": "3", "mentees_each": "4", "objective": "total"})
    programme.refresh_from_db()
    assert queries.ruleset(programme).mentors_each == 3


def test_a_programme_can_begin_with_a_rules_file_and_says_what_is_wrong_with_it(kim):
    browser = signed_in_client(kim)
    data = {"name": "New", "start": "skills"}
    bad = {**data, "rules": SimpleUploadedFile("rules.toml", b"nonsense = 1")}
    assert "“nonsense” means nothing here." in text(browser.post("/programmes/new", bad))
    browser.post("/programmes/new", {**data, "rules": SimpleUploadedFile("rules.toml", b"mentors_each = 4")})
    assert [row.mentors_each for row in Programme.objects.all()] == [4]


@pytest.mark.parametrize("start", ["skills", "career", "civil-service", "nothing"])
def test_every_beginning_that_we_offer_works(kim, start):
    browser = signed_in_client(kim)
    browser.post("/programmes/new", {"name": "New", "start": start})
    programme = Programme.objects.get()
    Programme.objects.update(state=State.RECRUITING)
    for address in ("", "/rules", "/enrolment/mentee", "/enrolment/mentor", "/rules/wishes/new", "/rules/hard/new"):
        assert browser.get(f"/programmes/{programme.pk}{address}").status_code == 200


def test_a_candidate_is_invited_and_taken_out(programme, kim):
    ash = factories.candidate(programme, Side.MENTEE, "Ash", grade="One")
    mika = factories.enrolled(programme, Side.MENTEE, communities.member("Mika", community=kim.community))
    browser, here = signed_in_client(kim), f"/programmes/{programme.pk}/people"
    assert "Ash" in text(browser.get(here))
    assert "Grade" in text(browser.get(f"{here}/{ash.pk}"))
    assert "It opens the door once" in text(browser.post(f"{here}/{ash.pk}/invitation"))
    assert Invitation.objects.count() == 1
    refused = browser.post(f"{here}/{mika.pk}/invitation", follow=True)
    assert "This person already has an account." in text(refused)
    assert Invitation.objects.count() == 1
    assert "Take Ash out?" in text(browser.get(f"{here}/{ash.pk}/removal"))
    for one in (ash, mika):
        browser.post(f"{here}/{one.pk}/removal")
    assert [row.state for row in Participant.objects.all()] == [EnrolmentState.LEFT]


def test_files_that_cannot_be_read_are_refused_in_words_and_good_ones_wait(programme, kim):
    browser, here = signed_in_client(kim), f"/programmes/{programme.pk}/import"
    assert "Choose at least one file." in text(browser.post(here, {"sent": "1"}))
    files = {
        "mentees": SimpleUploadedFile("a.csv", b"id,grade\n1,One\n"),
        "mentors": SimpleUploadedFile("b.csv", b"\x89PNG\0\0"),
    }
    assert "This is not a table." in text(browser.post(here, files))
    batch = programme.imports.get()
    page = text(browser.get(f"{here}/{batch.pk}"))
    assert "Yes, import 1 row" in page
    browser.post(f"{here}/{batch.pk}", {"column-0": "", "column-1": "answer:grade"})
    assert "Say which column identifies people" in text(browser.get(f"{here}/{batch.pk}"))
    refused = browser.post(f"{here}/{batch.pk}/yes", follow=True)
    assert "Say which column identifies people" in text(refused)
    browser.post(f"{here}/{batch.pk}", {"column-0": "id", "column-1": "answer:grade"})
    browser.post(f"{here}/{batch.pk}/yes")
    assert "Undo this import" in text(browser.get(f"{here}/{batch.pk}"))
    assert "already imported" in text(browser.post(f"{here}/{batch.pk}/discard", follow=True))
    browser.post(f"{here}/{batch.pk}/undo")
    assert "already taken back" in text(browser.post(f"{here}/{batch.pk}/undo", follow=True))
    assert not Participant.objects.exists()


def test_another_community_and_another_role_find_nothing(programme, kim):
    stranger = signed_in_client(communities.coordinator("Lou"))
    member = signed_in_client(communities.member(community=kim.community))
    here = f"/programmes/{programme.pk}"
    assert stranger.get(here).status_code == 404
    for address in ("/edit", "/rules", "/people", "/import", "/rules.toml", "/runs"):
        assert (stranger.get(here + address).status_code, member.get(here + address).status_code) == (404, 404)


@pytest.mark.parametrize("address", ["/programmes", "/programmes/{pk}/people", "/mentoring"])
def test_lists_cost_the_same_with_one_row_and_with_three(programme, kim, address):
    browser = signed_in_client(kim)
    costs = []
    for number in (1, 2):
        for index in range(number):
            factories.programme(by=kim, name=f"More {number}{index}")
            factories.candidate(programme, Side.MENTEE, f"C {number}{index}", grade="One")
            mika = communities.member(community=kim.community)
            factories.enrolled(programme, Side.MENTEE, mika, grade="One")
        with CaptureQueriesContext(connection) as seen:
            browser.get(address.format(pk=programme.pk))
        costs.append(len(seen))
    assert costs[0] == costs[1]
