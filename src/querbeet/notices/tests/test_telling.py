"""News: told once, read by its owner, in words made when they are read."""

import pytest

from querbeet.communities.models.member import Member
from querbeet.communities.tests import factories as communities
from querbeet.core import viewing
from querbeet.notices import actions, queries, rules
from querbeet.notices.models import Notice
from querbeet.notices.rules import Kind, Line, UnknownKind

pytestmark = pytest.mark.django_db


def say(thing, reader, names):
    return Line(f"{names[thing.pk].name} grows.", f"/people/{thing.key}")


@pytest.fixture(autouse=True)
def grown():
    """A kind of news about a member."""
    made = rules.declare(
        Kind("test.grown", "Somebody grows", rows=Member.objects.visible_to, say=say, names=lambda thing: [thing.pk])
    )
    yield made
    rules.forget(made.name)


@pytest.fixture
def three():
    here = communities.community()
    return tuple(communities.member(name, community=here) for name in ("Ash", "Dara", "Mika"))


def tell(by, to, about, **more):
    with viewing.as_member(by):
        actions.tell(member=to, kind="test.grown", about=about, **more)


def read_by(member):
    with viewing.as_member(member):
        return [told.line.text for told in queries.lines(member, queries.inbox(member))]


def test_news_is_told_once_and_read_by_its_owner_alone(three):
    ash, dara, mika = three
    tell(ash, dara, mika)
    tell(ash, dara, mika)
    assert [read_by(member) for member in three] == [[], ["Mika grows."], []]
    with viewing.as_member(ash):
        assert Notice.objects.count() == 0


def test_the_words_are_made_when_they_are_read(three):
    ash, dara, mika = three
    tell(ash, dara, mika)
    Member.objects.filter(pk=mika.pk).update(display_name="Milo")
    assert read_by(dara) == ["Milo grows."]


def test_what_may_not_be_seen_any_more_makes_no_line_and_counts_nowhere(three):
    ash, dara, mika = three
    tell(ash, dara, mika)
    communities.block(mika, dara)
    assert read_by(dara) == []
    with viewing.as_member(dara):
        assert queries.unread(dara) == []
        assert Notice.objects.count() == 1  # the control: it is there


def test_after_a_block_nothing_arrives_then_or_later(three):
    ash, dara, mika = three
    block = communities.block(dara, ash)
    tell(ash, dara, mika)
    block.delete()
    assert read_by(dara) == []
    tell(ash, dara, mika)
    assert read_by(dara) == ["Mika grows."]


def test_again_makes_what_was_read_new(three):
    ash, dara, mika = three
    for again, new in ((False, 0), (True, 1)):
        tell(ash, dara, mika)
        with viewing.as_member(dara):
            actions.read_all(member=dara)
        tell(ash, dara, mika, again=again)
        with viewing.as_member(dara):
            assert len(queries.unread(dara)) == new


def test_occasions_are_told_apart(three):
    ash, dara, mika = three
    for occasion in ("day 7", "day 30", "day 7"):
        tell(ash, dara, mika, occasion=occasion)
    assert read_by(dara) == ["Mika grows."] * 2


def test_a_job_tells_whom_it_cannot_see(three):
    _ash, dara, mika = three
    with viewing.for_purpose("clock"):
        actions.tell(member=dara, kind="test.grown", about=mika)
    assert read_by(dara) == ["Mika grows."]


def test_news_of_no_kind_is_a_mistake_of_ours(three):
    with pytest.raises(UnknownKind), viewing.as_member(three[0]):
        actions.tell(member=three[1], kind="test.unheard", about=three[2])


def test_looking_at_the_thing_reads_its_news(three):
    ash, dara, mika = three
    tell(ash, dara, mika)
    with viewing.as_member(dara):
        actions.seen(member=dara, about=ash)
        assert len(queries.unread(dara)) == 1
        actions.seen(member=dara, about=mika)
        assert queries.unread(dara) == []


def test_news_of_a_kind_that_is_no_more_is_silent(three):
    ash, dara, mika = three
    tell(ash, dara, mika)
    rules.forget("test.grown")
    assert read_by(dara) == []


def test_the_inbox_costs_the_same_with_three_lines_as_with_one(three, django_assert_num_queries):
    ash, dara, _mika = three
    more = [communities.member(f"M{n}", community=ash.community) for n in range(3)]
    for about in more:
        tell(ash, dara, about)
        with viewing.as_member(dara), django_assert_num_queries(5):  # bounds, notices, things, names, pronouns
            queries.lines(dara, queries.inbox(dara))
