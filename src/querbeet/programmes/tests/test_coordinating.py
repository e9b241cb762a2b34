"""Pages of coordinators: many people, one person, checks, tables and the report."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from querbeet.communities.tests import factories as communities
from querbeet.communities.tests.factories import signed_in_client
from querbeet.core import viewing
from querbeet.programmes.actions import enrolments, vetting
from querbeet.programmes.enums import EnrolmentState as S
from querbeet.programmes.enums import Side, VettingKind
from querbeet.programmes.models.participant import Participant
from querbeet.programmes.models.programme import Programme
from querbeet.programmes.models.vetting import Check
from querbeet.programmes.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def kim():
    return communities.coordinator("Kim")


@pytest.fixture
def programme(kim):
    return factories.programme(by=kim)


@pytest.fixture
def browser(kim):
    return signed_in_client(kim)


def text(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def waiting(programme, kim, name, state=S.SUBMITTED):
    return factories.enrolled(
        programme, Side.MENTEE, communities.member(name, community=kim.community), state=state, grade="One"
    )


def test_the_list_is_told_apart_by_who_has_to_act(programme, kim, browser):
    waiting(programme, kim, "Ash")
    waiting(programme, kim, "Dara", S.PAUSED)
    waiting(programme, kim, "Mika", S.LEFT)
    here = f"/programmes/{programme.pk}/people"
    seen = {
        group: [name for name in ("Ash", "Dara", "Mika") if name in text(browser.get(f"{here}?group={group}"))]
        for group in ("everyone", "yours", "theirs", "over", "nonsense")
    }
    assert seen == {
        "everyone": ["Ash", "Dara"],
        "yours": ["Ash"],
        "theirs": ["Dara"],
        "over": ["Mika"],
        "nonsense": ["Ash", "Dara"],
    }
    assert "Dara" not in text(browser.get(f"{here}?q=as"))
    assert "Nobody fits what you look for." in text(browser.get(f"{here}?q=xyz"))
    assert "1 mentee waits for you" in text(browser.get(f"/programmes/{programme.pk}"))


def test_many_are_decided_at_once_and_what_happened_to_each_is_said(programme, kim, browser):
    rows = [waiting(programme, kim, "Ash"), waiting(programme, kim, "Dara", S.SUSPENDED)]
    data = {"decision": "admit", "who": [str(row.pk) for row in rows], "side": "mentee", "group": "everyone"}
    page = text(browser.post(f"/programmes/{programme.pk}/people/decisions", data))
    assert "This cannot be done while somebody is “on hold by the coordinators”." in page
    assert [row.state for row in Participant.objects.order_by("created_at")] == [S.POOL, S.SUSPENDED]


def test_everybody_in_a_part_of_the_list_is_decided_at_once(programme, kim, browser):
    for number in range(3):
        waiting(programme, kim, f"Ash {number}")
    waiting(programme, kim, "Dara", S.TRAINING)
    data = {"decision": "screen", "all": "1", "side": "mentee", "group": "yours"}
    browser.post(f"/programmes/{programme.pk}/people/decisions", data)
    assert Participant.objects.filter(state=S.SCREENING).count() == 3


def test_a_grave_decision_is_asked_about_once_more(programme, kim, browser):
    row = waiting(programme, kim, "Ash")
    here, data = f"/programmes/{programme.pk}/people/decisions", {"decision": "decline", "who": str(row.pk)}
    assert "Not this time: 1 person?" in text(browser.post(here, data))
    assert Participant.objects.get().state == S.SUBMITTED
    told = browser.post(here, {**data, "sure": "1", "person": "1"}, follow=True)
    assert "Done. Now: not taken this time." in text(told)


@pytest.mark.parametrize("data", [{"decision": "admit"}, {"decision": "forget"}, {}])
def test_without_a_choice_nothing_happens_and_that_is_said(programme, browser, data):
    told = browser.post(f"/programmes/{programme.pk}/people/decisions", data, follow=True)
    assert "Nothing was changed: choose people and what should happen." in text(told)


def test_people_of_another_programme_or_made_up_ones_are_not_decided_about(programme, kim, browser):
    elsewhere = waiting(factories.programme(by=kim, name="Other"), kim, "Ash")
    here = f"/programmes/{programme.pk}/people/decisions"
    browser.post(here, {"decision": "admit", "who": str(elsewhere.pk)})
    assert Participant.objects.get().state == S.SUBMITTED
    assert browser.post(here, {"decision": "admit", "who": "x"}).status_code == 404


def test_a_refusal_for_one_person_is_said_on_their_page(programme, kim, browser):
    row = waiting(programme, kim, "Ash", S.POOL)
    data = {"decision": "admit", "who": str(row.pk), "person": "1"}
    told = browser.post(f"/programmes/{programme.pk}/people/decisions", data, follow=True)
    assert "This cannot be done while somebody is “can be matched”." in text(told)


def test_a_question_goes_to_the_person_and_its_answer_comes_back(programme, kim, browser):
    row = waiting(programme, kim, "Ash")
    here, own = f"/programmes/{programme.pk}/people/{row.pk}", f"/programmes/{programme.pk}/enrolment/mentee"
    ash = signed_in_client(row.member)
    assert ash.get(f"{own}/answer").status_code == 404
    assert "What would you like to know?" in text(browser.get(f"{here}/question"))
    browser.post(f"{here}/question", {"asked": "Which days?"})
    assert "This cannot be done" in text(browser.post(f"{here}/question", {"asked": "Again?"}))
    assert "Read and answer" in text(ash.get(f"/programmes/{programme.pk}"))
    assert "Which days?" in text(ash.get(f"{own}/answer"))
    ash.post(f"{own}/answer", {"said": "Mondays"})
    assert "Mondays" in text(browser.get(here))


def test_members_pause_come_back_and_say_when_they_were_trained(programme, kim):
    row = waiting(programme, kim, "Ash", S.POOL)
    ash, here = signed_in_client(row.member), f"/programmes/{programme.pk}"
    for event, state in (("pause", S.PAUSED), ("resume", S.POOL)):
        ash.post(f"{here}/enrolment/mentee/step", {"event": event})
        assert Participant.objects.get().state == state
    assert ash.post(f"{here}/enrolment/mentee/step", {"event": "prepare"}).status_code == 404
    assert ash.post(f"{here}/enrolment/mentee/step", {"event": "admit"}).status_code == 404
    told = ash.post(f"{here}/enrolment/mentee/step", {"event": "resume"}, follow=True)
    assert "This cannot be done" in text(told)
    Participant.objects.update(state=S.TRAINING)
    ash.post(f"{here}/enrolment/mentee/step", {"event": "prepare"})
    assert Participant.objects.get().state == S.READY


@pytest.mark.parametrize("state", S)
def test_every_state_has_a_page_for_the_person_and_for_coordinators(programme, kim, browser, state):
    row = waiting(programme, kim, "Ash", state)
    assert text(signed_in_client(row.member).get(f"/programmes/{programme.pk}"))
    assert "Ash" in text(browser.get(f"/programmes/{programme.pk}/people/{row.pk}"))


def test_whoever_was_not_taken_reads_so_and_cannot_sign_up_again(programme, kim):
    row = waiting(programme, kim, "Ash", S.DECLINED)
    ash, here = signed_in_client(row.member), f"/programmes/{programme.pk}"
    assert "That says nothing about you." in text(ash.get(here))
    refused = ash.post(f"{here}/enrolment/mentee", {"grade": "One", "capacity": ""})
    assert "There is no place for you here this time." in text(refused)


def test_stepping_out_is_asked_about_and_deletes_the_answers(programme, kim):
    row = waiting(programme, kim, "Ash")
    ash, here = signed_in_client(row.member), f"/programmes/{programme.pk}/enrolment/mentee/withdrawal"
    assert "What you answered is deleted" in text(ash.get(here))
    ash.post(here)
    assert Participant.objects.get().answers == {}


def test_checks_are_set_up_kept_confirmed_and_removed(programme, kim, browser):
    row, here = waiting(programme, kim, "Ash"), f"/programmes/{programme.pk}"
    browser.post(f"{here}/checks", {"kind": "talk", "label": "A walk", "asked": "both", "valid_months": "12"})
    step = programme.vetting_steps.get()
    assert "A walk" in text(browser.get(f"{here}/checks"))
    browser.post(f"{here}/checks/{step.pk}", {"kind": "talk", "label": "A tea", "asked": "mentee", "valid_months": ""})
    check = f"{here}/people/{row.pk}/checks/{step.pk}"
    assert "A tea" in text(browser.get(check))
    assert "still to come" in text(browser.post(check, {"passed": "yes", "checked_on": "2999-01-01"}))
    browser.post(check, {"passed": "yes", "checked_on": "2026-01-01"})
    Programme.objects.update(two_people=True)
    kept = Check.objects.get()
    confirmation = f"{here}/people/{row.pk}/confirmations/{kept.pk}"
    assert "The second look is for somebody else" in text(browser.post(confirmation, follow=True))
    other = signed_in_client(communities.coordinator("Lou", community=kim.community))
    assert "I have looked at it too" in text(other.get(f"{here}/people/{row.pk}"))
    assert "Two people have looked at it now." in text(other.post(confirmation, follow=True))
    mentor = factories.enrolled(programme, Side.MENTOR, communities.member(community=kim.community))
    assert browser.get(f"{here}/people/{mentor.pk}/checks/{step.pk}").status_code == 404
    assert "No longer check “A tea”?" in text(browser.get(f"{here}/checks/{step.pk}/removal"))
    browser.post(f"{here}/checks/{step.pk}/removal")
    assert not Check.objects.exists()


def test_how_it_runs_is_changed_and_a_programme_copied(programme, browser):
    here = f"/programmes/{programme.pk}"
    data = {"shape": "group", "rhythm": "monthly", "lasts_weeks": "12", "rolling": "on", "training_about": ""}
    assert "Who meets whom" in text(browser.get(f"{here}/frame"))
    browser.post(f"{here}/frame", data)
    programme.refresh_from_db()
    assert (programme.shape, programme.rolling, programme.lasts_weeks) == ("group", True, 12)
    assert "Copy this programme" in text(browser.get(f"{here}/copy"))
    browser.post(f"{here}/copy", {"name": "Again"})
    assert Programme.objects.get(name="Again").shape == "group"


def test_a_programme_begins_from_a_pattern_without_a_name_of_its_own(browser):
    browser.post("/programmes/new", {"start": "jobs", "name": ""})
    assert Programme.objects.get().name == "Into work"
    assert "A programme needs a name." in text(browser.post("/programmes/new", {"start": "nothing", "name": ""}))


def test_tables_hold_what_the_pages_show_under_a_neutral_name(programme, kim, browser):
    waiting(programme, kim, "=Ash", S.POOL)
    here = f"/programmes/{programme.pk}/people/list"
    csv, xlsx = browser.get(f"{here}.csv?side=mentee"), browser.get(f"{here}.xlsx?side=mentee")
    assert csv.headers["Content-Disposition"] == 'attachment; filename="list.csv"'
    assert "'=Ash" in csv.content.decode()
    sheet = load_workbook(io.BytesIO(xlsx.content)).active
    assert [cell.value for cell in sheet[1]][:2] == ["Name", "Identification"]
    assert sheet["D2"].value == "can be matched"


def test_the_report_names_nobody_and_hides_what_is_small(programme, kim, browser):
    for number in range(11):
        waiting(programme, kim, f"Ash {number}", S.POOL)
    waiting(programme, kim, "Dara", S.LEFT)
    page = text(browser.get(f"/programmes/{programme.pk}/report"))
    assert ">12<" in page
    assert ">11<" not in page
    assert page.count(">not shown<") == 2
    assert "fewer than 10" in page
    assert "Ash" not in page


def test_whoever_blocked_the_coordinator_is_nowhere(programme, kim, browser):
    rows = [waiting(programme, kim, "Ash"), waiting(programme, kim, "Dara")]
    communities.block(rows[0].member, kim)
    here = f"/programmes/{programme.pk}"
    for address in ("/people", "/people/list.csv", "/report"):
        page = text(browser.get(here + address))
        assert "Ash" not in page
    assert browser.get(f"{here}/people/{rows[0].pk}").status_code == 404
    assert "everybody in the programme (1)" in text(browser.get(f"{here}/message"))


def test_lists_cost_the_same_with_one_row_and_with_three(programme, kim, browser):
    with viewing.as_member(kim):
        vetting.add_step(programme=programme, by=kim, kind=VettingKind.TALK, asked="both")
    addresses = [f"/programmes/{programme.pk}{rest}" for rest in ("/people", "/people/list.csv", "/report", "")]
    costs = []
    for number in (1, 2):
        for index in range(number):
            waiting(programme, kim, f"Ash {number}{index}")
        costs.append([])
        for address in addresses:
            with CaptureQueriesContext(connection) as seen:
                browser.get(address)
            costs[-1].append(len(seen))
    assert costs[0] == costs[1]


def test_taking_somebody_out_twice_is_said(programme, kim, browser):
    row = waiting(programme, kim, "Ash")
    here = f"/programmes/{programme.pk}/people/{row.pk}/removal"
    with viewing.as_member(row.member):
        enrolments.leave(enrolment=row, by=row.member)
    assert "This cannot be done" in text(browser.post(here, follow=True))
