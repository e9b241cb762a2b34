"""The shelf of tips: only with everybody's yes to the same words, and nothing there leads back."""

from datetime import time

import pytest
from django.db import connection

from querbeet.audit.models import Entry
from querbeet.communities.tests import factories as communities
from querbeet.core import viewing
from querbeet.mentorships import tasks
from querbeet.mentorships.actions import obstacles, parting, tips
from querbeet.mentorships.enums import State
from querbeet.mentorships.models.mentorship import Partner
from querbeet.mentorships.models.together import ShelfTip, Tip
from querbeet.mentorships.queries import together as queries
from querbeet.mentorships.rules import together as rules
from querbeet.mentorships.tests import factories
from querbeet.notices import queries as notices

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair():
    return factories.pair()


@pytest.fixture
def tip(pair):
    return tip_of(pair)


def tip_of(pair, text="Ask twice"):
    ours = factories.mentorship(State.ACTIVE, *pair)
    with viewing.as_member(pair[0]):
        obstacle = obstacles.name(mentorship=ours, by=pair[0], text="Nobody answers")
        return tips.give(obstacle=obstacle, by=pair[0], text=text)


@pytest.fixture(autouse=True)
def enough(monkeypatch):
    monkeypatch.setattr(rules, "FEWEST", 1)


def offer(tip, member, words="Asking twice helps"):
    with viewing.as_member(member):
        return tips.offer(tip=tip, by=member, words=words)


def agree(tip, member, words="Asking twice helps"):
    with viewing.as_member(member):
        return tips.agree(tip=tip, by=member, words=words)


def shelf(member):
    with viewing.as_member(member):
        return [one.text for one in queries.shelf(member)]


def told(member):
    with viewing.as_member(member):
        return "May a tip of yours help others too? Decide together." in [
            told.line.text for told in notices.lines(member, notices.unread(member))
        ]


def test_a_tip_goes_on_the_shelf_when_all_said_yes_to_the_same_words(tip, pair):
    offer(tip, pair[0])
    assert (told(pair[1]), tasks.shelve(0), shelf(pair[1])) == (True, 0, [])
    agree(tip, pair[1])
    assert (told(pair[1]), tasks.shelve(0), tasks.shelve(0)) == (False, 1, 0)
    assert shelf(communities.member("Mika", community=pair[0].community)) == ["Asking twice helps"]
    assert shelf(communities.member("Else")) == []
    tip.refresh_from_db()
    assert (tip.shelved, tip.offered, tip.agreed) == (True, "", [])


def test_one_yes_is_not_enough_though_it_be_said_twice(tip, pair):
    offer(tip, pair[0])
    agree(tip, pair[0])
    assert tasks.shelve(0) == 0


def test_new_words_need_everybody_s_yes_anew(tip, pair):
    offer(tip, pair[0])
    agree(tip, pair[1])
    offer(tip, pair[1], "Other words")
    assert tasks.shelve(0) == 0
    with pytest.raises(rules.NotForEverybody):
        agree(tip, pair[0])
    agree(tip, pair[0], "Other words")
    assert tasks.shelve(0) == 1


def test_a_yes_can_be_taken_back_until_the_night(tip, pair):
    offer(tip, pair[0])
    agree(tip, pair[1])
    with viewing.as_member(pair[1]):
        tips.withdraw(tip=tip, by=pair[1])
    assert tasks.shelve(0) == 0
    with pytest.raises(rules.NotForEverybody):
        agree(tip, pair[0], "")


def test_a_yes_leaves_with_whoever_said_it(tip, pair):
    offer(tip, pair[0])
    agree(tip, pair[1])
    with viewing.as_member(pair[1]):
        parting.forget(member=pair[1])
    tip.refresh_from_db()
    assert (tip.agreed, tip.offered, tip.ready, tasks.shelve(0)) == ([], "", False, 0)


def test_what_lies_on_the_shelf_is_not_offered_again(tip, pair):
    offer(tip, pair[0])
    agree(tip, pair[1])
    tasks.shelve(0)
    for act in (lambda: offer(tip, pair[0]), lambda: tips.withdraw(tip=tip, by=pair[0])):
        with viewing.as_member(pair[0]):
            act()
    tip.refresh_from_db()
    assert (tip.shelved, tip.ready) == (True, False)


def test_somebody_who_came_later_has_to_agree_too(tip, pair):
    offer(tip, pair[0])
    agree(tip, pair[1])
    late = communities.member("Late", community=pair[0].community)
    Partner.objects.create(mentorship=tip.mentorship, member=late, side="mentee", community=late.community)
    assert tasks.shelve(0) == 0


def test_among_few_it_waits_because_one_could_guess(tip, pair, monkeypatch):
    monkeypatch.setattr(rules, "FEWEST", 2)
    offer(tip, pair[0])
    agree(tip, pair[1])
    assert tasks.shelve(0) == 0
    factories.mentorship(State.CLOSED, *(communities.member(n, community=pair[0].community) for n in ("A", "B")))
    assert tasks.shelve(0) == 1


def test_nothing_on_the_shelf_or_in_the_record_leads_back(tip, pair):
    """Every column of the row, and every entry since the last yes, hold no id of anybody and no hour."""
    offer(tip, pair[0])
    agree(tip, pair[1])
    before = set(Entry.objects.values_list("pk", flat=True))
    tasks.shelve(0)
    made = ShelfTip.objects.get()
    assert made.created_at.time() == time()
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(s)::text FROM mentorships_shelftip s")
        row = cursor.fetchone()[0]
    ids = [pair[0].pk, pair[1].pk, tip.pk, tip.mentorship_id, tip.obstacle_id]
    assert [str(pk) for pk in ids if str(pk) in row] == []
    (entry,) = Entry.objects.exclude(pk__in=before)
    assert (entry.verb, entry.actor, entry.target_id, entry.detail) == ("tip shelved", None, None, {})


def test_stewards_take_a_tip_down(tip, pair):
    offer(tip, pair[0])
    agree(tip, pair[1])
    tasks.shelve(0)
    made = ShelfTip.objects.get()
    with pytest.raises(rules.ForStewards), viewing.as_member(pair[0]):
        tips.take_down(tip=made, by=pair[0])
    sasha = communities.steward(community=pair[0].community)
    for _twice in range(2):
        with viewing.as_member(sasha):
            tips.take_down(tip=made, by=sasha)
    assert (shelf(pair[0]), Tip.objects.count()) == ([], 1)
    with viewing.as_member(pair[0]):
        assert ShelfTip.objects.count() == 0


def test_nobody_puts_anything_on_the_shelf_by_hand(pair):
    with pytest.raises(Exception, match="row-level security"), viewing.as_member(pair[0]):
        ShelfTip.objects.bulk_create([ShelfTip(community=pair[0].community, text="Mine")])


def test_who_decides_sees_whose_yes_is_missing(tip, pair):
    offer(tip, pair[0])
    for member, agreed, waiting in ((pair[0], True, ["Dara"]), (pair[1], False, [])):
        with viewing.as_member(member):
            tip.refresh_from_db()
            seen = queries.sharing(tip, member)
            assert (seen.agreed, [card.name for card in seen.waiting]) == (agreed, waiting)
