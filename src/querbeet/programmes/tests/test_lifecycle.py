"""The lives of a programme and of an enrolment: every cell of both tables."""

from types import SimpleNamespace

import pytest

from querbeet.communities.tests import factories as communities
from querbeet.core import viewing
from querbeet.programmes.actions import programmes
from querbeet.programmes.enums import EnrolmentEvent, EnrolmentState, Event, Shape, State
from querbeet.programmes.rules import enrolment, lifecycle, shapes
from querbeet.programmes.rules.enrolment import ENROLMENT, NoPlace, NotYet
from querbeet.programmes.rules.lifecycle import NEVER_ROLLING, ONLY_ROLLING, PROGRAMME, NotNow

TABLE = PROGRAMME.cells


def programme(state, rolling=False):
    return SimpleNamespace(state=state, rolling=rolling)


@pytest.mark.parametrize("rolling", [False, True])
@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("event", Event)
def test_every_cell(state, event, rolling):
    closed = NEVER_ROLLING if rolling else ONLY_ROLLING
    if (state, event) in TABLE and (state, event) not in closed:
        assert lifecycle.after(programme(state, rolling), event) == TABLE[state, event]
    else:
        with pytest.raises(NotNow):
            lifecycle.after(programme(state, rolling), event)


@pytest.mark.parametrize("rolling", [False, True])
@pytest.mark.parametrize("state", State)
def test_what_may_happen_next_is_what_the_table_says(state, rolling):
    closed = NEVER_ROLLING if rolling else ONLY_ROLLING
    expected = [event for (here, event) in TABLE if here == state and (here, event) not in closed]
    assert lifecycle.events(programme(state, rolling)) == expected


@pytest.mark.parametrize("rolling", [False, True])
def test_every_state_of_a_programme_is_reached_and_left_in_both_kinds(rolling):
    reached, waiting = {State.DRAFT}, [State.DRAFT]
    while waiting:
        here = programme(waiting.pop(), rolling)
        found = {lifecycle.after(here, event) for event in lifecycle.events(here)}
        assert found or here.state == State.CLOSED
        waiting += found - reached
        reached |= found
    assert reached == set(State) - ({State.MATCHING} if rolling else set())


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("rolling", [False, True])
def test_sign_up_imports_and_matching_are_open_in_their_states(state, rolling):
    one = programme(state, rolling)
    assert lifecycle.can_enrol(one) is (state == State.RECRUITING or (rolling and state == State.RUNNING))
    assert lifecycle.can_import(state) is (state not in (State.CLOSING, State.CLOSED))
    assert lifecycle.can_match(one) is (state not in (State.CLOSING, State.CLOSED))
    pairs = (
        (lifecycle.can_enrol, lifecycle.check_enrol, one),
        (lifecycle.can_import, lifecycle.check_import, state),
        (lifecycle.can_match, lifecycle.check_match, one),
    )
    for can, check, argument in pairs:
        if can(argument):
            check(argument)
        else:
            with pytest.raises(NotNow):
                check(argument)


@pytest.mark.parametrize("rolling", [False, True])
@pytest.mark.parametrize("state", State)
def test_the_path_shows_one_current_step(state, rolling):
    marks = [step["state"] for step in lifecycle.path(programme(state, rolling))]
    assert marks.count("current") == 1
    assert marks == sorted(marks, key=["done", "current", "next"].index)


@pytest.mark.parametrize("state", EnrolmentState)
@pytest.mark.parametrize("event", EnrolmentEvent)
def test_every_cell_of_an_enrolment(state, event):
    assert enrolment.can(state, event) is ((state, event) in ENROLMENT.cells)
    if (state, event) in ENROLMENT.cells:
        assert enrolment.after(state, event) == ENROLMENT.cells[state, event]
    else:
        with pytest.raises(NotYet):
            enrolment.after(state, event)


def test_the_ends_of_an_enrolment_are_the_ends_of_its_table():
    assert {stage.state for stage in ENROLMENT.stages if stage.end} == set(EnrolmentState.ended())


def test_nobody_is_held_back_who_wants_to_leave():
    waiting = set(EnrolmentState) - set(EnrolmentState.ended())
    assert all(enrolment.can(state, EnrolmentEvent.LEAVE) for state in waiting)


@pytest.mark.parametrize(
    ("screening", "training", "event"),
    [
        (False, False, EnrolmentEvent.ADMIT),
        (False, True, EnrolmentEvent.TRAIN),
        (True, False, None),
        (True, True, None),
    ],
)
def test_a_programme_says_how_far_people_get_by_themselves(screening, training, event):
    assert enrolment.first_step(screening=screening, training=training) == event


@pytest.mark.parametrize(
    ("state", "taken", "free"),
    [(EnrolmentState.POOL, 0, True), (EnrolmentState.POOL, 1, False), (EnrolmentState.PAUSED, 0, False)],
)
def test_a_place_is_taken_only_where_one_is_free(state, taken, free):
    assert enrolment.can_take(state, taken, places=1) is free
    if free:
        enrolment.check_take(state, taken, places=1)
    else:
        with pytest.raises(NoPlace):
            enrolment.check_take(state, taken, places=1)


@pytest.mark.parametrize("shape", Shape)
def test_every_shape_has_its_numbers(shape):
    frame = shapes.frame(shape)
    assert frame.mentors >= 1
    assert frame.mentees >= 1
    assert frame.single is (shape == Shape.FLASH)


@pytest.mark.django_db
def test_a_programme_may_begin_with_nothing():
    kim = communities.coordinator()
    with viewing.as_member(kim):
        made = programmes.create(by=kim, name="Spring")
    assert (made.state, made.questions.count(), made.rules.count()) == (State.DRAFT, 0, 0)
