"""The way from learning to passing on: invited, never pushed, and nobody else's business."""

from datetime import timedelta

import pytest

from querbeet.communities.tests import factories as communities
from querbeet.communities.tests.factories import signed_in_client
from querbeet.core import clock, viewing
from querbeet.growth import tasks
from querbeet.growth.actions import leaving, rounds
from querbeet.growth.actions import path as actions
from querbeet.growth.enums import CompanyEvent, CompanyState, PathEvent, PathState
from querbeet.growth.models.path import Company, Declined, Guide, Path, SelfCheck
from querbeet.growth.models.rounds import Round, RoundSeat
from querbeet.growth.queries import path as queries
from querbeet.growth.rules import path as rules
from querbeet.meetings.enums import State as Meet
from querbeet.meetings.models.meeting import Meeting
from querbeet.mentorships.enums import State
from querbeet.mentorships.tests import factories as mentorships
from querbeet.notices.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def two():
    return mentorships.pair()


def at(member, state):
    Path.objects.update_or_create(
        member=member, defaults={"community": member.community, "state": state, "since": clock.now()}
    )
    return member


def step(member, event):
    with viewing.as_member(member):
        return actions.step(member=member, event=event)


def page(member, path="/path"):
    return signed_in_client(member).get(path).content.decode()


def test_whoever_mentored_already_begins_as_a_mentor_and_others_as_learners(two):
    mentorships.mentorship("active", *two)
    for member, start in zip(two, (PathState.MENTEE, PathState.MENTOR), strict=True):
        with viewing.as_member(member):
            assert queries.state(member) == start


def test_a_closed_mentoring_invites_the_mentee_once(two):
    mentorships.mentorship("closed", *two)
    assert tasks.go_on(0) == 1
    assert tasks.go_on(0) == 0
    assert Path.objects.get().state == PathState.REFLECTING
    assert list(Notice.objects.values_list("member", "kind")) == [(two[0].pk, "growth.invited")]
    assert "Yes, I would like to look over a shoulder" in page(two[0])


def test_whoever_went_on_already_is_not_invited_again(two):
    at(two[0], PathState.MENTOR)
    mentorships.mentorship("closed", *two)
    assert tasks.go_on(0) == 0


def test_not_now_is_a_full_answer_for_half_a_year(two):
    at(two[0], PathState.REFLECTING)
    path = step(two[0], PathEvent.NOT_NOW)
    assert path.state == PathState.REFLECTING
    assert path.asks_at - clock.now() > timedelta(days=179)
    with viewing.as_member(two[0]):
        assert not queries.shown(two[0], clock.now()).ask
        assert queries.shown(two[0], clock.now() + timedelta(days=181)).ask


def test_step_by_step_to_being_there_for_mentors_and_back(two):
    at(two[0], PathState.REFLECTING)
    states = [step(two[0], event).state for event in ("yes", "ready", "ready", "ready", "back", "back")]
    assert states == ["shadowing", "co_mentor", "mentor", "supervisor", "mentor", "co_mentor"]
    with pytest.raises(rules.NotThere):
        step(two[0], PathEvent.YES)


def test_nobody_else_sees_where_somebody_is(two):
    at(two[0], PathState.SHADOWING)
    kim = communities.coordinator(community=two[0].community)
    for reader in (two[1], kim):
        with viewing.as_member(reader):
            assert (Path.objects.count(), Path.objects.visible_to(reader).count()) == (0, 0)


def test_thoughts_are_for_oneself_alone(two):
    browser = signed_in_client(two[0])
    browser.post("/path/thoughts", {"ticked": ["listen", "time"], "words": "A calm evening."})
    kept = SelfCheck.objects.get()
    assert (kept.ticked, kept.words) == ("listen time", "A calm evening.")
    assert "A calm evening." in browser.get("/path/thoughts").content.decode()
    with viewing.as_member(two[1]):
        assert SelfCheck.objects.count() == 0


@pytest.fixture
def guide(two):
    at(two[1], PathState.MENTOR)
    with viewing.as_member(two[1]):
        actions.guide(member=two[1], words="Tuesdays.")
    return Guide.objects.get()


@pytest.fixture
def asked(two, guide):
    at(two[0], PathState.SHADOWING)
    with viewing.as_member(two[0]):
        return actions.ask(guide=guide, by=two[0])


def reply(company, by, yes):
    with viewing.as_member(by):
        return actions.reply(company=company, by=by, yes=yes)


def test_looking_over_a_shoulder_is_asked_and_said_yes_to_on_the_pages(two, guide):
    at(two[0], PathState.SHADOWING)
    ash, dara = (signed_in_client(one) for one in two)
    assert "Tuesdays." in ash.get("/path/guides").content.decode()
    assert "You have asked." in ash.post(f"/path/guides/{guide.pk}", follow=True).content.decode()
    company = Company.objects.get()
    assert "Would like to look over your shoulder" in dara.get("/path").content.decode()
    dara.post(f"/path/together/{company.pk}/answer", {"answer": "yes"})
    assert "You may look over their shoulder." in ash.get("/path").content.decode()
    assert "Looks over your shoulder." in dara.get("/path").content.decode()
    ash.post(f"/path/together/{company.pk}/end")
    company.refresh_from_db()
    assert company.state == CompanyState.OVER
    assert "That is over" not in ash.post(f"/path/together/{company.pk}/end", follow=True).content.decode()
    assert dara.post(f"/path/together/{company.pk}/answer", {"answer": "yes"}).status_code == 404


def test_a_no_looks_like_waiting(two, asked):
    before = page(two[0]).split("<main")[1].split("csrfmiddlewaretoken")[0]
    reply(asked, two[1], yes=False)
    reply(asked, two[1], yes=False)
    assert page(two[0]).split("<main")[1].split("csrfmiddlewaretoken")[0] == before
    with viewing.as_member(two[0]):
        assert Declined.objects.count() == 0
    assert 'aria-pressed="true"' in page(two[1])
    assert reply(asked, two[1], yes=True).state == CompanyState.TOGETHER
    assert not Declined.objects.exists()


def test_one_guide_at_a_time_and_only_on_the_way(two, guide, asked):
    with viewing.as_member(two[0]), pytest.raises(rules.Asked):
        actions.ask(guide=guide, by=two[0])
    at(two[0], PathState.MENTEE)
    with viewing.as_member(two[0]), pytest.raises(rules.NotThere):
        actions.ask(guide=guide, by=two[0])
    assert (
        "not next on your way"
        in signed_in_client(two[0]).post(f"/path/guides/{guide.pk}", follow=True).content.decode()
    )


def test_a_question_can_be_taken_back_by_whoever_asked_alone(two, asked):
    assert signed_in_client(two[1]).post(f"/path/together/{asked.pk}/end").status_code == 404
    signed_in_client(two[0]).post(f"/path/together/{asked.pk}/end")
    asked.refresh_from_db()
    assert asked.state == CompanyState.LAPSED
    page_ = signed_in_client(two[0]).post(f"/path/together/{asked.pk}/end", follow=True).content.decode()
    assert "This is over already." in page_


@pytest.mark.parametrize(
    ("before", "after"), [(CompanyState.ASKED, CompanyState.LAPSED), (CompanyState.TOGETHER, CompanyState.OVER)]
)
def test_time_ends_it(asked, before, after):
    assert tasks.go_on(0) == 0
    Company.objects.update(state=before, ends_at=clock.now())
    assert tasks.go_on(0) == 1
    assert Company.objects.get().state == after


def test_after_a_block_the_other_is_gone_from_the_way(two, asked, guide):
    communities.block(*two)
    for one, other in (two, two[::-1]):
        assert other.display_name not in page(one)
        assert other.display_name not in page(one, "/path/guides")
    assert signed_in_client(two[0]).post(f"/path/guides/{guide.pk}").status_code == 404


def test_only_mentors_guide_and_stop_when_they_like(two):
    browser = signed_in_client(two[0])
    assert (
        "That is for people who mentor." in browser.post("/path/guiding", {"words": "x"}, follow=True).content.decode()
    )
    at(two[0], PathState.MENTOR)
    browser.post("/path/guiding", {"words": "Sundays"})
    assert Guide.objects.get().words == "Sundays"
    for _time in range(2):
        browser.post("/path/guiding", {"stop": "1"})
    assert not Guide.objects.exists()
    browser.post("/path/guiding", {"words": "Sundays"})
    browser.post("/path/step", {"event": "back"})
    assert not Guide.objects.exists()


def test_steps_on_the_page(two):
    at(two[0], PathState.REFLECTING)
    browser = signed_in_client(two[0])
    assert "a full answer" in browser.post("/path/step", {"event": "not_now"}, follow=True).content.decode()
    assert "not next" in browser.post("/path/step", {"event": "ready"}, follow=True).content.decode()
    for event in ("invite", "jump"):
        assert browser.post("/path/step", {"event": event}).status_code == 404


@pytest.mark.parametrize("state", PathState)
def test_every_state_has_a_page(two, state):
    assert "Passing it on" in page(at(two[0], state))


def test_whoever_carries_much_is_told_so_alone(two):
    assert "You carry a lot" not in page(two[1])
    for number in range(3):
        mentorships.mentorship("active", communities.member(f"M{number}", community=two[0].community), two[1])
    assert "You take 3 people along at the same time." in page(two[1])


# -- circles of mentors


@pytest.fixture
def circle(two):
    at(two[1], PathState.SUPERVISOR)
    with viewing.as_member(two[1]):
        return rounds.open_round(by=two[1], name="Tuesdays")


def test_a_circle_is_opened_joined_and_left_on_the_pages(two):
    at(two[0], PathState.CO_MENTOR), at(two[1], PathState.SUPERVISOR)
    ash, dara = (signed_in_client(one) for one in two)
    assert ash.get("/rounds/new").status_code == 404
    assert "Take a seat" not in dara.post("/rounds/new", {"name": "Tuesdays"}, follow=True).content.decode()
    where = f"/rounds/{Round.objects.get().pk}"
    assert "Take a seat" in ash.get(where).content.decode()
    assert ash.post(f"{where}/meetings").status_code == 404
    assert "alone in this circle" in dara.post(f"{where}/meetings", follow=True).content.decode()
    for _time in range(2):
        ash.post(f"{where}/seat")
    assert RoundSeat.objects.count() == 2
    ash.post(f"{where}/meetings")
    meeting = Meeting.objects.get()
    ash.post(f"/meetings/{meeting.pk}/times", {"slots": [meeting.slots.first().pk]})
    dara.post(f"/meetings/{meeting.pk}/answer", {"slots": [meeting.slots.first().pk]})
    meeting.refresh_from_db()
    assert meeting.state == Meet.CONFIRMED
    assert "Meetings" in ash.get(where).content.decode()
    for _time in range(2):
        ash.post(f"{where}/seat", {"leave": "1"})
    assert RoundSeat.objects.count() == 1


def test_a_circle_is_for_mentors_and_has_seats_to_fill(two, circle):
    with viewing.as_member(two[0]):
        with pytest.raises(rules.NotThere):
            rounds.join(round=circle, by=two[0])
        with pytest.raises(rules.NotThere):
            rounds.open_round(by=two[0], name="x")
    at(two[0], PathState.MENTOR)
    Round.objects.update(seats_each=1)
    circle.refresh_from_db()
    with viewing.as_member(two[0]), pytest.raises(rounds.Full):
        rounds.join(round=circle, by=two[0])
    assert "full" in page(two[0], "/rounds")
    assert (
        "All seats are taken."
        in signed_in_client(two[0]).post(f"/rounds/{circle.pk}/seat", follow=True).content.decode()
    )


def test_a_circle_of_somebody_one_blocked_is_not_there(two, circle):
    communities.block(*two)
    assert "Tuesdays" not in page(two[0], "/rounds")
    assert signed_in_client(two[0]).get(f"/rounds/{circle.pk}").status_code == 404


def test_whoever_leaves_takes_everything_along(two, asked, circle):
    with viewing.as_member(two[1]):
        leaving.forget(member=two[1])
    assert [model.objects.count() for model in (Company, Guide, RoundSeat)] == [0, 0, 0]
    assert list(Path.objects.values_list("member", flat=True)) == [two[0].pk]
    assert Round.objects.get().host is None


@pytest.mark.parametrize("state", PathState)
@pytest.mark.parametrize("event", PathEvent)
def test_every_cell_of_the_path(state, event):
    if (state, event) in rules.PATH.cells:
        assert rules.after(state, event) == rules.PATH.cells[state, event]
    else:
        with pytest.raises(rules.NotThere):
            rules.after(state, event)


@pytest.mark.parametrize("state", CompanyState)
@pytest.mark.parametrize("event", CompanyEvent)
def test_every_cell_of_looking_over_a_shoulder(state, event):
    if (state, event) in rules.COMPANY.cells:
        assert rules.company_after(state, event) == rules.COMPANY.cells[state, event]
    else:
        with pytest.raises(rules.NotThere):
            rules.company_after(state, event)


def test_the_state_of_a_mentoring_that_did_not_begin_invites_nobody(two):
    mentorships.mentorship(State.LAPSED, *two)
    assert tasks.go_on(0) == 0


def test_whoever_has_been_there_stays_welcome_and_nobody_else_is_told_of_it(two):
    browser = signed_in_client(two[0])
    assert "You have been there" not in browser.get("/path").content.decode()
    mentorships.mentorship("closed", *two)
    assert "You have been there" in browser.get("/path").content.decode()
    assert 'id="past"' in browser.get("/mentoring").content.decode()
