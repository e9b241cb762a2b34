"""The frame of a page, its switches, and the answers when something went wrong."""

import re

import pytest
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.utils import translation

from querbeet.ui import appearance, navigation, problems
from querbeet.ui.navigation import Place
from querbeet.ui.tests.drawing import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def places(monkeypatch):
    monkeypatch.setattr(navigation, "_places", {})

    def everyone(request: HttpRequest) -> bool:
        return True

    navigation.register(Place("second", "Second", "robots", "sprout", 20, shown=everyone))
    navigation.register(Place("first", "First", "ui:gallery", "sun", 10, covers=("ui",), shown=everyone))
    navigation.register(Place("members", "Members", "ui:gallery", "users", 30))


@pytest.fixture
def html(client, places) -> str:
    return client.get("/ui").content.decode()


def test_leave_quickly_is_the_first_thing_a_keyboard_reaches(html):
    body = html[html.index("<body") :]
    assert re.findall(r"<(?:a|button|input|summary)\b[^>]*", body)[0].startswith(
        '<button type="submit" class="leave-button"'
    )
    assert '<form class="leave" method="post" action="/leave" data-leave' in body


def test_a_page_asks_not_to_be_found_or_followed(html):
    assert '<meta name="robots" content="noindex, nofollow, noarchive">' in html
    assert '<meta name="referrer" content="same-origin">' in html


def test_the_title_says_nothing_about_the_page(html):
    assert re.findall(r"<title>(.*?)</title>", html) == ["Querbeet"]


def test_places_come_in_order_and_the_current_one_is_marked(html):
    links = re.findall(r'<a class="places-link" href="([^"]+)"( aria-current="true")?>', html)
    assert links[:2] == [("/ui", ' aria-current="true"'), ("/robots.txt", "")]


def test_who_is_not_signed_in_sees_no_places_of_members(html):
    assert "Members" not in html


def test_a_page_without_places_has_no_navigation(client, monkeypatch):
    monkeypatch.setattr(navigation, "_places", {})
    page = client.get("/ui").content.decode()
    assert ["places-link" in page, '<details class="menu"' in page] == [False, False]


def test_an_eighth_place_is_refused(monkeypatch):
    monkeypatch.setattr(navigation, "_places", {})
    for number in range(navigation.MOST):
        navigation.register(Place(str(number), "x", "robots", "sun", number))
    navigation.register(Place("0", "y", "robots", "sun", 0))
    with pytest.raises(navigation.TooManyPlaces):
        navigation.register(Place("8", "x", "robots", "sun", 8))
    navigation.forget("0")
    navigation.register(Place("8", "x", "robots", "sun", 8))


def test_every_element_with_an_id_has_it_alone(html):
    ids = re.findall(r'\sid="([^"]+)"', html[: html.index('id="broken"')])
    assert sorted(ids) == sorted(set(ids))


def test_the_page_speaks_the_language_of_the_reader(client):
    page = client.get("/ui", headers={"accept-language": "en"}).content.decode()
    assert '<html lang="en" dir="ltr"' in page
    assert "Leave quickly" in page
    page = client.get("/ui", headers={"accept-language": "de"}).content.decode()
    assert '<html lang="de" dir="ltr"' in page
    assert "Schnell weg" in page


def test_a_style_of_german_is_german_to_the_browser(client):
    with translation.override("de-colon"):
        assert '<html lang="de"' in problems.broken(RequestFactory().get("/")).content.decode()


def test_a_language_that_runs_the_other_way_is_drawn_so():
    with translation.override("ar"):
        assert 'lang="ar" dir="rtl"' in problems.broken(RequestFactory().get("/")).content.decode()


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_a_chosen_theme_is_remembered_in_this_browser(client, theme):
    response = client.post("/appearance", {"theme": theme, "next": "/ui?page=2"})
    assert (response.status_code, response["Location"]) == (302, "/ui?page=2")
    cookie = client.cookies[appearance.cookie_name()]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert f'data-theme="{theme}"' in client.get("/ui").content.decode()


@pytest.mark.parametrize("theme", ["auto", "rainbow", ""])
def test_the_device_decides_where_nothing_sensible_was_chosen(client, theme):
    client.cookies[appearance.cookie_name()] = "dark"
    client.post("/appearance", {"theme": theme})
    assert "data-theme" not in re.search(r"<html[^>]*>", client.get("/ui").content.decode())[0]


def test_an_unknown_theme_in_the_cookie_is_no_theme(client):
    client.cookies[appearance.cookie_name()] = '"><script>'
    assert "data-theme" not in re.search(r"<html[^>]*>", client.get("/ui").content.decode())[0]


@pytest.mark.parametrize("target", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", ""])
def test_no_switch_sends_anyone_elsewhere(client, target):
    assert client.post("/appearance", {"theme": "dark", "next": target})["Location"] == "/"


def test_the_cookie_keeps_to_https_where_there_is_https(settings, client):
    settings.SESSION_COOKIE_SECURE = True
    client.post("/appearance", {"theme": "dark"}, secure=True)
    assert client.cookies["__Host-t"]["secure"] is True


def test_a_switch_needs_a_form_of_ours():
    assert Client(enforce_csrf_checks=True).post("/appearance", {"theme": "dark"}).status_code == 403


def test_the_gallery_is_closed_unless_opened(client, settings):
    settings.GALLERY = False
    assert client.get("/ui").status_code == 404


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (problems.bad_request, 400),
        (problems.forbidden, 403),
        (problems.csrf_failure, 403),
        (problems.not_found, 404),
        (problems.too_large, 413),
        (problems.too_many, 429),
        (problems.broken, 500),
    ],
)
def test_a_problem_is_told_calmly_with_the_way_out(answer, status):
    response = answer(RequestFactory().get("/secret-name"))
    page = response.content.decode()
    assert (response.status_code, response["Cache-Control"]) == (status, "no-store")
    assert page.count("<h1>") == 1
    assert 'class="leave-button"' in page
    assert "secret-name" not in page
    assert "csrfmiddlewaretoken" not in page


def test_a_problem_needs_neither_database_nor_request(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert problems.broken(RequestFactory().get("/")).status_code == 500


def test_not_found_is_the_same_whatever_was_asked_for(client):
    answers = {client.get(path).content for path in ("/nothing", "/nothing/else", "/p/6f1c?x=1")}
    assert len(answers) == 1


def test_too_many_says_when_to_come_back():
    with translation.override("en"):
        response = problems.too_many(RequestFactory().get("/"), seconds=150)
    assert response["Retry-After"] == "150"
    assert "Wait about 3 min, then try again." in text(response.content.decode())


@pytest.mark.parametrize(("theme", "drawn"), [("dark", True), ("auto", False), ("nonsense", False)])
def test_the_gallery_can_be_looked_at_in_each_theme(client, theme, drawn):
    page = client.get("/ui", {"theme": theme}).content.decode()
    assert (f'data-theme="{theme}"' in page) == drawn
