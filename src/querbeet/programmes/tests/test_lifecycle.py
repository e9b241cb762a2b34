"""The life of a programme: every cell of the table."""

import pytest

from querbeet.programmes.enums import Event, State
from querbeet.programmes.rules import lifecycle
from querbeet.programmes.rules.lifecycle import PROGRAMME, NotNow

TABLE = PROGRAMME.cells


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("event", Event)
def test_every_cell(state, event):
    if (state, event) in TABLE:
        assert lifecycle.after(state, event) == TABLE[state, event]
    else:
        with pytest.raises(NotNow):
            lifecycle.after(state, event)


@pytest.mark.parametrize("state", State)
def test_what_may_happen_next_is_what_the_table_says(state):
    assert lifecycle.events(state) == [event for (here, event) in TABLE if here == state]


@pytest.mark.parametrize("state", State)
def test_sign_up_is_open_only_while_the_programme_is_and_imports_until_it_closes(state):
    assert lifecycle.can_enrol(state) is (state == State.OPEN)
    assert lifecycle.can_import(state) is (state != State.CLOSED)
    for can, check in ((lifecycle.can_enrol, lifecycle.check_enrol), (lifecycle.can_import, lifecycle.check_import)):
        if can(state):
            check(state)
        else:
            with pytest.raises(NotNow):
                check(state)
