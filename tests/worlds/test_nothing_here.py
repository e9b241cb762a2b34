"""Hidden, blocked, gone, foreign and never existed: one answer, whatever is asked and however."""

import pytest
from django.test import Client

from querbeet.communities.enums import Status
from querbeet.communities.tests import factories as make
from tests.worlds import crawl

pytestmark = pytest.mark.django_db
METHODS, HEADERS = ("GET", *crawl.METHODS), [{}, *crawl.HEADERS]
FORMS = ("/people/{key}", "/people/{key}/", "/people/{key}/block", "/people/{key}?x=1", "/stewards/{id}")
NOWHERE = ("22222222222a", "11111111-1111-4111-8111-111111111111")


@pytest.fixture
def viewer():
    return make.member("Viewer")


@pytest.fixture
def hidden(viewer) -> list[tuple[str, str]]:
    """Key and id of everybody whom the viewer may not know of."""
    here = viewer.community
    people = [
        make.member("Blocked", community=here),
        make.member("Blocking", community=here),
        make.member("Foreign"),
        make.member("Arriving", community=here, onboarded_at=None),
        *(
            make.member(status, community=here, status=status)
            for status in (Status.PAUSED, Status.SUSPENDED, Status.LEFT)
        ),
    ]
    make.block(viewer, people[0])
    make.block(people[1], viewer)
    return [(member.key, str(member.pk)) for member in people]


def ask(client: Client, method: str, form: str, who: tuple[str, str], headers: dict[str, str]) -> crawl.Seen:
    return crawl.masked(client.generic(method, form.format(key=who[0], id=who[1]), headers=headers))


@pytest.mark.parametrize("form", FORMS)
def test_whoever_is_hidden_answers_like_nobody(viewer, hidden, form):
    client = make.signed_in_client(viewer)
    for headers in HEADERS:
        for method in METHODS if not headers else ("GET",):
            nobody = ask(client, method, form, NOWHERE, headers)
            assert {ask(client, method, form, who, headers) for who in hidden} == {nobody}
            assert nobody.status in (404, 405)


def test_somebody_who_is_there_answers_otherwise(viewer):
    """The control: the comparison can tell two answers apart."""
    there = make.member("There", community=viewer.community)
    client = make.signed_in_client(viewer)
    who = (there.key, str(there.pk))
    assert ask(client, "GET", FORMS[0], who, {}) != ask(client, "GET", FORMS[0], NOWHERE, {})
