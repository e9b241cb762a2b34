"""The inbox, the line at the top of every page, and the page of preferences."""

import pytest

from querbeet.communities.models.member import Member
from querbeet.communities.tests import factories as communities
from querbeet.communities.tests.factories import signed_in_client
from querbeet.core import viewing
from querbeet.notices import actions, rules
from querbeet.notices.models import Channel, Notice
from querbeet.notices.rules import Kind, Line

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def grown():
    """A kind of news about a member."""
    rules.declare(
        Kind(
            "test.grown",
            "Somebody grows",
            rows=Member.objects.visible_to,
            say=lambda thing, reader, names: Line(f"{names[thing.pk].name} grows.", f"/people/{thing.key}"),
            names=lambda thing: [thing.pk],
        )
    )
    yield
    rules.forget("test.grown")


@pytest.fixture
def two():
    here = communities.community()
    return tuple(communities.member(name, community=here) for name in ("Ash", "Dara"))


@pytest.fixture
def browser(two):
    return signed_in_client(two[1])


def tell(two, about=None):
    with viewing.as_member(two[0]):
        actions.tell(member=two[1], kind="test.grown", about=about or two[0])


def text_of(answer):
    return answer.content.decode()


def count_on(browser, path="/me"):
    page = text_of(browser.get(path))
    return page.partition('<span class="masthead-count" aria-hidden="true">')[2].partition("<")[0]


def test_every_page_says_how_much_is_new(two, browser):
    assert (count_on(browser), "Nothing new" in text_of(browser.get("/news"))) == ("", True)
    tell(two)
    assert [count_on(browser, path) for path in ("/today", "/me", "/news")] == ["1", "1", "1"]
    assert "News: 1 new" in text_of(browser.get("/me"))
    assert "Ash grows." in text_of(browser.get("/today"))


def test_the_count_is_what_the_reader_may_see(two, browser):
    third = communities.member("Mika", community=two[0].community)
    tell(two), tell(two, third)
    assert count_on(browser) == "2"
    communities.block(third, two[1])
    assert count_on(browser) == "1"
    assert "Mika" not in text_of(browser.get("/news"))


def test_a_line_leads_to_what_it_is_about_and_is_read_then(two, browser):
    tell(two)
    notice = Notice.objects.get()
    assert browser.get(f"/news/{notice.pk}").headers["Location"] == f"/people/{two[0].key}"
    assert count_on(browser) == ""
    assert "Ash grows." in text_of(browser.get("/news"))


def test_a_line_about_what_has_gone_leads_back_to_the_inbox(two, browser):
    tell(two)
    communities.block(*two)
    assert browser.get(f"/news/{Notice.objects.get().pk}").headers["Location"] == "/news"


def test_nobody_else_s_news_can_be_opened(two):
    tell(two)
    assert signed_in_client(two[0]).get(f"/news/{Notice.objects.get().pk}").status_code == 404


def test_everything_is_read_at_one_press(two, browser):
    tell(two), tell(two, two[1])
    assert browser.post("/news/reading").headers["Location"] == "/news"
    assert count_on(browser) == ""


def test_more_than_ninety_nine_is_said_as_such(two, browser, monkeypatch):
    monkeypatch.setattr("querbeet.notices.context.MOST", 1)
    tell(two), tell(two, two[1])
    assert count_on(browser) == "1+"


def test_a_page_of_the_inbox_costs_the_same_with_three_lines_as_with_one(two, browser, django_assert_max_num_queries):
    def cost():
        with django_assert_max_num_queries(60) as counted:
            browser.get("/news")
        return len(counted)

    tell(two)
    first = cost()
    for number in range(2):
        tell(two, communities.member(f"N{number}", community=two[0].community))
    assert cost() == first


CHOSEN = {"rhythm": "weekly", "quiet_from": "22", "quiet_until": "7"}


def choices(**more):
    return {kind.name: "site" for kind in rules.everything()} | CHOSEN | more


def test_who_never_chose_gets_no_mail(browser):
    page = text_of(browser.get("/me/news"))
    assert page.count('value="once" selected') + page.count('value="digest" selected') == 0


def test_what_was_chosen_is_kept_and_shown(two, browser):
    browser.post("/me/news", choices(**{"test.grown": "digest"}))
    channel = Channel.objects.get()
    assert (channel.kinds, channel.rhythm) == ({"test.grown": "digest"}, "weekly")
    assert (channel.quiet_from, channel.quiet_until, channel.site) == (22, 7, "http://testserver")
    page = text_of(browser.get("/me/news"))
    assert ('value="digest" selected' in page, 'value="22" selected' in page) == (True, True)
    browser.post("/me/news", choices())
    assert not Channel.objects.exists()


def test_all_of_it_is_chosen_at_once(browser):
    browser.post("/me/news", choices(everything="once") | {"quiet_from": "", "quiet_until": ""})
    channel = Channel.objects.get()
    assert channel.kinds == {kind.name: "once" for kind in rules.everything()}
    assert channel.quiet_from is None


def test_half_of_quiet_hours_is_asked_about_and_nothing_is_lost(browser):
    page = text_of(browser.post("/me/news", choices(everything="once", quiet_until="")))
    assert "Quiet hours need a beginning and an end" in page
    assert ('value="once" selected' in page, Channel.objects.exists()) == (True, False)


def test_the_page_says_when_mail_goes_nowhere(two, browser, settings):
    settings.EMAIL_HOST = ""
    assert "sends no mail" in text_of(browser.get("/me/news"))
    settings.EMAIL_HOST = "mail.example"
    assert "No address yet" in text_of(browser.get("/me/news"))


def test_who_has_not_agreed_yet_sees_no_inbox(two, browser):
    communities.agreement(two[1].community)
    assert "masthead-inbox" not in text_of(browser.get("/agreement"))
