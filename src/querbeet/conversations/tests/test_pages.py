"""Pages of conversations, as a browser without JavaScript gets them."""

import pytest

from querbeet.communities.tests import factories as communities
from querbeet.communities.tests.factories import signed_in_client
from querbeet.conversations import actions, rules
from querbeet.conversations.models import Message
from querbeet.core import viewing

pytestmark = pytest.mark.django_db


@pytest.fixture
def two():
    here = communities.community()
    return tuple(communities.member(name, community=here) for name in ("Ash", "Dara"))


@pytest.fixture
def thread(two):
    with viewing.as_member(two[0]):
        made = actions.open_thread(members=two)
        actions.write(thread=made, by=two[0], text="Look at <b>this</b>: https://garden.example/a?b=1&c=2")
        return made


@pytest.fixture
def browser(two):
    return signed_in_client(two[1])


def text_of(answer):
    return answer.content.decode()


def test_the_list_names_the_other_and_says_what_is_new(two, thread, browser):
    page = text_of(browser.get("/threads"))
    assert ("Ash" in page, ">new<" in page) == (True, True)
    assert ">new<" not in text_of(signed_in_client(two[0]).get("/threads"))


def test_text_stays_text_and_addresses_become_links(thread, browser):
    page = text_of(browser.get(f"/threads/{thread.pk}"))
    assert "&lt;b&gt;this&lt;/b&gt;" in page
    assert 'href="https://garden.example/a?b=1&amp;c=2" rel="nofollow"' in page


def test_looking_makes_it_old(thread, browser):
    browser.get(f"/threads/{thread.pk}")
    assert ">new<" not in text_of(browser.get("/threads"))


def test_a_reply_is_sent_and_shown(two, thread, browser):
    answer = browser.post(f"/threads/{thread.pk}", {"text": "Thank you\nso much"}, follow=True)
    assert "Thank you<br>so much" in text_of(answer)
    assert "Dara wrote to you." in text_of(signed_in_client(two[0]).get("/news"))


@pytest.mark.parametrize("text", ["", "x" * (rules.LONGEST + 1)], ids=["nothing", "too much"])
def test_what_was_typed_stays_when_it_is_refused(thread, browser, text):
    answer = browser.post(f"/threads/{thread.pk}", {"text": text})
    assert (answer.status_code, Message.objects.count()) == (200, 1)
    assert f"{text}</textarea>" in text_of(answer)


def test_what_was_typed_stays_when_the_other_has_gone_meanwhile(two, thread, browser):
    communities.block(two[0], two[1])
    page = text_of(browser.post(f"/threads/{thread.pk}", {"text": "A long letter"}))
    assert ("This conversation is over." in page, "A long letter</textarea>" in page) == (True, True)
    page = text_of(browser.get(f"/threads/{thread.pk}"))
    assert ("This conversation is over." in page, "<textarea" in page) == (True, False)


def test_one_s_own_message_is_changed_and_taken_back_by_forms(two, thread, browser):
    mine = signed_in_client(two[0])
    message = Message.objects.get()
    assert "Look at" in text_of(mine.get(f"/messages/{message.pk}"))
    assert "Write something first" in text_of(mine.post(f"/messages/{message.pk}", {"text": " "}))
    assert "Something else" in text_of(mine.post(f"/messages/{message.pk}", {"text": "Something else"}, follow=True))
    assert "Take this message back?" in text_of(mine.get(f"/messages/{message.pk}/removal"))
    page = text_of(mine.post(f"/messages/{message.pk}/removal", follow=True))
    assert "This message was taken back." in page
    assert mine.get(f"/messages/{message.pk}/removal").status_code == 404
    assert mine.get(f"/messages/{message.pk}").status_code == 404
    assert "only" not in text_of(mine.post(f"/messages/{message.pk}", {"text": "Too late"}, follow=True))
    assert Message.objects.get().body == ""


def test_strangers_and_the_other_get_the_same_nothing(two, thread, browser):
    stranger = signed_in_client(communities.member("Else", community=two[0].community))
    message = Message.objects.get()
    for who, path in (
        (stranger, f"/threads/{thread.pk}"),
        (stranger, f"/messages/{message.pk}"),
        (browser, f"/messages/{message.pk}"),
        (browser, f"/messages/{message.pk}/removal"),
    ):
        assert (who.get(path).status_code, who.post(path, {"text": "x"}).status_code) == (404, 404)


def test_the_list_costs_the_same_with_three_rows_as_with_one(two, thread, browser, django_assert_max_num_queries):
    def cost():
        with django_assert_max_num_queries(60) as counted:
            browser.get("/threads")
        return len(counted)

    first = cost()
    for number in range(2):
        other = communities.member(f"N{number}", community=two[0].community)
        with viewing.as_member(other):
            actions.write(thread=actions.open_thread(members=[other, two[1]]), by=other, text="Hi")
    assert cost() == first


def test_without_any_there_are_kind_words(two):
    assert "No conversations yet" in text_of(signed_in_client(two[0]).get("/threads"))
