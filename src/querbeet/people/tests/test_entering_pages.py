import pytest

from querbeet.people.tests import factories

pytestmark = pytest.mark.django_db


def test_name_and_passphrase_open_the_first_page(client):
    person = factories.account()
    response = factories.sign_in(client, person)
    assert (response.status_code, response["Location"]) == (302, "/")
    assert client.get("/sign-in")["Location"] == "/"


def test_leaving_quickly_ends_the_session_on_the_server(client, settings):
    factories.sign_in(client, factories.account())
    old = client.cookies[settings.SESSION_COOKIE_NAME].value
    response = client.get("/leave", headers={"Sec-Fetch-Site": "same-origin"})
    assert (response.status_code, response["Location"]) == (303, settings.NEUTRAL_EXIT)
    assert response["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    client.cookies[settings.SESSION_COOKIE_NAME] = old
    assert client.get("/me/sessions").status_code == 302
