"""A table of a life says when something is wrong with it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from querbeet.core import lifecycle
from querbeet.core.lifecycle import Clock, Lifecycle, NoWay, Stage


@pytest.fixture
def seed():
    """A sound table, not left among those of the house."""
    week = Clock(timedelta(days=7))
    made = Lifecycle(
        "seed (planted)",
        start="sown",
        stages=(
            Stage("sown", "gardener", "ui:gallery", replace(week, event="rain")),
            Stage("growing", "gardener", "ui:gallery", week),
            Stage("ripe", screen="ui:gallery", end=True),
        ),
        steps=(("sown", "rain", "growing"), ("growing", "rain", "growing"), ("growing", "sun", "ripe")),
    )
    yield made
    lifecycle._tables.pop(made.name)


def test_a_sound_table_has_no_faults_and_is_known(seed):
    assert seed.faults() == []
    assert seed in lifecycle.tables()


def test_an_event_leads_on_or_is_refused_with_a_sentence(seed):
    assert seed.after("sown", "rain") == "growing"
    assert seed.events("growing") == ["rain", "sun"]
    assert seed.stage("growing").owner == "gardener"
    with pytest.raises(NoWay, match="Nothing was changed"):
        seed.after("ripe", "rain")


BREACHES = {
    "seed (planted): nothing leads to lost": lambda t: {"stages": (*t.stages, Stage("lost", "x", "y", end=True))},
    "seed (planted): nowhere is no stage": lambda t: {"steps": (*t.steps, ("sown", "wind", "nowhere"))},
    "seed (planted): growing has no way out": lambda t: {"steps": (*t.steps[:2], ("sown", "sun", "ripe"))},
    "seed (planted): ripe has a way out of its end": lambda t: {"steps": (*t.steps, ("ripe", "wind", "sown"))},
    "seed (planted): a state or a cell stands there twice": lambda t: {"steps": (*t.steps, t.steps[0])},
    "seed (planted): sown waits without an owner or a clock": lambda t: {
        "stages": (replace(t.stages[0], owner=""), *t.stages[1:])
    },
    "seed (planted): sown has no page": lambda t: {"stages": (replace(t.stages[0], screen=""), *t.stages[1:])},
    "seed (planted): the clock of growing strikes for nothing": lambda t: {
        "stages": (t.stages[0], replace(t.stages[1], clock=Clock(timedelta(1), event="hail")), t.stages[2])
    },
}


@pytest.mark.parametrize("fault", BREACHES)
def test_each_fault_is_found(seed, fault):
    values = {"name": seed.name, "start": seed.start, "stages": seed.stages, "steps": seed.steps}
    assert fault in Lifecycle(**{**values, **BREACHES[fault](seed)}).faults()
