"""Whoever leaves takes their answers along."""

import pytest

from querbeet.audit.models import Entry
from querbeet.communities.tests import factories as communities
from querbeet.core import viewing
from querbeet.programmes.actions import enrolments
from querbeet.programmes.enums import EnrolmentState, Side
from querbeet.programmes.models.participant import Participant
from querbeet.programmes.tests import factories

pytestmark = pytest.mark.django_db


def test_leaving_erases_ones_own_answers_and_nobody_elses():
    programme = factories.programme()
    leaver, stayer = (communities.member(community=programme.community) for _ in range(2))
    for member in (leaver, stayer):
        with viewing.as_member(member):
            answers = {"grade": "One"}
            enrolments.enrol(programme=programme, member=member, side=Side.MENTEE, answers=answers)
    with viewing.as_member(leaver):
        enrolments.forget(member=leaver)
    rows = {row.member_id: row for row in Participant.objects.filter(programme=programme)}
    assert rows[leaver.pk].answers == {}
    assert rows[leaver.pk].state == EnrolmentState.LEFT
    assert rows[stayer.pk].answers == {"grade": "One"}
    assert rows[stayer.pk].state == EnrolmentState.POOL


def test_what_was_over_already_stays_as_it_ended_and_loses_its_answers():
    programme = factories.programme()
    leaver = communities.member(community=programme.community)
    factories.enrolled(programme, Side.MENTEE, leaver, EnrolmentState.DECLINED, grade="One")
    with viewing.as_member(leaver):
        enrolments.forget(member=leaver)
    row = Participant.objects.get()
    assert (row.state, row.answers) == (EnrolmentState.DECLINED, {})


def test_who_never_signed_up_leaves_no_trace_of_leaving():
    leaver = communities.member()
    with viewing.as_member(leaver):
        enrolments.forget(member=leaver)
    assert not Entry.objects.filter(verb="enrolments forgotten").exists()
