"""The coordinator's way through HTTP: from two spreadsheets to published suggestions."""

import io
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from querbeet.communities.enums import Audience, Kind
from querbeet.communities.models.bounds import Tie
from querbeet.communities.tests import factories as communities
from querbeet.communities.tests.factories import signed_in_client
from querbeet.core import clock, viewing
from querbeet.matching import tasks
from querbeet.matching.enums import RunState
from querbeet.matching.models import Run
from querbeet.mentorships.models.mentorship import Mentorship
from querbeet.mentorships.queries import suggestions as mentorships
from querbeet.programmes.enums import Side
from querbeet.programmes.models.programme import Programme
from querbeet.programmes.tests import factories

pytestmark = pytest.mark.django_db
SAMPLE = Path(__file__).parents[4] / "examples" / "uk-civil-service"


def upload(name):
    return SimpleUploadedFile(name, (SAMPLE / name).read_bytes())


def carry_out(run, member):
    """What the job worker does."""
    tasks.execute(str(run.pk), str(member.pk), "en")
    run.refresh_from_db()
    return run


@pytest.fixture
def kim():
    return communities.coordinator("Kim")


@pytest.fixture
def programme(kim):
    made = factories.programme(by=kim)
    for name, grade, employer, topics in (
        ("Ash", "One", "Tram", ["rest"]),
        ("Bo", "One", "Zoo", ["applications"]),
        ("Cleo", "Four", "Zoo", []),
    ):
        factories.candidate(made, Side.MENTEE, name, grade=grade, employer=employer, topics=topics)
    for name, grade, employer, topics in (
        ("Dara", "Three", "Library", ["rest", "applications"]),
        ("Eden", "Two", "Tram", ["applications"]),
        ("Fay", "One", "Library", []),
    ):
        factories.candidate(made, Side.MENTOR, name, grade=grade, employer=employer, topics=topics)
    return made


def a_run(programme, kim, **data):
    browser = signed_in_client(kim)
    browser.post(reverse("matching:runs", args=[programme.pk]), {"objective": "coverage", "seed": "", **data})
    return carry_out(Run.objects.order_by("-number").first(), kim), browser


def test_two_spreadsheets_become_explained_pairs(kim):
    browser = signed_in_client(kim)
    made = browser.post("/programmes/new", {"name": "Spring", "start": "civil-service"})
    programme = Programme.objects.get()
    assert made.headers["Location"] == f"/programmes/{programme.pk}"
    files = {"mentees": upload("mentees.csv"), "mentors": upload("mentors.csv")}
    preview = browser.post(f"/programmes/{programme.pk}/import", files, follow=True)
    assert "36" in preview.content.decode()
    assert programme.participants.count() == 0
    for _file in files:
        batch = programme.imports.filter(state="waiting").last()
        browser.post(f"/programmes/{programme.pk}/import/{batch.pk}/yes")
    assert programme.participants.count() == 66
    run, browser = a_run(programme, kim)
    page = browser.get(run.get_absolute_url()).content.decode()
    assert (run.state, run.figures["served"]) == (RunState.DONE, 36)
    assert "Grade: " in page


def test_a_page_waits_for_the_worker_and_then_shows_the_pairs(programme, kim):
    browser = signed_in_client(kim)
    browser.post(reverse("matching:runs", args=[programme.pk]), {"objective": "fair", "seed": "3"})
    run = Run.objects.get()
    waiting = browser.get(run.get_absolute_url())
    assert "The pairs are growing." in waiting.content.decode()
    assert browser.get(run.get_absolute_url(), headers={"HX-Request": "true"}).status_code == 204
    carry_out(run, kim)
    assert browser.get(run.get_absolute_url(), headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"
    page = browser.get(run.get_absolute_url()).content.decode()
    assert "Dara" in page
    assert (
        "One rule alone stands against everybody: On “Grade”, the mentor is at least 1 step above the mentee." in page
    )


def test_a_pinned_pair_is_in_the_next_run_and_a_forbidden_one_is_not(programme, kim):
    run, browser = a_run(programme, kim)
    first = {(pair.mentee.name, pair.mentor.name) for pair in run.pairs.all()}
    assert first == {("Ash", "Dara"), ("Bo", "Dara")}
    people = {row.name: row for row in programme.participants.all()}
    for mentee, mentor, mark in (("Bo", "Eden", "pinned"), ("Ash", "Dara", "forbidden")):
        data = {"mentee": people[mentee].pk, "mentor": people[mentor].pk, "mark": mark, "order": "fit", "page": "1"}
        answer = browser.post(reverse("matching:mark", args=[programme.pk, run.pk]), data)
        assert answer.headers["Location"] == f"{run.get_absolute_url()}?order=fit&page=1#pairs"
    second, browser = a_run(programme, kim)
    assert {(pair.mentee.name, pair.mentor.name) for pair in second.pairs.all()} == {("Bo", "Eden")}
    assert [pair.pinned for pair in second.pairs.all()] == [True]
    page = browser.get(f"{second.get_absolute_url()}/comparison", {"with": str(run.pk)}).content.decode()
    assert "0 pairs are in both." in page
    assert browser.get(f"{second.get_absolute_url()}/comparison", {"with": "x"}).status_code == 404


def test_a_pair_that_a_rule_forbids_cannot_be_pinned(programme, kim):
    run, browser = a_run(programme, kim)
    people = {row.name: row for row in programme.participants.all()}
    data = {"mentee": people["Ash"].pk, "mentor": people["Eden"].pk, "mark": "pinned"}
    page = browser.post(reverse("matching:mark", args=[programme.pk, run.pk]), data, follow=True)
    assert "These two cannot be paired under the rules." in page.content.decode()


def test_a_mark_can_be_taken_back(programme, kim):
    run, browser = a_run(programme, kim)
    pair = run.pairs.first()
    data = {"mentee": pair.mentee_id, "mentor": pair.mentor_id}
    for mark, number in (("forbidden", 1), ("", 0)):
        browser.post(reverse("matching:mark", args=[programme.pk, run.pk]), {**data, "mark": mark})
        assert programme.markings.count() == number


def test_a_run_with_an_impossible_pin_stops_and_says_why(programme, kim):
    run, browser = a_run(programme, kim)
    pair = run.pairs.get(mentee__name="Ash")
    data = {"mentee": pair.mentee_id, "mentor": pair.mentor_id, "mark": "pinned"}
    browser.post(reverse("matching:mark", args=[programme.pk, run.pk]), data)
    browser.post(f"/programmes/{programme.pk}/rules/apart", {"pairs": "dara, ash"})
    stopped, browser = a_run(programme, kim)
    assert stopped.state == RunState.FAILED
    page = browser.get(stopped.get_absolute_url()).content.decode()
    assert "Ash and Dara cannot be paired under the rules. Everything else is as it was." in page


def test_a_run_needs_somebody_on_both_sides(kim):
    empty = factories.programme(by=kim)
    browser = signed_in_client(kim)
    page = browser.post(reverse("matching:runs", args=[empty.pk]), {"objective": "fair"}).content.decode()
    assert "Matching needs at least one mentee and one mentor." in page
    assert not Run.objects.exists()


def test_a_run_that_was_carried_out_twice_after_a_crash_is_the_same(programme, kim):
    run, _browser = a_run(programme, kim)
    before = sorted(run.pairs.values_list("mentee__name", "mentor__name", "fit"))
    Run.objects.update(state=RunState.WORKING)  # its worker fell
    assert carry_out(run, kim).state == RunState.DONE
    assert sorted(run.pairs.values_list("mentee__name", "mentor__name", "fit")) == before


@pytest.mark.parametrize("state", [RunState.DONE, RunState.PUBLISHED])
def test_a_worker_that_fell_after_the_end_of_a_run_does_not_begin_it_anew(programme, kim, state):
    """Its job comes back, since nobody could say that it was done; what was published meanwhile stays published."""
    run, _browser = a_run(programme, kim)
    Run.objects.update(state=state)
    run.refresh_from_db()
    assert carry_out(run, kim).state == state


def test_a_run_that_nobody_works_on_says_so(programme, kim):
    browser = signed_in_client(kim)
    browser.post(reverse("matching:runs", args=[programme.pk]), {"objective": "fair"})
    Run.objects.update(created_at=clock.now() - timedelta(minutes=11))
    page = browser.get(Run.objects.get().get_absolute_url()).content.decode()
    assert "Nobody is working on this run." in page


def test_exports_hold_the_pairs_with_their_reasons(programme, kim):
    run, browser = a_run(programme, kim)
    data = browser.get(f"{run.get_absolute_url()}/pairs.csv").content.decode("utf-8-sig").splitlines()
    assert data == [
        "mentee_id,mentor_id,fit,reasons,mentee_name,mentor_name",
        "ash,dara,14,Grade: One and Three (8) · Topics: both rest (6),Ash,Dara",
        "bo,dara,14,Grade: One and Three (8) · Topics: both applications (6),Bo,Dara",
    ]
    book = load_workbook(io.BytesIO(browser.get(f"{run.get_absolute_url()}/pairs.xlsx").content))
    assert book.active["C2"].value == 14
    without = browser.get(f"{run.get_absolute_url()}/without.csv").content.decode("utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in without] == ["id", "cleo", "eden", "fay"]
    assert browser.get(f"{run.get_absolute_url()}/without.xlsx").status_code == 200
    assert "Cleo" in browser.get(f"{run.get_absolute_url()}/paper").content.decode()


def test_published_pairs_of_members_are_asked_and_two_yes_make_a_match(kim):
    programme = factories.programme(by=kim)
    ash, dara = (communities.member(name, community=kim.community) for name in ("Ash", "Dara"))
    shared = {"secret": ["SECRET-MARK"]}
    factories.enrolled(programme, Side.MENTEE, ash, grade="One", topics=["rest"], asked_for=True, **shared)
    factories.enrolled(programme, Side.MENTOR, dara, grade="Two", topics=["rest"], **shared)
    run, browser = a_run(programme, kim)
    assert [pair.fit for pair in run.pairs.all()] == [12]
    workbench = browser.get(run.get_absolute_url()).content.decode()
    assert "Further wishes" in workbench
    assert "SECRET-MARK" not in workbench
    assert (
        "1 pair of members gets a suggestion" in browser.get(f"{run.get_absolute_url()}/publication").content.decode()
    )
    browser.post(f"{run.get_absolute_url()}/publication")
    proposal = Mentorship.objects.get()
    for member, other in ((ash, "Dara"), (dara, "Ash")):
        page = signed_in_client(member).get("/mentoring").content.decode()
        assert other in page
        assert "Topics: both rest" in page
        assert ("SECRET-MARK" in page, "Further" in page, "points" in page) == (False, False, False)
        signed_in_client(member).post(f"/mentoring/{proposal.pk}/answer", {"reply": "yes"})
    assert Tie.objects.filter(member=ash, other=dara, kind="match", ended_at=None).count() == 1
    page = browser.get(run.get_absolute_url()).content.decode()
    assert "What became of it" in page
    with viewing.as_member(kim):
        assert mentorships.outcomes(run.pk, kim) == {"offered": 0, "accepted": 1, "lapsed": 0, "in_line": 0}
    again = browser.post(f"{run.get_absolute_url()}/publication", follow=True).content.decode()
    assert "Only a finished run that is not yet published can be published." in again


def test_a_block_keeps_two_apart_and_is_told_to_nobody(kim):
    programme = factories.programme(by=kim)
    ash, dara = (communities.member(name, community=kim.community) for name in ("Ash", "Dara"))
    factories.enrolled(programme, Side.MENTEE, ash, grade="One")
    factories.enrolled(programme, Side.MENTOR, dara, grade="Two")
    run, _browser = a_run(programme, kim)
    assert run.figures["pairs"] == 1  # the control: without the block they are a pair
    communities.block(dara, ash)
    run, browser = a_run(programme, kim)
    assert run.figures["pairs"] == 0
    page = browser.get(run.get_absolute_url()).content.decode()
    assert "No one is possible under the rules." in page
    assert "block" not in page.casefold()


def test_whoever_blocked_the_coordinator_is_not_there(kim):
    programme = factories.programme(by=kim)
    ash, dara = (communities.member(name, community=kim.community) for name in ("Ash", "Dara"))
    factories.enrolled(programme, Side.MENTEE, ash, grade="One")
    factories.enrolled(programme, Side.MENTOR, dara, grade="Two")
    run, browser = a_run(programme, kim)
    communities.block(ash, kim)
    assert "Ash" not in browser.get(run.get_absolute_url()).content.decode()
    assert "Ash" not in browser.get(f"/programmes/{programme.pk}/people").content.decode()


def test_what_profiles_give_for_matching_alone_counts_and_is_never_shown(kim):
    from dataclasses import replace

    from querbeet.programmes.enums import QuestionKind, WishKind
    from querbeet.programmes.rules.ruleset import Question, RuleSet, Wish

    tag = Question("tag", "Self-description", QuestionKind.MULTI, facet="tag", shown=False)
    start = replace(RuleSet(), questions=(tag,), wishes=(Wish(WishKind.COMMON, "tag", "tag", points=5),))
    programme = factories.programme(by=kim, start=start)
    ash, dara = (communities.member(name, community=kim.community) for name in ("Ash", "Dara"))
    factories.enrolled(programme, Side.MENTEE, ash)
    factories.enrolled(programme, Side.MENTOR, dara)
    for one in (ash, dara):
        communities.facet(one, Kind.TAG, "CANARY", Audience.MATCHING)
    run, browser = a_run(programme, kim)
    assert [pair.fit for pair in run.pairs.all()] == [5]
    for address in (
        run.get_absolute_url(),
        f"{run.get_absolute_url()}/pairs.csv",
        f"/programmes/{programme.pk}/people",
    ):
        assert "CANARY" not in browser.get(address).content.decode()


def test_runs_are_nobody_else_s(programme, kim):
    run, _browser = a_run(programme, kim)
    stranger = communities.coordinator("Lou")
    member = communities.member("Mika", community=kim.community)
    for one in (stranger, member):
        assert signed_in_client(one).get(run.get_absolute_url()).status_code == 404
        with viewing.as_member(one):
            assert not Run.objects.exists()


def test_the_workbench_costs_the_same_with_few_and_with_many_pairs(programme, kim):
    costs = []
    for more in range(2):
        for index in range(5 * more):
            factories.candidate(programme, Side.MENTEE, f"More {index}", grade="One")
            factories.candidate(programme, Side.MENTOR, f"Mentor {index}", grade="Two")
        run, browser = a_run(programme, kim)
        with CaptureQueriesContext(connection) as queries:
            browser.get(run.get_absolute_url())
        costs.append((run.figures["pairs"], len(queries)))
    (few, cost), (many, again) = costs
    assert (few < many, cost) == (True, again)


def test_ids_in_addresses_are_random(programme, kim):
    run, _browser = a_run(programme, kim)
    assert isinstance(run.pk, UUID)
    assert run.number == 1
