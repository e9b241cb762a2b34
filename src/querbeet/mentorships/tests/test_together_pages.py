"""Pages of what people do together, as a browser without JavaScript gets them."""

import pytest

from querbeet.communities.tests import factories as communities
from querbeet.communities.tests.factories import signed_in_client
from querbeet.core import viewing
from querbeet.mentorships.actions import goals, notes, obstacles, tips
from querbeet.mentorships.enums import State
from querbeet.mentorships.models.together import Goal, Note, Obstacle, PrivateNote, ShelfTip, Step, Tip
from querbeet.mentorships.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair():
    return factories.pair()


@pytest.fixture
def ours(pair):
    return factories.mentorship(State.ACTIVE, *pair)


@pytest.fixture
def ash(pair):
    return signed_in_client(pair[0])


@pytest.fixture
def dara(pair):
    return signed_in_client(pair[1])


@pytest.fixture
def things(ours, pair):
    """One of each, by the first of the two."""
    by = pair[0]
    with viewing.as_member(by):
        goals.add(mentorship=ours, by=by, title="A job I like", steps=["Write a list"])
        obstacle = obstacles.name(mentorship=ours, by=by, text="Nobody answers", tried="Mails", next_step="Ask")
        tips.give(obstacle=obstacle, by=by, text="Ask twice")
        notes.write(mentorship=ours, by=by, text="Questions")


def text_of(answer):
    return answer.content.decode()


def test_a_goal_is_set_walked_and_reached(ours, ash, dara):
    home = f"/mentoring/{ours.pk}/goals"
    assert "No goal yet" in text_of(ash.get(home))
    page = text_of(ash.post(home, {"title": "A job I like", "steps": "Write a list\n\n Show it \n"}, follow=True))
    assert ("0 of 2 steps done" in page, "Show it" in page) == (True, True)
    goal, first = Goal.objects.get(), Step.objects.order_by("created_at")[0]
    page = text_of(dara.post(f"/steps/{first.pk}", {"done": "yes"}, follow=True))
    assert ("One step further. Well done!" in page, "1 of 2 steps done" in page) == (True, True)
    assert "0 of 2 steps done" in text_of(dara.post(f"/steps/{first.pk}", {"done": "no"}, follow=True))
    assert "Send it" in text_of(dara.post(f"/goals/{goal.pk}/steps", {"text": "Send it"}, follow=True))
    assert "This field is required" in text_of(dara.post(f"/goals/{goal.pk}/steps", {"text": " "}))
    assert "Reached on" in text_of(ash.post(f"/goals/{goal.pk}/course", {"to": "reached"}, follow=True))
    assert "Let go" in text_of(ash.post(f"/goals/{goal.pk}/course", {"to": "let-go"}, follow=True))
    assert ash.post(f"/goals/{goal.pk}/course", {"to": "elsewhere"}).status_code == 404


def test_what_was_typed_stays_when_a_goal_is_refused(ours, ash):
    page = text_of(ash.post(f"/mentoring/{ours.pk}/goals", {"title": "", "steps": "Write a list"}))
    assert ("Write a list</textarea>" in page, Goal.objects.count()) == (True, 0)


def test_two_who_change_a_goal_at_once_see_both_words(things, ash, dara):
    goal = Goal.objects.get()
    assert 'value="A job I like"' in text_of(ash.get(f"/goals/{goal.pk}"))
    ash.post(f"/goals/{goal.pk}", {"text": "A good job", "version": 1})
    page = text_of(dara.post(f"/goals/{goal.pk}", {"text": "Any job", "version": 1}))
    assert ("A good job" in page, 'value="Any job"' in page, 'name="version" value="2"' in page) == (True, True, True)
    dara.post(f"/goals/{goal.pk}", {"text": "Any job", "version": 2})
    assert Goal.objects.get().title == "Any job"


def test_two_who_change_a_note_at_once_can_keep_both(things, ash, dara):
    note = Note.objects.get()
    ash.post(f"/notes/{note.pk}", {"text": "Questions for Monday", "version": 1})
    page = text_of(dara.post(f"/notes/{note.pk}", {"text": "Answers", "version": 1}))
    assert ("Questions for Monday" in page, "Answers</textarea>" in page, "Keep both" in page) == (True, True, True)
    dara.post(f"/notes/{note.pk}", {"text": "Answers", "version": 2, "keep": "both"})
    assert Note.objects.get().text == "Questions for Monday\n\n––––––\n\nAnswers"
    page = text_of(dara.post(f"/notes/{note.pk}", {"text": "x" * 3990, "version": 3, "keep": "both"}))
    assert ("longer than fits" in page, "x" * 3990 in page) == (True, True)


def test_an_obstacle_is_named_helped_with_and_overcome(ours, ash, dara):
    new = f"/mentoring/{ours.pk}/obstacles/new"
    assert "Nothing in the way" in text_of(ash.get(f"/mentoring/{ours.pk}/obstacles"))
    assert "What have you tried" in text_of(ash.get(new))
    words = {"text": "Nobody answers", "tried": "Mails", "next_step": "Ask", "setback": "on"}
    page = text_of(ash.post(new, words, follow=True))
    assert ("A setback" in page, "Ask" in page) == (True, True)
    obstacle = Obstacle.objects.get()
    assert "Call them" in text_of(dara.post(f"/obstacles/{obstacle.pk}/tips", {"text": "Call them"}, follow=True))
    assert "What might help?" in text_of(dara.get(f"/obstacles/{obstacle.pk}/tips"))
    assert "In other words" in text_of(ash.get(f"/obstacles/{obstacle.pk}/words"))
    change = {"text": "Nobody replies", "tried": "", "next_step": "Call", "version": 1}
    assert "Nobody replies" in text_of(ash.post(f"/obstacles/{obstacle.pk}/words", change, follow=True))
    assert "What stands there now" in text_of(dara.post(f"/obstacles/{obstacle.pk}/words", change))
    page = text_of(ash.post(f"/obstacles/{obstacle.pk}/course", {"to": "overcome"}, follow=True))
    assert ("You got past it" in page, "celebrate it" in page) == (True, True)
    assert ash.post(f"/obstacles/{obstacle.pk}/course", {"to": "elsewhere"}).status_code == 404


def test_looking_at_it_reads_its_news(things, dara):
    assert "masthead-count" in text_of(dara.get("/me"))
    obstacle = Obstacle.objects.get()
    dara.get(f"/obstacles/{obstacle.pk}"), dara.get(f"/mentoring/{obstacle.mentorship_id}/goals")
    assert "masthead-count" not in text_of(dara.get("/me"))


def test_a_tip_is_shared_when_both_say_yes(things, ash, dara):
    tip = Tip.objects.get()
    here = f"/tips/{tip.pk}"
    assert "Ask twice</textarea>" in text_of(ash.get(here))
    assert "It waits for: Dara" in " ".join(text_of(ash.post(here, {"words": "Asking twice"}, follow=True)).split())
    assert "Yes, in these words" in text_of(dara.get(here))
    assert "Please read them once more" in text_of(dara.post(here, {"reply": "yes", "words": "Other"}, follow=True))
    page = text_of(dara.post(here, {"reply": "yes", "words": "Asking twice"}, follow=True))
    assert "All of you said yes" in page
    assert "Words for everybody" in text_of(dara.post(here, {"reply": "no"}, follow=True))
    Tip.objects.update(shelved=True)
    assert "It lies on the shelf" in text_of(ash.get(here))


def test_the_shelf_is_for_everybody_and_stewards_take_down(ours, ash):
    assert "The shelf is still empty" in text_of(ash.get("/tips"))
    tip = ShelfTip.objects.create(community=ours.community, text="Ask twice")
    page = text_of(ash.get("/tips"))
    assert ("Ask twice" in page, "Take it down" in page) == (True, False)
    assert ash.get(f"/tips/{tip.pk}/removal").status_code == 404
    sasha = signed_in_client(communities.steward(community=ours.community))
    assert "Take this tip down?" in text_of(sasha.get(f"/tips/{tip.pk}/removal"))
    assert "Ask twice" not in text_of(sasha.post(f"/tips/{tip.pk}/removal", follow=True))


def test_notes_are_shared_and_one_is_one_s_own(ours, ash, dara):
    assert "No shared notes yet" in text_of(ash.get(f"/mentoring/{ours.pk}/notes"))
    assert "Questions" in text_of(ash.post(f"/mentoring/{ours.pk}/notes", {"text": "Questions"}, follow=True))
    own = f"/mentoring/{ours.pk}/own-note"
    page = text_of(ash.post(own, {"text": "I am nervous", "version": 0}, follow=True))
    assert ("Kept, for you alone." in page, "I am nervous</textarea>" in page) == (True, True)
    assert "nervous" not in text_of(dara.get(own)) + text_of(dara.get(f"/mentoring/{ours.pk}/notes"))
    page = text_of(dara.post(own, {"text": "Me too", "version": 5}))
    assert ("Somebody changed this" in page, PrivateNote.objects.count()) == (True, 1)


def test_strangers_and_coordinators_get_the_same_nothing(ours, things):
    paths = [f"/mentoring/{ours.pk}/{name}" for name in ("goals", "obstacles", "obstacles/new", "notes", "own-note")]
    paths += [f"/goals/{Goal.objects.get().pk}{more}" for more in ("", "/steps")]
    paths += [f"/obstacles/{Obstacle.objects.get().pk}{more}" for more in ("", "/words", "/tips")]
    paths += [f"/notes/{Note.objects.get().pk}", f"/tips/{Tip.objects.get().pk}"]
    for make in (communities.coordinator, communities.steward, communities.member):
        browser = signed_in_client(make(community=ours.community))
        assert {browser.get(path).status_code for path in paths} == {404}


def test_after_the_end_pages_are_read_and_offer_nothing(ours, things, ash):
    type(ours).objects.filter(pk=ours.pk).update(state=State.CLOSED, ended_at=ours.began_at)
    obstacle, tip = Obstacle.objects.get(), Tip.objects.get()
    for path in (
        f"/mentoring/{ours.pk}/goals",
        f"/mentoring/{ours.pk}/obstacles",
        f"/mentoring/{ours.pk}/notes",
        f"/obstacles/{obstacle.pk}",
        f"/tips/{tip.pk}",
    ):
        page = text_of(ash.get(path))
        assert ("This is quiet at the moment." in page, "<textarea" in page) == (True, False)
    page = text_of(ash.post(f"/obstacles/{obstacle.pk}/course", {"to": "overcome"}, follow=True))
    assert page.count("This is quiet at the moment.") == 2  # said once by the page, once as the answer
