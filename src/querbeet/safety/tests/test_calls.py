"""Asking for help: who reads it, who never does, and that nobody waits for ever."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, ProgrammingError, transaction

from querbeet.communities.actions import blocks, roles
from querbeet.communities.enums import Role
from querbeet.communities.models.member import Member
from querbeet.communities.tests import factories as communities
from querbeet.core import clock, viewing
from querbeet.core.lifecycle import NoWay
from querbeet.notices import queries as notices
from querbeet.safety import actions, queries, rules
from querbeet.safety.enums import Event, State, Wish
from querbeet.safety.models import Report, Word
from querbeet.safety.rules import REPORT, NobodyToRead, TooManyOpen

pytestmark = pytest.mark.django_db


@pytest.fixture
def kim():
    return communities.coordinator("Kim")


@pytest.fixture
def sasha(kim):
    return communities.steward("Sasha", community=kim.community)


@pytest.fixture
def robin(kim):
    return communities.steward("Robin", community=kim.community)


@pytest.fixture
def ash(kim):
    return communities.member("Ash", community=kim.community)


@pytest.fixture
def dara(kim):
    return communities.member("Dara", community=kim.community)


def ask(by, **values):
    with viewing.as_member(by):
        return actions.report(by=by, words=values.pop("words", "I am afraid."), **values)


def seen_by(member):
    with viewing.as_member(member):
        return list(Report.objects.visible_to(member))


def raw(member):
    """What the database lets this member read, whatever the application asks for."""
    with viewing.as_member(member):
        return list(Report.objects.all())


def test_stewards_read_it_and_nobody_else(ash, dara, kim, sasha, robin):
    made = ask(ash, about=dara)
    assert [seen_by(one) for one in (sasha, robin, ash)] == [[made], [made], [made]]
    assert [raw(one) for one in (dara, kim)] == [[], []]


def test_a_steward_whom_it_is_about_never_learns_of_it(ash, sasha, robin):
    made = ask(ash, about=sasha)
    assert raw(sasha) == []
    assert raw(robin) == [made]


def test_whoever_is_left_out_never_learns_of_it(ash, sasha, robin):
    ask(ash, left_out=[robin.pk])
    assert (len(raw(sasha)), raw(robin)) == (1, [])


def test_with_nobody_left_to_read_it_is_refused_and_nothing_is_kept(ash, kim, sasha):
    with pytest.raises(NobodyToRead), viewing.as_member(ash):
        actions.report(by=ash, words="Help", about=kim, left_out=[sasha.pk])
    assert not Report.objects.exists()


def test_without_stewards_coordinators_read_it(ash, kim):
    made = ask(ash)
    assert raw(kim) == [made]


def test_whoever_lost_the_role_reads_nothing_any_more(ash, kim, sasha, robin):
    ask(ash)
    with viewing.as_member(kim):
        roles.withdraw(member=sasha, role=Role.STEWARD, by=kim)
    assert raw(Member.objects.get(pk=sasha.pk)) == []


def test_a_steward_in_a_block_with_whoever_asks_is_not_among_the_readers(ash, sasha, robin):
    with viewing.as_member(ash):
        blocks.block(member=sasha, by=ash)
    assert raw(sasha) == []
    ask(ash)
    assert (raw(sasha), len(raw(robin))) == ([], 1)


def test_readers_do_not_learn_a_name_that_was_kept_back(ash, sasha):
    made = ask(ash, named=False)
    with viewing.as_member(sasha):
        call = queries.call(made, sasha)
    assert (call.asked_by, [one.who for one in call.said]) == (None, [""])


def test_with_a_name_readers_see_it(ash, sasha):
    made = ask(ash)
    with viewing.as_member(sasha):
        assert str(queries.call(made, sasha).asked_by) == "Ash"


def test_the_same_words_sent_twice_are_one_call(ash, sasha):
    assert ask(ash) == ask(ash)
    assert ask(ash, words="Something else") != ask(ash)


def test_ten_open_calls_are_the_most(ash, sasha):
    for number in range(rules.MOST_OPEN):
        ask(ash, words=f"Call {number}")
    with pytest.raises(TooManyOpen):
        ask(ash, words="One more")
    assert Report.objects.count() == rules.MOST_OPEN


def test_an_answer_and_what_is_added_are_read_by_both(ash, sasha):
    made = ask(ash)
    with viewing.as_member(sasha):
        actions.take(report=made, by=sasha)
        actions.answer(report=made, by=sasha, text="I am here.")
    with viewing.as_member(ash):
        actions.add(report=made, text="Thank you.")
        said = queries.call(Report.objects.get(pk=made.pk), ash).said
    assert [(one.who, one.text) for one in said] == [
        ("Ash", "I am afraid."),
        ("Sasha", "I am here."),
        ("Ash", "Thank you."),
    ]
    assert Report.objects.get(pk=made.pk).state == State.TAKEN
    assert Report.objects.get(pk=made.pk).taken_by == sasha


def test_whom_it_is_about_cannot_write_into_it(ash, dara, sasha):
    made = ask(ash, about=dara)
    with pytest.raises((ProgrammingError, IntegrityError)), transaction.atomic(), viewing.as_member(dara):
        Word.objects.create(report=made, author=dara, text="Lies")


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("event", Event)
def test_every_cell(state, event):
    if (state, event) in REPORT.cells:
        assert REPORT.after(state, event) == REPORT.cells[state, event]
    else:
        with pytest.raises(NoWay):
            REPORT.after(state, event)


@pytest.mark.parametrize("state", State)
def test_what_may_still_be_said_is_what_the_table_says(state):
    report = Report(state=state)
    assert rules.can_add(report) is rules.can_answer(report) is (state != State.CLOSED)


def later(days, hours=1):
    return time_machine.travel(clock.now() + timedelta(days=days, hours=hours), tick=False)


def test_readers_are_reminded_each_day_until_somebody_answers(ash, sasha):
    ask(ash)
    assert actions.watch() == 0
    with later(1):
        assert (actions.watch(), actions.watch()) == (1, 0)


def test_where_all_readers_are_gone_others_take_their_place(ash, kim, sasha):
    made = ask(ash)
    robin = communities.steward("Robin", community=kim.community)
    Member.objects.filter(pk=sasha.pk).update(roles=[])
    with later(1):
        actions.watch()
    assert raw(robin) == [made]


def test_others_are_never_those_who_were_left_out(ash, kim, sasha, robin):
    ask(ash, left_out=[robin.pk])
    Member.objects.filter(pk=sasha.pk).update(roles=[])
    with later(1):
        actions.watch()
    assert raw(robin) == []


def test_an_answered_call_closes_after_two_quiet_weeks_and_is_deleted_after_half_a_year(ash, sasha):
    made = ask(ash, wish=Wish.LISTEN)
    with viewing.as_member(sasha):
        actions.answer(report=made, by=sasha, text="Read.")
    with later(13):
        assert actions.watch() == 0
    with later(14):
        actions.watch()
        assert Report.objects.get(pk=made.pk).state == State.CLOSED
    with later(14 + 179):
        actions.watch()
        assert Report.objects.filter(pk=made.pk).exists()
    with later(14 + 181):
        actions.watch()
        assert not Report.objects.filter(pk=made.pk).exists()


def test_each_can_close_it(ash, sasha):
    for closer in (ash, sasha):
        made = ask(ash, words=f"closed by {closer.display_name}")
        with viewing.as_member(closer):
            actions.close(report=made, by=closer)
        assert Report.objects.get(pk=made.pk).state == State.CLOSED
        with pytest.raises(NoWay), viewing.as_member(ash):
            actions.add(report=made, text="Too late")


def inbox(member) -> list[str]:
    with viewing.as_member(member):
        return [told.line.text for told in notices.lines(member, notices.unread(member))]


def test_readers_are_told_without_a_name_and_whom_it_is_about_is_not(ash, dara, sasha):
    made = ask(ash, about=dara)
    assert inbox(sasha) == ["Somebody asks for help. Please look at it soon."]
    assert (inbox(dara), inbox(ash)) == ([], [])
    with viewing.as_member(sasha):
        actions.answer(report=made, by=sasha, text="I am here.")
    assert (inbox(sasha), inbox(ash)) == ([], ["There is an answer to what you asked."])
    with viewing.as_member(ash):
        actions.add(report=made, text="Thank you.")
    assert inbox(sasha) == ["Somebody asks for help. Please look at it soon."]
