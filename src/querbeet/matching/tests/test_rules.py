"""The life of a run."""

from datetime import UTC, datetime, timedelta

import pytest

from querbeet.matching import rules
from querbeet.matching.enums import RunState
from querbeet.matching.rules import NobodyToMatch, NotFinished

NOW = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize(("mentees", "mentors", "can"), [(1, 1, True), (0, 3, False), (3, 0, False)])
def test_a_run_needs_both_sides(mentees, mentors, can):
    assert rules.can_start(mentees, mentors) is can
    if can:
        rules.check_start(mentees, mentors)
    else:
        with pytest.raises(NobodyToMatch):
            rules.check_start(mentees, mentors)


@pytest.mark.parametrize("state", RunState)
def test_only_a_finished_run_is_published(state):
    assert rules.can_publish(state) is (state == RunState.DONE)
    if rules.can_publish(state):
        rules.check_publish(state)
    else:
        with pytest.raises(NotFinished):
            rules.check_publish(state)


@pytest.mark.parametrize(
    ("state", "age", "stalled"),
    [
        (RunState.WORKING, 11, True),
        (RunState.WAITING, 11, True),
        (RunState.WORKING, 9, False),
        (RunState.DONE, 99, False),
    ],
)
def test_a_run_stalls_after_ten_minutes(state, age, stalled):
    assert rules.stalled(state, NOW - timedelta(minutes=age), NOW) is stalled
