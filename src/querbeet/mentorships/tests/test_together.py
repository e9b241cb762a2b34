"""What people do together: goals, obstacles, notes; theirs alone, and never overwritten unread."""

import pytest
from django.db import connection

from querbeet.communities.tests import factories as communities
from querbeet.core import viewing
from querbeet.mentorships.actions import goals, notes, obstacles, tips
from querbeet.mentorships.enums import State
from querbeet.mentorships.models.together import Goal, Note, Obstacle, PrivateNote, Step, Tip
from querbeet.mentorships.queries import together as queries
from querbeet.mentorships.rules import together as rules
from querbeet.mentorships.tests import factories
from querbeet.notices import queries as notices

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair():
    return factories.pair()


@pytest.fixture
def ours(pair):
    return factories.mentorship(State.ACTIVE, *pair)


def by(member, act, /, **more):
    """Do it as this member does on a page."""
    with viewing.as_member(member):
        return act(**more, **({} if act is notes.keep else {"by": member}))


def news(member):
    with viewing.as_member(member):
        return [told.line.text for told in notices.lines(member, notices.unread(member))]


def paths(ours, member):
    with viewing.as_member(member):
        return queries.paths(ours, member)


def test_a_goal_is_a_path_of_small_steps(ours, pair):
    ash, dara = pair
    goal = by(ash, goals.add, mentorship=ours, title="A job I like", steps=["Write a list", "Show it to Dara"])
    by(dara, goals.add_step, goal=goal, text="Send it off")
    (path,) = paths(ours, dara)
    assert [step.text for step in path.steps] == ["Write a list", "Show it to Dara", "Send it off"]
    assert (path.done, path.following) == (0, path.steps[0])
    by(ash, goals.tick, step=path.steps[0], done=True)
    (path,) = paths(ours, dara)
    assert [dot.state for dot in path.dots] == ["done", "current", "next", "next"]
    assert path.line.count("C") == 3
    for step in path.steps[1:]:
        by(ash, goals.tick, step=step, done=True)
    assert paths(ours, ash)[0].all_done
    by(ash, goals.tick, step=path.steps[0], done=False)
    assert paths(ours, ash)[0].following == path.steps[0]


def test_a_goal_without_steps_is_drawn_too(ours, pair):
    by(pair[0], goals.add, mentorship=ours, title="Breathe")
    (path,) = paths(ours, pair[0])
    assert ([dot.state for dot in path.dots], path.line, path.all_done) == (["next"], "M18 16", False)


def test_reaching_a_goal_is_told_and_can_be_repeated(ours, pair):
    ash, dara = pair
    goal = by(ash, goals.add, mentorship=ours, title="A job I like")
    assert news(dara) == ["Ash set a goal for you together."]
    for _twice in range(2):
        by(dara, goals.reach, goal=goal)
    assert news(ash) == ["A goal is reached. Have a look!"]
    assert paths(ours, ash)[0].dots[-1].state == "done"


def test_a_goal_is_let_go_and_taken_up_again(ours, pair):
    goal = by(pair[0], goals.add, mentorship=ours, title="A job I like")
    for act, state in ((goals.let_go, False), (goals.let_go, False), (goals.take_up, True), (goals.take_up, True)):
        assert by(pair[0], act, goal=goal).open is state


def test_a_goal_is_put_in_other_words_by_whoever_read_the_newest(ours, pair):
    ash, dara = pair
    goal = by(ash, goals.add, mentorship=ours, title="A job")
    by(ash, goals.rename, goal=goal, title="A job I like", version=1)
    with pytest.raises(rules.Changed):
        by(dara, goals.rename, goal=goal, title="Any job", version=1)
    assert paths(ours, dara)[0].goal.title == "A job I like"


def test_there_is_an_end_to_goals_and_steps(ours, pair, monkeypatch):
    monkeypatch.setattr(rules, "MOST_GOALS", 1)
    monkeypatch.setattr(rules, "MOST_STEPS", 1)
    goal = by(pair[0], goals.add, mentorship=ours, title="One", steps=["a"])
    with pytest.raises(rules.Enough):
        by(pair[0], goals.add, mentorship=ours, title="Two")
    with pytest.raises(rules.Enough):
        by(pair[0], goals.add_step, goal=goal, text="b")


def test_an_obstacle_is_named_tips_are_collected_and_it_is_overcome(ours, pair):
    ash, dara = pair
    obstacle = by(
        ash, obstacles.name, mentorship=ours, text="Nobody answers", tried="Mails", next_step="Ask", setback=True
    )
    assert news(dara) == ["Ash wrote down what is in the way."]
    by(dara, tips.give, obstacle=obstacle, text="Call them")
    assert news(ash) == ["Dara has a tip."]
    for _twice in range(2):
        assert by(ash, obstacles.overcome, obstacle=obstacle).overcome_at is not None
    assert news(dara)[0] == "You have got past an obstacle. Have a look!"
    with viewing.as_member(dara):
        (one,) = queries.obstacles(ours, dara)
        assert (one.row.text, one.row.tried, one.row.next_step) == ("Nobody answers", "Mails", "Ask")
        assert ([str(tip.card) for tip in queries.tips(one.row, dara)], one.mine) == (["Dara"], False)
    for act, state in (
        (obstacles.set_aside, False),
        (obstacles.set_aside, False),
        (obstacles.take_up, True),
        (obstacles.take_up, True),
    ):
        assert by(ash, act, obstacle=obstacle).open is state


def test_an_obstacle_is_not_overwritten_unread(ours, pair):
    obstacle = by(pair[0], obstacles.name, mentorship=ours, text="Nobody answers")
    words = {"obstacle": obstacle, "tried": "", "next_step": "Call", "version": 1}
    by(pair[0], obstacles.change, text="Nobody answers me", **words)
    with pytest.raises(rules.Changed):
        by(pair[1], obstacles.change, text="Silence", **words)
    assert Obstacle.objects.get().text == "Nobody answers me"


def test_a_shared_note_is_not_overwritten_unread(ours, pair):
    ash, dara = pair
    note = by(ash, notes.write, mentorship=ours, text="Questions")
    by(dara, notes.change, note=note, text="Questions for Monday", version=1)
    with pytest.raises(rules.Changed):
        by(ash, notes.change, note=note, text="Answers", version=1)
    by(ash, notes.change, note=note, text="Answers", version=2)
    assert Note.objects.get().text == "Answers"


def test_one_s_own_note_is_one_s_own(ours, pair):
    ash, dara = pair
    by(ash, notes.keep, mentorship=ours, member=ash, text="I am nervous", version=0)
    with pytest.raises(rules.Changed):
        by(ash, notes.keep, mentorship=ours, member=ash, text="Not any more", version=0)
    by(ash, notes.keep, mentorship=ours, member=ash, text="", version=1)
    by(ash, notes.keep, mentorship=ours, member=ash, text="Calm", version=2)
    for other in (dara, communities.coordinator(community=ash.community)):
        with viewing.as_member(other):
            assert (PrivateNote.objects.count(), queries.own_note(ours, other).text) == (0, "")
    with pytest.raises(rules.Changed):
        by(dara, notes.keep, mentorship=ours, member=dara, text="x", version=7)
    with viewing.as_member(ash):
        assert queries.own_note(ours, ash).text == "Calm"
        notes.forget(member=ash)
    assert not PrivateNote.objects.exists()


@pytest.mark.parametrize("text", ["", " \n ", "x" * 5000], ids=["nothing", "spaces", "too much"])
def test_nothing_and_too_much_are_refused(ours, pair, text):
    ash = pair[0]
    obstacle = by(ash, obstacles.name, mentorship=ours, text="A wall")
    for act in (
        lambda: by(ash, goals.add, mentorship=ours, title=text),
        lambda: by(ash, goals.add, mentorship=ours, title="A job", steps=[text]),
        lambda: by(ash, obstacles.name, mentorship=ours, text=text),
        lambda: by(ash, obstacles.name, mentorship=ours, text="A wall", tried="x" * 5000),
        lambda: by(ash, tips.give, obstacle=obstacle, text=text),
        lambda: by(ash, notes.write, mentorship=ours, text=text),
        lambda: by(ash, notes.keep, mentorship=ours, member=ash, text="x" * 9000, version=0),
    ):
        with pytest.raises(rules.NoWords):
            act()
    assert (Goal.objects.count(), Step.objects.count(), Tip.objects.count()) == (0, 0, 0)


def everything(ours, member):
    """One of each, written by this member."""
    goal = by(member, goals.add, mentorship=ours, title="Words of ours", steps=["Words of ours"])
    obstacle = by(member, obstacles.name, mentorship=ours, text="Words of ours")
    tip = by(member, tips.give, obstacle=obstacle, text="Words of ours")
    return goal, goal.steps.get(), obstacle, tip, by(member, notes.write, mentorship=ours, text="Words of ours")


SHARED = (Goal, Step, Obstacle, Tip, Note)


def seen(member):
    with viewing.as_member(member):
        return [model.objects.count() for model in SHARED]


def test_coordinators_and_strangers_read_nothing_of_it(ours, pair):
    everything(ours, pair[0])
    kim = communities.coordinator("Kim", community=ours.community)
    for other in (kim, communities.steward(community=ours.community), communities.member(community=ours.community)):
        assert seen(other) == [0] * 5
        assert [model.objects.visible_to(other).count() for model in SHARED] == [0] * 5
    assert seen(pair[1]) == [1] * 5  # the control


def test_it_lies_sealed_in_the_database(ours, pair):
    everything(ours, pair[0])
    with connection.cursor() as cursor:
        for table, column in (
            ("goal", "title"),
            ("step", "text"),
            ("obstacle", "text"),
            ("tip", "text"),
            ("note", "text"),
        ):
            cursor.execute(f"SELECT {column} FROM mentorships_{table}")
            assert b"Words of ours" not in bytes(cursor.fetchone()[0])


@pytest.mark.parametrize("state", [State.ON_HOLD, State.CLOSED])
def test_on_hold_and_after_the_end_everything_is_read_and_nothing_added(ours, pair, state):
    ash = pair[0]
    goal, step, obstacle, tip, note = everything(ours, ash)
    type(ours).objects.filter(pk=ours.pk).update(
        state=state, **({"ended_at": ours.began_at} if state == "closed" else {})
    )
    assert seen(ash) == [1] * 5
    for act in (
        lambda: by(ash, goals.add, mentorship=ours, title="Another"),
        lambda: by(ash, goals.tick, step=step, done=True),
        lambda: by(ash, goals.reach, goal=goal),
        lambda: by(ash, obstacles.overcome, obstacle=obstacle),
        lambda: by(ash, tips.offer, tip=tip, words="x"),
        lambda: by(ash, notes.change, note=note, text="x", version=1),
    ):
        with pytest.raises(rules.Quiet):
            act()
    by(ash, notes.keep, mentorship=ours, member=ash, text="Looking back", version=0)


def test_after_a_block_nothing_new_of_the_other_arrives_and_nothing_can_be_added(ours, pair):
    ash, dara = pair
    everything(ours, ash)
    communities.block(ash, dara)
    assert seen(dara) == [1] * 5
    for member in pair:
        with pytest.raises(rules.Quiet):
            by(member, goals.add, mentorship=ours, title="Another")


def test_in_a_circle_a_block_looks_like_leaving():
    ash, dara = factories.pair()
    mika = communities.member("Mika", community=ash.community)
    ours = factories.mentorship(State.ACTIVE, ash, dara, others={mika: "mentee"})
    by(ash, notes.write, mentorship=ours, text="before")
    communities.block(ash, dara)
    by(ash, notes.write, mentorship=ours, text="after")
    assert [seen(member)[4] for member in (ash, dara, mika)] == [2, 1, 2]
    assert [Note.objects.visible_to(member).count() for member in (ash, dara, mika)] == [2, 1, 2]


def test_lists_cost_the_same_with_three_rows_as_with_one(ours, pair, django_assert_max_num_queries):
    def cost():
        with viewing.as_member(pair[1]), django_assert_max_num_queries(40) as counted:
            titles = [(path.goal.title, [step.text for step in path.steps]) for path in queries.paths(ours, pair[1])]
            texts = [one.row.text for one in queries.obstacles(ours, pair[1]) + queries.notes(ours, pair[1])]
            assert titles and texts
        return len(counted)

    everything(ours, pair[0])
    first = cost()
    for member in pair:
        everything(ours, member)
    assert cost() == first
