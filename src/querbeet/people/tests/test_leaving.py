"""Going away."""

import pytest
from django.test import Client

from querbeet.audit.models import Entry
from querbeet.people.models.session import Session
from querbeet.people.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor(client):
    factories.sign_in(client, factories.account())
    return client


@pytest.mark.parametrize("origin", [None, "none", "same-origin"])
def test_a_press_on_our_page_ends_the_session_and_empties_the_browser(visitor, origin, settings):
    old = visitor.cookies["s"].value
    response = visitor.get("/leave", headers={"Sec-Fetch-Site": origin} if origin else {})
    assert (response.status_code, response["Location"]) == (303, settings.NEUTRAL_EXIT)
    assert response["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert response["Cache-Control"] == "no-store"
    assert {name for name, cookie in response.cookies.items() if cookie["max-age"] == 0} == {"s", "c", "d", "t", "l"}
    assert not Session.objects.exists()
    visitor.cookies["s"] = old
    assert visitor.get("/me/account").status_code == 302


@pytest.mark.parametrize("origin", ["cross-site", "same-site"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_another_site_cannot_sign_people_out(visitor, origin, method):
    response = getattr(visitor, method)("/leave", headers={"Sec-Fetch-Site": origin})
    assert (response.status_code, "Clear-Site-Data" in response) == (200, False)
    assert visitor.get("/me/account").status_code == 200


def test_a_browser_that_looks_ahead_does_not_leave(visitor):
    visitor.get("/leave", headers={"Sec-Fetch-Site": "same-origin", "Sec-Purpose": "prefetch"})
    assert visitor.get("/me/account").status_code == 200


def test_a_form_leads_away_by_a_blank_page_because_forms_may_not_lead_to_other_sites(visitor, settings):
    response = visitor.post("/leave", headers={"Sec-Fetch-Site": "same-origin"})
    page = response.content.decode()
    assert response.status_code == 200
    assert f'content="0;url={settings.NEUTRAL_EXIT}"' in page
    assert "Querbeet" not in page
    assert not Session.objects.exists()


def test_leaving_needs_no_form_token_because_a_page_may_be_old(settings):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/leave").status_code == 200
    assert strict.post("/sign-out").status_code == 403  # the control: other forms need it


def test_leaving_without_a_session_leads_away_too(client, settings):
    assert client.get("/leave")["Location"] == settings.NEUTRAL_EXIT


def test_signing_out_ends_this_visit_and_is_in_the_record(visitor):
    assert visitor.get("/sign-out").status_code == 200
    assert visitor.post("/sign-out")["Location"] == "/"
    assert visitor.get("/me/account").status_code == 302
    assert Entry.objects.filter(verb="people.signed_out").count() == 1
    assert visitor.get("/sign-out")["Location"] == "/sign-in"
