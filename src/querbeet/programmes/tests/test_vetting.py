"""Vetting: what is missing, what holds and until when, and that two people are two."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from querbeet.communities.tests import factories as communities
from querbeet.core import clock, viewing
from querbeet.programmes.actions import enrolments, vetting
from querbeet.programmes.enums import EnrolmentState as State
from querbeet.programmes.enums import Side, VettingKind
from querbeet.programmes.models.participant import Participant
from querbeet.programmes.models.programme import Programme
from querbeet.programmes.models.vetting import Check
from querbeet.programmes.rules import vetting as rules
from querbeet.programmes.tests import factories

TODAY = date(2026, 5, 31)


def step(key="s", asked="mentor", name="A talk"):
    return SimpleNamespace(id=key, asked=asked, name=name)


def result(key="s", passed=True, expires_on=None, second_id=None):
    return SimpleNamespace(step_id=key, passed=passed, expires_on=expires_on, second_id=second_id)


@pytest.mark.parametrize(
    ("one", "two_people", "holds"),
    [
        (None, False, False),
        (result(), False, True),
        (result(), True, False),
        (result(second_id="b"), True, True),
        (result(passed=False), False, False),
        (result(expires_on=TODAY), False, True),
        (result(expires_on=TODAY - timedelta(days=1)), False, False),
    ],
)
def test_a_result_holds_while_it_is_good_valid_and_seen_by_as_many_as_it_takes(one, two_people, holds):
    assert rules.holds(one, TODAY, two_people=two_people) is holds
    lacking = rules.missing([step()], [one] if one else [], Side.MENTOR, TODAY, two_people=two_people)
    assert bool(lacking) is not holds
    assert rules.missing([step()], [], Side.MENTEE, TODAY, two_people=two_people) == []


def test_the_newest_result_counts():
    assert rules.until([step()], [result(passed=False), result(expires_on=TODAY)], Side.MENTOR) is None
    assert rules.lost([step()], [result(passed=False), result()], Side.MENTOR, TODAY)
    assert not rules.lost([step()], [result(), result(passed=False)], Side.MENTOR, TODAY)
    assert rules.lost([step()], [result(expires_on=TODAY - timedelta(days=1))], Side.MENTOR, TODAY)
    assert not rules.lost([step(), step("new")], [result()], Side.MENTOR, TODAY)
    assert not rules.lost([step(asked="mentee")], [result(passed=False)], Side.MENTOR, TODAY)


def test_the_first_result_to_run_out_says_until_when():
    both = [result("a", expires_on=date(2027, 1, 1)), result("b", expires_on=date(2026, 9, 1)), result("c")]
    steps = [step("a"), step("b"), step("c"), step("d", asked="mentee")]
    assert rules.until(steps, both, Side.MENTOR) == date(2026, 9, 1)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 5, 31), 1, date(2026, 6, 30)),
        (date(2026, 11, 15), 2, date(2027, 1, 15)),
        (date(2026, 12, 1), 12, date(2027, 12, 1)),
    ],
)
def test_months_are_counted_as_people_do(day, months, later):
    assert rules.months_later(day, months) == later


def test_refusals_say_what_is_missing_and_who_may():
    with pytest.raises(rules.NotChecked, match=r"Still missing: A talk, Papers\."):
        rules.check_complete([step(), step(name="Papers")])
    rules.check_complete([])
    with pytest.raises(rules.NotToday):
        rules.check_day(TODAY + timedelta(days=1), TODAY)
    rules.check_day(TODAY, TODAY)
    for by, first, second in (("a", "a", None), ("b", "a", "c")):
        with pytest.raises(rules.SamePerson):
            rules.check_confirm(by, first, second)
    rules.check_confirm("b", "a", None)


# With rows


@pytest.fixture
def kim():
    return communities.coordinator("Kim")


@pytest.fixture
def programme(kim):
    made = factories.programme(by=kim)
    with viewing.as_member(kim):
        vetting.add_step(programme=made, by=kim, kind=VettingKind.TALK, asked="mentor", valid_months=12)
    made.refresh_from_db()
    return made


@pytest.fixture
def row(programme, kim):
    mika = communities.member("Mika", community=kim.community)
    with viewing.as_member(mika):
        return enrolments.enrol(programme=programme, member=mika, side=Side.MENTOR, answers={})


def keep(row, by, days_ago=0, passed=True):
    with viewing.as_member(by):
        day = clock.now().date() - timedelta(days=days_ago)
        return vetting.keep(enrolment=row, step=row.programme.vetting_steps.get(), passed=passed, checked_on=day, by=by)


def admit(row, by):
    with viewing.as_member(by):
        return enrolments.admit(enrolment=row, by=by)


@pytest.mark.django_db
def test_nobody_comes_into_the_pool_before_what_is_missing_is_there(programme, row, kim):
    assert programme.screening
    assert row.state == State.SUBMITTED
    with pytest.raises(rules.NotChecked):
        admit(row, kim)
    keep(row, kim)
    assert admit(row, kim).state == State.POOL
    row.refresh_from_db()
    assert row.vetted_until == rules.months_later(clock.now().date(), 12)


@pytest.mark.django_db
def test_a_check_that_is_not_in_order_any_more_moves_to_renewal_and_a_good_one_back(row, kim):
    keep(row, kim)
    admit(row, kim)
    keep(row, kim, passed=False)
    row.refresh_from_db()
    assert row.state == State.RENEWAL
    keep(row, kim)
    row.refresh_from_db()
    assert row.state == State.POOL


@pytest.mark.django_db
def test_where_two_look_one_alone_is_not_enough_and_the_second_is_somebody_else(programme, row, kim):
    Programme.objects.update(two_people=True)
    lou = communities.coordinator("Lou", community=kim.community)
    check = keep(row, kim)
    with pytest.raises(rules.NotChecked):
        admit(row, kim)
    for by in (kim, lou):
        with viewing.as_member(by):
            if by == kim:
                with pytest.raises(rules.SamePerson):
                    vetting.confirm(check=check, by=by)
            else:
                vetting.confirm(check=check, by=by)
    assert admit(row, kim).state == State.POOL


@pytest.mark.django_db
def test_a_step_is_changed_and_removed_with_its_results(programme, row, kim):
    keep(row, kim)
    admit(row, kim)
    keep(row, kim, passed=False)
    with viewing.as_member(kim):
        step = programme.vetting_steps.get()
        vetting.change_step(step=step, by=kim, label="A walk")
        assert step.name == "A walk"
        vetting.remove_step(step=step, by=kim)
    row.refresh_from_db()
    assert (Check.objects.count(), row.state, row.vetted_until) == (0, State.POOL, None)


@pytest.mark.django_db
def test_results_are_seen_by_the_person_and_coordinators_alone(row, kim):
    keep(row, kim)
    other = communities.member(community=kim.community)
    stranger = communities.coordinator()
    seen = {}
    for who in (kim, row.member, other, stranger):
        with viewing.as_member(who):
            seen[who.pk] = (Check.objects.count(), Check.objects.visible_to(who).count())
    assert list(seen.values()) == [(1, 1), (1, 1), (0, 0), (0, 0)]


@pytest.mark.django_db
def test_results_of_somebody_who_blocked_the_coordinator_are_gone_for_them(row, kim):
    keep(row, kim)
    communities.block(row.member, kim)
    with viewing.as_member(kim):
        assert (Check.objects.count(), Check.objects.visible_to(kim).count()) == (0, 0)
    assert Participant.objects.exists()  # the control: it is there
