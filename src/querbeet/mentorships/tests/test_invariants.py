"""Whatever people do, in whatever order: what must never be never is. Random walks on the real database."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from querbeet.communities.actions import blocks
from querbeet.communities.models.bounds import Block, Tie
from querbeet.communities.tests import factories as communities
from querbeet.conversations.models import Thread
from querbeet.core import viewing
from querbeet.core.errors import Refused
from querbeet.mentorships import tasks
from querbeet.mentorships.actions import answers, breaks, endings, opening, parting, proposals, talks
from querbeet.mentorships.enums import Question, Reply, Side, State
from querbeet.mentorships.models.answer import Answer
from querbeet.mentorships.models.mentorship import HELD, OVER, TALKING, Mentorship, Partner
from querbeet.mentorships.rules.lifecycle import MENTORSHIP
from querbeet.mentorships.tests import factories as make
from querbeet.programmes.models.participant import Participant
from querbeet.programmes.tests import factories as programmes

pytestmark = [pytest.mark.django_db, pytest.mark.long]
PLACES = 1
DATES = {
    State.PROPOSED: ("expires_at",),
    State.OFFERED: ("offered_at", "expires_at"),
    State.EXPLORING: ("exploring_at", "decide_by"),
    State.ACTIVE: ("began_at",),
    State.ON_HOLD: ("held_at",),
    State.ENDING: ("ending_at", "closes_at"),
    State.CLOSED: ("ended_at",),
    State.LAPSED: ("ended_at",),
}
picks = st.integers(min_value=0, max_value=10_000)


class Life(RuleBasedStateMachine):
    """Two mentors with one place each in a programme and outside, three mentees, and what they do."""

    @initialize()
    def plant(self):
        self.world = transaction.atomic()
        self.world.__enter__()
        self.kim = communities.coordinator("Kim")
        self.programme = programmes.programme(by=self.kim)
        names = ("Ash", "Bo", "Cem", "Dara", "Ewe")
        self.people = [communities.member(name, community=self.kim.community) for name in names]
        self.mentees, self.mentors = self.people[:3], self.people[3:]
        for mentor in self.mentors:
            programmes.enrolled(self.programme, Side.MENTOR, mentor, capacity=PLACES)
            make.open_place(mentor, places=PLACES)
        for mentee in self.mentees:
            programmes.enrolled(self.programme, Side.MENTEE, mentee)
        self.gone = set()

    def teardown(self):
        if hasattr(self, "world"):
            transaction.set_rollback(True)
            self.world.__exit__(None, None, None)

    # Picking somebody who is there, and something that they are in

    def one(self, people, pick):
        there = [one for one in people if one.pk not in self.gone]
        return there[pick % len(there)] if there else None

    def act(self, who, verb, **arguments):
        """Do it as this person; what is refused changes nothing."""
        try:
            with transaction.atomic(), viewing.as_member(who):
                return verb(**arguments)
        except Refused:
            return None

    def theirs(self, who, pick, *states):
        with viewing.as_member(who):
            mine = list(
                Mentorship.objects.visible_to(who).of(who).filter(state__in=states).order_by("created_at", "pk")
            )
        return mine[pick % len(mine)] if mine else None

    # What people do

    @rule(mentee=picks, mentor=picks, rank=st.integers(0, 1))
    def propose(self, mentee, mentor, rank):
        mentee, mentor = self.one(self.mentees, mentee), self.one(self.mentors, mentor)
        if mentee and mentor:
            told = {"reasons": [], "source": self.programme.pk, "by": self.kim, "rank": rank}
            self.act(self.kim, proposals.propose, programme=self.programme, mentee=mentee, mentor=mentor, **told)

    @rule(mentee=picks, mentor=picks)
    def ask(self, mentee, mentor):
        mentee, mentor = self.one(self.mentees, mentee), self.one(self.mentors, mentor)
        if not mentee or not mentor:
            return
        with viewing.as_member(mentee):
            place = opening.OpenPlace.objects.visible_to(mentee).filter(member=mentor).first()
        if place:
            self.act(mentee, opening.ask, place=place, by=mentee)

    @rule(who=picks, what=picks, reply=st.sampled_from([Reply.YES, Reply.YES, Reply.YES, Reply.NO, Reply.NOT_NOW]))
    def answer(self, who, what, reply):
        self.do(who, what, (State.OFFERED,), lambda found, me: (answers.answer, {"member": me, "reply": reply}))

    @rule(who=picks, what=picks, fits=st.sampled_from([True, True, False]))
    def decide(self, who, what, fits):
        self.do(who, what, (State.EXPLORING,), lambda found, me: (talks.decide, {"member": me, "fits": fits}))

    @rule(who=picks, what=picks)
    def rest(self, who, what):
        self.do(who, what, HELD, lambda found, me: (breaks.rest, {"member": me}))

    @rule(who=picks, what=picks)
    def resume(self, who, what):
        self.do(who, what, (State.ON_HOLD,), lambda found, me: (breaks.resume, {"member": me}))

    @rule(who=picks, what=picks)
    def end(self, who, what):
        self.do(who, what, HELD, lambda found, me: (endings.end, {"by": me}))

    @rule(who=picks, what=picks)
    def say_goodbye(self, who, what):
        self.do(who, what, (State.ENDING,), lambda found, me: (endings.say_goodbye, {"member": me}))

    def do(self, who, what, states, verb):
        me = self.one(self.people, who)
        found = self.theirs(me, what, *states) if me else None
        if found:
            action, arguments = verb(found, me)
            self.act(me, action, mentorship=found, **arguments)

    @rule(who=picks, whom=picks)
    def block(self, who, whom):
        one, other = self.one(self.people, who), self.one(self.people, whom)
        if one and one != other and Block.objects.count() < 2:
            self.act(one, blocks.block, member=other, by=one)

    @precondition(lambda self: hasattr(self, "gone") and not self.gone)
    @rule(who=picks)
    def leave(self, who):
        one = self.one(self.people, who)
        self.act(one, parting.forget, member=one)
        self.gone.add(one.pk)

    @rule(days=st.integers(1, 20))
    def time_passes(self, days):
        back = timedelta(days=days)
        for row in Mentorship.objects.exclude(state__in=OVER):
            names = [name for name in ("expires_at", "decide_by", "closes_at", "offered_at") if getattr(row, name)]
            Mentorship.objects.filter(pk=row.pk).update(**{name: getattr(row, name) - back for name in names})
        tasks.lapse(0)
        tasks.nudge(0)
        tasks.next_in_line(0)

    # What must always hold

    @invariant()
    def nobody_has_more_than_their_places(self):
        for mentor in getattr(self, "mentors", ()):
            for programme in (self.programme, None):
                held = Partner.objects.filter(
                    member=mentor, mentorship__programme=programme, mentorship__state__in=HELD, left_at=None
                )
                assert held.count() <= PLACES

    @invariant()
    def the_programme_counts_what_there_is(self):
        for row in Participant.objects.all():
            held = Partner.objects.filter(
                member=row.member, side=row.side, mentorship__programme=row.programme_id, mentorship__state__in=HELD
            )
            assert row.taken == held.count()

    @invariant()
    def nothing_runs_across_a_block_or_with_somebody_who_left(self):
        live = {one.pk: {partner.member_id for partner in one.partners.all()} for one in self.live()}
        for people in live.values():
            assert not people & getattr(self, "gone", set())
            assert not Block.objects.filter(blocker__in=people, blocked__in=people).exists()

    @invariant()
    def every_state_has_its_dates_and_its_clock(self):
        for one in Mentorship.objects.all():
            assert all(getattr(one, name) for name in DATES[State(one.state)])
            assert (one.ended_at is None) == (one.state not in OVER)
            stage = MENTORSHIP.stage(one.state)
            assert stage.end or (stage.owner and stage.clock)

    @invariant()
    def ties_and_talks_are_there_exactly_while_it_runs(self):
        for one in Mentorship.objects.all():
            assert Tie.objects.filter(source=one.pk, ended_at=None).exists() == (one.state in HELD)
            assert Thread.objects.filter(about=one.pk, closed_at=None).exists() == (one.state in TALKING)

    @invariant()
    def answers_are_forgotten_when_the_time_is_over(self):
        late = Answer.objects.filter(mentorship__state__in=OVER, question__in=(Question.OFFER, Question.FIT))
        assert not late.exclude(reply__in=(Reply.AGREED, Reply.EXPIRED)).exists()

    def live(self):
        return Mentorship.objects.exclude(state__in=OVER).prefetch_related("partners") if hasattr(self, "world") else []


@pytest.mark.parametrize(
    ("walks", "steps"), [(10, 20), pytest.param(200, 40, marks=pytest.mark.nightly)], ids=["short", "long"]
)
def test_whatever_people_do_the_promises_hold(walks, steps):
    """200 steps in the short form, 8,000 in the nightly one."""
    quick = settings(
        max_examples=walks,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
    )
    run_state_machine_as_test(Life, settings=quick)


def test_the_same_steps_give_the_same_states():
    """Nothing in here rolls dice: the same answers in the same order lead to the same end, twice."""

    def walk():
        two = make.pair()
        found = make.mentorship("offered", *two, programme=None, asked_by=two[0])
        make.open_place(two[1])
        seen = []
        for member in two:
            with viewing.as_member(member):
                seen.append(answers.answer(mentorship=found, member=member, reply=Reply.YES).state)
        for member in two:
            with viewing.as_member(member):
                seen.append(talks.decide(mentorship=found, member=member, fits=True).state)
        with viewing.as_member(two[0]):
            seen.append(endings.end(mentorship=found, by=two[0]).state)
        return seen

    assert walk() == walk()
