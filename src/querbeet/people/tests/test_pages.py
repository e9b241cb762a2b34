"""Every page of an account, in both languages, as it is drawn."""

import re

import pytest

from querbeet.people.tests import factories

pytestmark = pytest.mark.django_db
PAGES = (
    "/me/account",
    "/me/account/name",
    "/me/account/passphrase",
    "/me/account/language",
    "/me/account/email",
    "/me/account/passkeys/add",
    "/me/account/app",
    "/me/sessions",
    "/me/account/email/some-token",
    "/confirm-it-is-me",
    "/sign-out",
)
OPEN_PAGES = ("/sign-in", "/sign-in/help", "/leave")


def heading(response) -> str:
    return re.search(r"<h1[^>]*>(.*?)</h1>", response.content.decode(), re.S).group(1).strip()


@pytest.mark.parametrize("place", PAGES)
def test_a_page_is_one_heading_in_the_language_of_its_reader(client, place):
    factories.sign_in(client, factories.account(language="de"))
    german = client.get(place)
    client.cookies["l"] = "en"
    english = client.get(place)
    assert (german.status_code, english.status_code) == (200, 200)
    assert heading(german) != heading(english)
    assert "<c-" not in german.content.decode()


@pytest.mark.parametrize("place", PAGES)
def test_a_stranger_is_asked_to_sign_in(client, place):
    response = client.get(place)
    assert (response.status_code, response["Location"].partition("?")[0]) == (302, "/sign-in")


@pytest.mark.parametrize("place", OPEN_PAGES)
def test_an_open_page_can_be_read_by_anybody(client, place):
    response = client.get(place, headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 200
    assert "<c-" not in response.content.decode()


@pytest.mark.parametrize(
    "elsewhere", ["/accounts/login/", "/accounts/signup/", "/sign-up", "/account/email", "/2fa/", "/admin/", "/login"]
)
def test_there_is_no_other_way_in(client, elsewhere):
    assert client.get(elsewhere).status_code == 404


def test_the_page_says_german_whatever_the_style(client):
    person = factories.account(language="de", gender_style="colon")
    factories.sign_in(client, person)
    page = client.get("/me/account")
    assert re.search(r'<html lang="([^"]*)"', page.content.decode()).group(1) == "de"
    assert page["Content-Language"] == "de"
