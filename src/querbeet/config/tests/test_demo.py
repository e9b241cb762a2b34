"""The demo shows programmes, enrolments and mentorships in every state that they know."""

import pytest

from querbeet.config.demo import planting
from querbeet.mentorships.enums import State as Stage
from querbeet.mentorships.models.mentorship import Mentorship
from querbeet.programmes.enums import EnrolmentState, State
from querbeet.programmes.models.participant import Participant
from querbeet.programmes.models.programme import Programme
from querbeet.skills.actions import vocabulary


@pytest.mark.django_db
def test_every_state_is_somewhere_in_the_demo():
    vocabulary.load()
    planting.plant()
    assert set(Programme.objects.values_list("state", flat=True)) == set(State.values)
    assert set(Participant.objects.values_list("state", flat=True)) == set(EnrolmentState.values)
    assert set(Mentorship.objects.values_list("state", flat=True)) == set(Stage.values)
