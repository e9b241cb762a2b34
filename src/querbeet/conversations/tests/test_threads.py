"""Conversations: who takes part, who may write, and what a block or a goodbye leaves behind."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection

from querbeet.audit.models import Entry
from querbeet.communities.enums import Role, Status
from querbeet.communities.models.member import Member
from querbeet.communities.rules import NotYours
from querbeet.communities.tests import factories as communities
from querbeet.conversations import actions, queries, rules
from querbeet.conversations.models import Message, Seat, Thread
from querbeet.conversations.rules import Nobody
from querbeet.core import clock, viewing
from querbeet.core.errors import Refused
from querbeet.notices import queries as notices

pytestmark = pytest.mark.django_db


@pytest.fixture
def three():
    here = communities.community()
    return tuple(communities.member(name, community=here) for name in ("Ash", "Dara", "Mika"))


@pytest.fixture
def pair(three):
    return opened(three[0], *three[:2])


@pytest.fixture
def group(three):
    return opened(three[0], *three)


def opened(by, *members, **more):
    with viewing.as_member(by):
        return actions.open_thread(members=members, **more)


def write(thread, by, text="Hello"):
    with viewing.as_member(by):
        return actions.write(thread=thread, by=by, text=text)


def page(thread, member, number=1):
    with viewing.as_member(member):
        return queries.read(thread, member, number, clock.now())


def said(thread, member):
    return [(str(one.card), one.message.body) for one in page(thread, member).said]


def news(member):
    with viewing.as_member(member):
        return [told.line.text for told in notices.lines(member, notices.unread(member))]


def test_the_same_people_have_one_conversation(three, pair):
    assert opened(three[1], three[1], three[0]) == pair
    assert opened(three[1], *three) != pair


def test_a_conversation_about_a_thing_is_made_once(three):
    made = opened(three[0], *three[:2], about=three[2])
    assert opened(three[1], *three[:2], about=three[2]) == made
    assert opened(three[0], *three[:2]) != made


def test_two_write_to_each_other_and_nobody_else_reads(three, pair):
    ash, dara, mika = three
    write(pair, ash)
    write(pair, dara, " Hello Ash ")
    assert said(pair, dara) == [("Ash", "Hello"), ("Dara", "Hello Ash")]
    with viewing.as_member(mika):
        assert (Thread.objects.count(), Message.objects.count(), Seat.objects.count()) == (0, 0, 0)
        assert not Thread.objects.visible_to(mika).exists()
    with pytest.raises(rules.Over):
        write(pair, mika)


def test_what_is_written_lies_sealed_in_the_database(three, pair):
    write(pair, three[0], "Nobody else reads this")
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM conversations_message")
        assert b"Nobody else" not in bytes(cursor.fetchone()[0])


def test_a_name_is_looked_up_when_it_is_read(three, pair):
    write(pair, three[0])
    Member.objects.filter(pk=three[0].pk).update(display_name="Asa")
    assert said(pair, three[1]) == [("Asa", "Hello")]
    assert page(pair, three[1]).heading == "Asa"


def test_the_other_is_told_once_until_they_look(three, pair):
    ash, dara, _mika = three
    write(pair, ash, "One")
    write(pair, ash, "Two")
    assert (news(dara), news(ash)) == (["Ash wrote to you."], [])
    with viewing.as_member(dara):
        actions.look(thread=pair, by=dara)
    assert news(dara) == []
    write(pair, ash, "Three")
    assert news(dara) == ["Ash wrote to you."]


def test_a_group_is_named_by_who_is_there(three, group):
    ash, dara, mika = three
    write(group, ash)
    assert news(mika) == ["New in your conversation with Ash and Dara."]
    communities.block(dara, mika)
    assert page(group, mika).heading == "Ash"
    more = [communities.member(f"N{n}", community=ash.community) for n in range(5)]
    assert page(opened(ash, ash, *more), ash).heading == "N0, N1, N2, and …"


def leave(member):
    with viewing.as_member(member):
        actions.forget(member=member)
    Member.objects.filter(pk=member.pk).update(status=Status.LEFT, display_name="")


def block(member, by):
    with viewing.as_member(by):
        communities.block(by, member)


@pytest.mark.parametrize("way", ["left", "blocked", "blocked by", "suspended", "paused"])
def test_however_somebody_goes_the_words_stay_by_a_former_member_and_nothing_can_be_added(three, pair, way):
    ash, dara, _mika = three
    write(pair, ash)
    if way == "left":
        leave(ash)
    elif way.startswith("blocked"):
        communities.block(*((ash, dara) if way == "blocked" else (dara, ash)))
    else:
        Member.objects.filter(pk=ash.pk).update(status=way)
    assert said(pair, dara) == [("former member", "Hello")]
    assert (page(pair, dara).heading, page(pair, dara).writable) == ("former member", False)
    with pytest.raises(rules.Over):
        write(pair, dara)


def test_on_a_break_one_still_writes_with_a_match(three, pair):
    ash, dara, _mika = three
    communities.tie(ash, dara)
    Member.objects.filter(pk=ash.pk).update(status=Status.PAUSED)
    ash.refresh_from_db()
    write(pair, ash)
    write(pair, dara)
    assert [name for name, _body in said(pair, dara)] == ["Ash", "Dara"]


def test_on_a_break_one_does_not_show_oneself_to_a_group(three, group):
    ash = three[0]
    Member.objects.filter(pk=ash.pk).update(status=Status.PAUSED)
    ash.refresh_from_db()
    with pytest.raises(rules.OnABreak):
        write(group, ash)
    assert not page(group, ash).writable


def test_after_a_block_neither_reads_what_the_other_says_in_a_group(three, group):
    ash, dara, mika = three
    write(group, ash, "before")
    block(dara, ash)
    write(group, ash, "behind a back")
    write(group, dara, "behind the other")
    assert [body for _name, body in said(group, dara)] == ["before", "behind the other"]
    assert [body for _name, body in said(group, ash)] == ["before", "behind a back"]
    assert len(said(group, mika)) == 3  # the control
    assert news(dara) == ["New in your conversation with Mika."]  # of what was written before


def test_the_database_says_the_same(three, group):
    ash, dara, _mika = three
    block(dara, ash)
    write(group, ash)
    with viewing.as_member(dara):
        assert Message.objects.count() == 0
    assert Message.objects.count() == 1  # the control


def test_the_application_alone_says_the_same(three, group):
    ash, dara, mika = three
    block(dara, ash)
    write(group, ash)
    assert [Message.objects.visible_to(member).count() for member in three] == [1, 0, 1]
    assert Message.objects.visible_to(communities.member("Else", community=mika.community)).count() == 0


def test_who_joins_reads_from_then_on_and_who_parts_reads_nothing(three):
    ash, dara, mika = three
    thread = opened(ash, ash, dara, about=ash)
    write(thread, ash, "before")
    with viewing.as_member(ash):
        for _twice in range(2):
            actions.join(thread=thread, member=mika)
    thread.refresh_from_db()
    write(thread, ash, "after")
    assert [body for _name, body in said(thread, mika)] == ["after"]
    assert Message.objects.visible_to(mika).count() == 1
    with viewing.as_member(ash):
        for _twice in range(2):
            actions.part(thread=thread, member=mika)
    with viewing.as_member(mika):
        assert (Thread.objects.count(), Message.objects.count()) == (0, 0)


def test_a_closed_conversation_is_read_and_not_written_in(three, pair):
    ash, dara, _mika = three
    write(pair, ash)
    with viewing.as_member(ash):
        actions.close(thread=pair)
    with pytest.raises(rules.Over):
        write(pair, dara)
    assert said(pair, dara) == [("Ash", "Hello")]
    with viewing.as_member(ash):
        actions.reopen(thread=pair)
    write(pair, dara)


@pytest.mark.parametrize("text", ["", "  \n ", "x" * (rules.LONGEST + 1)], ids=["nothing", "spaces", "too much"])
def test_nothing_and_too_much_are_not_sent(three, pair, text):
    with pytest.raises(rules.NotWritten):
        write(pair, three[0], text)
    assert Message.objects.count() == 0


def test_a_flood_is_slowed_down(three, pair, monkeypatch):
    monkeypatch.setattr(rules, "PACE", 2)
    for word in ("one", "two"):
        write(pair, three[0], word)
    with pytest.raises(rules.TooFast):
        write(pair, three[0], "three")
    Message.objects.update(created_at=clock.now() - rules.PACE_IN)
    write(pair, three[0], "three")


def test_the_same_words_sent_twice_are_one_message_for_a_minute(three, pair):
    ash, dara, _ = three
    first = write(pair, ash, "Hello")
    assert write(pair, ash, " Hello ") == first
    answered = write(pair, dara, "Hello")
    again = write(pair, ash, "Hello")
    Message.objects.update(created_at=clock.now() - rules.AGAIN)
    later = write(pair, ash, "Hello")
    assert len({first, answered, again, later}) == Message.objects.count() == 4


def test_one_s_own_words_can_be_changed_for_an_hour(three, pair):
    ash, dara, _mika = three
    message = write(pair, ash)
    with viewing.as_member(ash):
        assert actions.edit(message=message, by=ash, text="Hello").edited_at is None
        assert actions.edit(message=message, by=ash, text="Good day").edited_at is not None
    assert said(pair, dara) == [("Ash", "Good day")]
    Seat.objects.update(created_at=clock.now() - timedelta(days=1))
    Message.objects.update(created_at=clock.now() - timedelta(hours=1))
    message.refresh_from_db()
    with pytest.raises(rules.TooLate), viewing.as_member(ash):
        actions.edit(message=message, by=ash, text="Again")
    assert not rules.can_edit(message, ash, clock.now())


def test_a_message_can_be_taken_back_at_any_time(three, pair):
    ash, dara, _mika = three
    message = write(pair, ash)
    Seat.objects.update(created_at=clock.now() - timedelta(days=91))
    Message.objects.update(created_at=clock.now() - timedelta(days=90))
    with viewing.as_member(ash):
        actions.remove(message=message, by=ash)
    (one,) = page(pair, dara).said
    assert (one.gone, one.message.body) == (True, "")
    with pytest.raises(rules.NotYours), viewing.as_member(ash):
        actions.remove(message=message, by=ash)


@pytest.mark.parametrize("act", [actions.remove, lambda **it: actions.edit(text="Changed", **it)])
def test_nobody_changes_what_another_wrote(three, pair, act):
    message = write(pair, three[0])
    with pytest.raises((Refused, Message.DoesNotExist)), viewing.as_member(three[1]):
        act(message=message, by=three[1])
    assert said(pair, three[1]) == [("Ash", "Hello")]


def test_the_database_lets_nobody_write_in_another_s_name(three, pair):
    with pytest.raises(Exception, match="row-level security"), viewing.as_member(three[1]):
        Message.objects.create(thread=pair, author=three[0], body="I never said that")


def test_what_a_member_wrote_stays_when_their_row_is_erased(three, pair):
    write(pair, three[0])
    three[0].delete()
    assert said(pair, three[1]) == [("former member", "Hello")]


def test_pages_hold_thirty_messages_and_the_first_is_the_newest(three, pair, monkeypatch):
    monkeypatch.setattr(queries, "PER_PAGE", 2)
    for number in range(3):
        write(pair, three[0], f"m{number}")
    assert [one.message.body for one in page(pair, three[1]).said] == ["m1", "m2"]
    assert [one.message.body for one in page(pair, three[1], "2").said] == ["m0"]


def test_a_page_costs_the_same_with_three_messages_as_with_one(three, pair, django_assert_num_queries):
    for number in range(3):
        write(pair, three[number % 2])
        with viewing.as_member(three[1]), django_assert_num_queries(6):  # bounds, count, page, keys, names, pronouns
            for one in queries.read(pair, three[1], 1, clock.now()).said:
                assert one.message.body


def test_a_coordinator_writes_to_many_each_alone(three):
    ash, dara, mika = three
    with pytest.raises(NotYours), viewing.as_member(ash):
        actions.circulate(by=ash, members=[dara], text="Hello", once=uuid4())
    Member.objects.filter(pk=ash.pk).update(roles=[Role.COORDINATOR])
    ash.refresh_from_db()
    communities.block(mika, ash)
    with viewing.as_member(ash):
        assert actions.circulate(by=ash, members=three, text="We meet on Monday", once=uuid4()) == 1
    assert (news(dara), news(mika)) == (["Ash wrote to you."], [])
    assert Thread.objects.get().members == sorted([ash.pk, dara.pk])


def test_the_same_message_to_many_sent_again_reaches_only_who_has_not_got_it(three):
    ash, dara, mika = three
    Member.objects.filter(pk=ash.pk).update(roles=[Role.COORDINATOR])
    ash.refresh_from_db()
    once = uuid4()
    with viewing.as_member(ash):
        for members in ([dara], [dara], [dara, mika]):
            assert actions.circulate(by=ash, members=members, text="On Monday", once=once) == len(members)
        assert Message.objects.count() == 2
        actions.circulate(by=ash, members=[dara], text="On Monday", once=uuid4())
        assert Message.objects.count() == 3
    audited = Entry.objects.filter(verb="messages.circulated").order_by("created_at")
    assert [entry.detail["reached"] for entry in audited] == [1, 1, 1]


def test_a_message_to_many_who_are_not_there_is_refused_in_words(three):
    Member.objects.filter(pk=three[0].pk).update(roles=[Role.COORDINATOR])
    three[0].refresh_from_db()
    with pytest.raises(Nobody, match="your text is still here"), viewing.as_member(three[0]):
        actions.circulate(by=three[0], members=[three[0]], text="Hello", once=uuid4())
