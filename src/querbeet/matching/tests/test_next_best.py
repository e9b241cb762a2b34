"""From publishing to the next offer: whoever was offered something that came to nothing is asked again by the clock."""

from datetime import timedelta

import pytest

from querbeet.communities.tests import factories as communities
from querbeet.core import clock, viewing
from querbeet.matching import actions, queries, tasks
from querbeet.matching.models import Reserve, Run
from querbeet.mentorships import tasks as clocks
from querbeet.mentorships.actions import answers, proposals
from querbeet.mentorships.enums import Question, Reply, State
from querbeet.mentorships.models.answer import Answer
from querbeet.mentorships.models.mentorship import Mentorship
from querbeet.mentorships.queries import suggestions
from querbeet.notices.models import Notice
from querbeet.programmes.enums import EnrolmentState, Side
from querbeet.programmes.models.participant import Participant
from querbeet.programmes.models.programme import KeptApart
from querbeet.programmes.tests import factories

pytestmark = pytest.mark.django_db
GRADES = {"Dara": "Three", "Eden": "Two", "Fay": "Two"}


@pytest.fixture
def kim():
    return communities.coordinator("Kim")


@pytest.fixture
def programme(kim):
    """One mentee, Ash, and mentors with one place each, who fit in the order of their names."""
    return factories.programme(by=kim)


@pytest.fixture
def ash(programme, kim):
    return mentee(programme, kim, "Ash")


@pytest.fixture
def mentors(programme, kim, ash):
    made = {name: communities.member(name, community=kim.community) for name in GRADES}
    for name, grade in GRADES.items():
        factories.enrolled(programme, Side.MENTOR, made[name], grade=grade, capacity=1, topics=topics(name))
    return made


def topics(name):
    return [] if name == "Fay" else ["rest"]


def mentee(programme, kim, name):
    made = communities.member(name, community=kim.community)
    factories.enrolled(programme, Side.MENTEE, made, grade="One", topics=["rest"])
    return made


def run(programme, kim):
    with viewing.as_member(kim):
        made = actions.start(programme=programme, by=kim)
    tasks.execute(str(made.pk), str(kim.pk), "en")
    return Run.objects.get(pk=made.pk)


def publish(found, kim):
    with viewing.as_member(kim):
        return actions.publish(run=found, by=kim)


def offered(member):
    """Who is offered to a member now, by name."""
    open_ = Mentorship.objects.of(member).filter(state=State.OFFERED).prefetch_related("partners__member")
    return [one.display_name for each in open_ for one in each.people if one != member]


def time_runs_out():
    """The open offers expire, and the hour goes by."""
    Mentorship.objects.filter(state=State.OFFERED).update(expires_at=clock.now() - timedelta(seconds=1))
    clocks.lapse(0)
    return clocks.next_in_line(0)


def answer(member, reply):
    with viewing.as_member(member):
        found = Mentorship.objects.visible_to(member).of(member).get(state=State.OFFERED)
        answers.answer(mentorship=found, member=member, reply=reply)


def test_a_run_keeps_the_next_best_pairs_of_every_mentee(programme, kim, ash, mentors):
    found = run(programme, kim)
    assert [pair.mentor.member for pair in found.pairs.all()] == [mentors["Dara"]]
    behind = found.reserves.order_by("rank").values_list("rank", "mentor__member__display_name", "fit")
    assert list(behind) == [(1, "Eden", 10), (2, "Fay", 4)]
    tasks.execute(str(found.pk), str(kim.pk), "en")
    assert Reserve.objects.count() == 2


def test_after_publishing_only_the_first_choice_is_asked_and_nobody_learns_of_the_line(programme, kim, ash, mentors):
    assert publish(run(programme, kim), kim) == 1
    assert offered(ash) == ["Dara"]
    assert clocks.next_in_line(0) == 0
    for member in (ash, *mentors.values()):
        with viewing.as_member(member):
            assert not Mentorship.objects.filter(state=State.PROPOSED).exists()
            assert not Mentorship.objects.visible_to(member).filter(state=State.PROPOSED).exists()
    assert set(Notice.objects.values_list("member", flat=True)) == {ash.pk, mentors["Dara"].pk}


def test_when_an_offer_expires_the_next_best_is_offered_by_the_clock(programme, kim, ash, mentors):
    found = run(programme, kim)
    publish(found, kim)
    assert time_runs_out() == 1
    assert offered(ash) == ["Eden"]
    with viewing.as_member(ash):
        [now_open] = [one for one in suggestions.suggestions(ash, clock.now()) if one.open]
        assert (now_open.reasons, now_open.names) == (["Grade: One and Two", "Topics: both rest"], ["Eden"])
    with viewing.as_member(kim):
        told = suggestions.outcomes(found.pk, kim)
    assert told == {"offered": 1, "accepted": 0, "lapsed": 1, "in_line": 1}
    assert time_runs_out() == 1
    assert offered(ash) == ["Fay"]
    assert time_runs_out() == 0


def test_a_no_of_the_mentee_brings_the_next_at_once_and_a_no_of_the_mentor_only_with_the_time(
    programme, kim, ash, mentors
):
    publish(run(programme, kim), kim)
    answer(mentors["Dara"], Reply.NO)
    assert clocks.next_in_line(0) == 0  # an earlier next offer would tell Ash of the no
    answer(ash, Reply.NO)
    assert clocks.next_in_line(0) == 1
    assert sorted(offered(ash)) == ["Dara", "Eden"]


def test_two_yes_leave_the_others_in_line_and_a_talk_that_did_not_fit_brings_the_next(programme, kim, ash, mentors):
    publish(run(programme, kim), kim)
    answer(mentors["Dara"], Reply.YES)
    answer(ash, Reply.YES)
    assert clocks.next_in_line(0) == 0
    Mentorship.objects.filter(state=State.EXPLORING).update(decide_by=clock.now())
    clocks.lapse(0)
    assert clocks.next_in_line(0) == 1
    assert offered(ash) == ["Eden"]


@pytest.mark.parametrize("blocker", ["ash", "Eden"])
def test_a_block_skips_to_the_one_after(programme, kim, ash, mentors, blocker):
    publish(run(programme, kim), kim)
    one, other = (ash, mentors["Eden"]) if blocker == "ash" else (mentors["Eden"], ash)
    communities.block(one, other)
    time_runs_out()
    assert offered(ash) == ["Fay"]


def test_who_has_no_room_by_then_is_skipped(programme, kim, ash, mentors):
    publish(run(programme, kim), kim)
    Participant.objects.filter(member=mentors["Eden"]).update(taken=1, state=EnrolmentState.FULL)
    time_runs_out()
    assert offered(ash) == ["Fay"]


def test_who_rests_by_then_is_skipped(programme, kim, ash, mentors):
    publish(run(programme, kim), kim)
    Participant.objects.filter(member=mentors["Eden"]).update(state=EnrolmentState.PAUSED)
    time_runs_out()
    assert offered(ash) == ["Fay"]


def test_two_whom_coordinators_keep_apart_by_then_are_skipped(programme, kim, ash, mentors):
    publish(run(programme, kim), kim)
    eden = Participant.objects.get(member=mentors["Eden"])
    KeptApart.objects.create(
        programme=programme, one=eden.reference.upper(), other=Participant.objects.get(member=ash).reference
    )
    time_runs_out()
    assert offered(ash) == ["Fay"]


def test_one_free_place_is_not_offered_to_two_at_once(programme, kim, ash, mentors):
    bo, cleo = (mentee(programme, kim, name) for name in ("Bo", "Cleo"))
    Participant.objects.filter(member__in=(mentors["Eden"], mentors["Fay"])).delete()
    assert publish(run(programme, kim), kim) == 1
    first = Mentorship.objects.get(state=State.OFFERED)
    waiting = [one for one in (ash, bo, cleo) if one not in first.people]
    assert clocks.next_in_line(0) == 0
    assert time_runs_out() == 1
    assert len([one for one in waiting if offered(one)]) == 1
    answer(mentors["Dara"], Reply.NO)
    assert clocks.next_in_line(0) == 1


def test_a_new_run_takes_the_place_of_the_line_of_the_one_before(programme, kim, ash, mentors):
    publish(run(programme, kim), kim)
    time_runs_out()
    Mentorship.objects.filter(state=State.OFFERED).update(state=State.LAPSED, ended_at=clock.now())
    assert Mentorship.objects.filter(state=State.PROPOSED).count() == 1
    second = run(programme, kim)
    publish(second, kim)
    assert set(Mentorship.objects.filter(state=State.PROPOSED).values_list("source", flat=True)) == {second.pk}
    with viewing.as_member(ash):
        over = [one.names for one in suggestions.suggestions(ash, clock.now()) if not one.open]
    assert sorted(over) == [["Dara"], ["Eden"]]  # Fay was never offered, and Ash never hears of it


def test_whoever_asked_directly_keeps_their_turn_when_a_run_is_published(programme, kim, ash, mentors):
    from querbeet.mentorships.tests import factories as mentorships

    asked = mentorships.mentorship("proposed", ash, mentors["Fay"], asked_by=ash)
    publish(run(programme, kim), kim)
    asked.refresh_from_db()
    assert asked.state == State.PROPOSED


@pytest.mark.parametrize("harm", ["block", "rule", "list"])
def test_who_may_not_meet_any_more_is_not_asked_at_all(programme, kim, ash, mentors, harm):
    """Between the run and its publication a block is made, an answer changes, or a list grows."""
    found = run(programme, kim)
    dara, mine = (Participant.objects.get(member=one) for one in (mentors["Dara"], ash))
    if harm == "block":
        communities.block(mentors["Dara"], ash)
    elif harm == "rule":
        factories.answering(dara, grade="One", topics=[])
    else:
        KeptApart.objects.create(programme=programme, one=dara.reference, other=mine.reference)
    with viewing.as_member(kim):
        assert queries.publishable(found, kim) == {"asked": 0, "on_paper": 0, "gone": 1}
    assert publish(found, kim) == 0
    assert clocks.next_in_line(0) == 1
    assert offered(ash) == ["Eden"]


def test_the_control_without_that_look_all_three_would_be_asked(programme, kim, ash, mentors, monkeypatch):
    from querbeet.mentorships.actions import places
    from querbeet.mentorships.queries import law

    found = run(programme, kim)
    communities.block(mentors["Dara"], ash)
    monkeypatch.setattr(law.Law, "allows", lambda *two: True)
    assert publish(found, kim) == 0  # the second guard, in the database
    Run.objects.update(state="done")
    monkeypatch.setattr(places, "apart", lambda *who: False)
    assert publish(found, kim) == 1


def test_a_pair_marked_never_is_not_put_in_line(programme, kim, ash, mentors):
    found = run(programme, kim)
    people = {row.member: row for row in Participant.objects.all()}
    with viewing.as_member(kim):
        actions.mark(programme=programme, mentee=people[ash], mentor=people[mentors["Eden"]], mark="forbidden", by=kim)
    publish(found, kim)
    time_runs_out()
    assert offered(ash) == ["Fay"]


def test_two_in_line_already_are_not_put_there_twice(programme, kim, ash, mentors):
    found = run(programme, kim)
    publish(found, kim)
    line = [proposals.InLine(ash, mentors["Eden"], reasons=[], rank=1)]
    with viewing.as_member(kim):
        assert proposals.line_up(programme=programme, lines=line, source=found.pk, by=kim) == 0


def test_answers_of_a_line_begin_with_its_turn(programme, kim, ash, mentors):
    publish(run(programme, kim), kim)
    assert Answer.objects.filter(question=Question.OFFER).count() == 2
    time_runs_out()
    assert Answer.objects.filter(question=Question.OFFER, reply=Reply.WAITING).count() == 2
