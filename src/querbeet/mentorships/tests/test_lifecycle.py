"""Every cell of every table, and the dates that each step sets."""

import pytest

from querbeet.core import clock
from querbeet.core.lifecycle import NoWay
from querbeet.mentorships.enums import Answered, Changing, Event, Freezing, Reply, Shape, State, Thawing, Turning
from querbeet.mentorships.models.mentorship import Mentorship
from querbeet.mentorships.rules import lifecycle
from querbeet.mentorships.rules.lifecycle import ANSWER, CHANGE, CHANGED, FIT, FREEZE, MENTORSHIP, NoLongerOpen


def cells(table, states, events):
    return [pytest.param(table, state, event, id=f"{state}-{event}") for state in states for event in events]


@pytest.mark.parametrize(
    ("table", "state", "event"),
    [
        *cells(MENTORSHIP, State, Event),
        *cells(ANSWER, Reply, Answered),
        *cells(FIT, Reply, Answered),
        *cells(FREEZE, Freezing, Thawing),
        *cells(CHANGE, Changing, Turning),
        *cells(CHANGED, Reply, Answered),
    ],
)
def test_every_cell_leads_where_the_table_says_or_nowhere(table, state, event):
    if (state, event) in table.cells:
        assert table.after(state, event) == table.cells[state, event]
    else:
        with pytest.raises(NoWay):
            table.after(state, event)


@pytest.mark.parametrize("state", [State.CLOSED, State.LAPSED])
def test_what_is_over_says_so(state):
    with pytest.raises(NoLongerOpen):
        lifecycle.after(state, Event.ALL_YES)


def test_what_is_not_possible_yet_says_that():
    with pytest.raises(NoWay):
        lifecycle.after(State.OFFERED, Event.CLOSE)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("shape", Shape)
def test_every_state_sets_the_dates_that_its_clock_reads(state, shape):
    dates = lifecycle.dates(Mentorship(shape=shape), state, clock.now())
    at = MENTORSHIP.stage(state).clock
    assert at is None or not at.at or dates[at.at] > clock.now()


@pytest.mark.parametrize("state", [state for state in State if not MENTORSHIP.stage(state).end])
def test_whoever_is_not_there_any_more_ends_it_from_every_state(state):
    assert lifecycle.after(state, Event.PART) in (State.CLOSED, State.LAPSED)
