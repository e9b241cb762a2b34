"""Pages of skills, as a browser without JavaScript gets them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from querbeet.communities.enums import Audience, Kind
from querbeet.communities.tests import factories as people_of
from querbeet.skills.enums import State
from querbeet.skills.models.availability import Week
from querbeet.skills.models.exchange import Listing
from querbeet.skills.models.strengths import Endorsement, Strength
from querbeet.skills.models.vocabulary import Skill
from querbeet.skills.tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return people_of.member("Mika")


@pytest.fixture
def client(member):
    return people_of.signed_in_client(member)


def page_of(client, path: str) -> str:
    return client.get(path).content.decode()


def test_a_search_is_kept_in_the_visit_and_stands_in_no_address(client, member):
    other = people_of.member("Robin", community=member.community)
    make.offer(other, make.skill("Sewing"))
    answer = client.post("/people", {"q": "sewing", "side": "offer"})
    assert (answer.status_code, answer.headers["location"]) == (302, "/people")
    found = page_of(client, "/people")
    assert "Robin" in found
    assert 'value="sewing"' in found
    client.post("/people", {"q": "xyzzy"})
    assert "Robin" not in page_of(client, "/people")
    client.post("/people", {"q": ""})
    assert "Robin" in page_of(client, "/people")


def test_a_search_stays_with_its_persona(client, member):
    client.post("/people", {"q": "sewing"})
    twin = people_of.member("Twin", account=member.persona.account)
    client.post("/me/personas", {"key": twin.key})
    assert 'value="sewing"' not in page_of(client, "/people")


def test_searching_as_one_types_answers_with_the_list_alone(client, member):
    other = people_of.member("Robin", community=member.community)
    make.offer(other, make.skill("Sewing"))
    for path in ("/people", "/skills", "/me/offers"):
        answer = client.post(path, {"q": "sewing"}, headers={"HX-Request": "true"}).content.decode()
        assert "Sewing" in answer
        assert "<html" not in answer


@pytest.mark.parametrize("number", ["0", "-1", "x", "99999", "²"])
def test_an_odd_page_number_is_some_page(client, number):
    assert client.get("/people", {"page": number}).status_code == 200


def test_odd_filters_are_passed_over(client, member):
    make.offer(people_of.member("Robin", community=member.community), make.skill("Sewing"))
    client.post("/people", {"q": "sewing", "side": "both", "language": "xx", "level": "9", "format": "moon"})
    assert "Robin" in page_of(client, "/people")


def test_an_offer_is_made_changed_and_withdrawn(client, member):
    skill = make.skill("Sewing")
    people_of.facet(member, Kind.LANGUAGE, "pl")
    assert "Polish" in page_of(client, f"/me/offers/{skill.key}")
    told = {"level": "4", "format": "online", "languages": ["pl", "de"], "hours_a_month": "3", "note": "Slowly.\u202e"}
    answer = client.post(f"/me/offers/{skill.key}", told | {"audience": Audience.CIRCLES})
    assert answer.headers["location"] == "/me/offers"
    listing = Listing.objects.get()
    assert (listing.side, listing.level, listing.format, listing.languages) == ("offer", 4, "online", ["pl", "de"])
    assert (listing.hours_a_month, listing.note, listing.audience) == (3, "Slowly.", "circles")
    page = page_of(client, "/me/offers")
    assert "I can teach it · online · Polish, German · about 3 hours a month" in page
    client.post(f"/me/offers/{skill.key}", {"format": "place", "audience": "community"})
    assert (Listing.objects.get().level, Listing.objects.get().note) == (None, "")
    client.post(f"/me/offers/{skill.key}/withdrawal")
    assert Listing.objects.count() == 0


def test_a_wish_for_something_private_starts_hidden(client, member):
    skill = make.skill("Papers", sensitive=True)
    page = page_of(client, f"/me/wishes/{skill.key}")
    assert "This can tell something private." in page
    assert '<input type="radio" name="audience" value="matching" id="id_audience_1" checked>' in page


def test_a_refused_offer_loses_nothing_that_was_written(client, member, monkeypatch):
    monkeypatch.setattr("querbeet.skills.rules.MOST_LISTINGS", 0)
    told = {"format": "online", "audience": "community", "note": "Kept words."}
    page = client.post(f"/me/offers/{make.skill('Sewing').key}", told).content.decode()
    assert "Your list holds 0 entries" in page
    assert "Kept words." in page


def test_hours_that_are_none_are_named(client):
    told = {"format": "online", "audience": "community", "hours_a_month": "900"}
    assert client.post(f"/me/offers/{make.skill('Sewing').key}", told).status_code == 200
    assert Listing.objects.count() == 0


def test_a_week_is_kept(client, member):
    client.post("/me/week", {"times": ["mon-18", "sun-9"], "audience": "matching"})
    assert Week.objects.get().times == ["mon-18", "sun-9"]
    page = page_of(client, "/me/week")
    assert 'value="mon-18" id="id_times_mon-18" checked' in page
    assert "Berlin" in page


def test_strengths_are_named_shown_to_others_and_taken_away(client, member):
    client.post("/me/strengths", {"text": "Staying calm", "audience": "community"})
    strength = Strength.objects.get()
    client.post(f"/me/strengths/{strength.pk}", {"audience": "matches"})
    strength.refresh_from_db()
    assert strength.audience == "matches"
    assert page_of(client, f"/me/strengths/{strength.pk}").count("Staying calm") > 0
    client.post(f"/me/strengths/{strength.pk}/removal")
    assert Strength.objects.count() == 0


def test_too_many_strengths_are_refused_in_words(client, monkeypatch):
    monkeypatch.setattr("querbeet.skills.rules.MOST_STRENGTHS", 0)
    answer = client.post("/me/strengths", {"text": "One", "audience": "community"}).content.decode()
    assert "You have named 0 strengths" in answer


def test_a_confirmation_is_given_decided_on_and_taken_back(client, member):
    other = people_of.member("Robin", community=member.community)
    strength = make.strength(other, "Listening")
    given = f"/strengths/{strength.pk}/endorsement"
    assert client.post(given, {"note": "At night."}).headers["location"] == f"/people/{other.key}"
    assert "You confirmed this" in page_of(client, given)
    theirs = people_of.signed_in_client(other)
    assert "New. Only you see this until you decide." in page_of(theirs, "/me/strengths")
    decision = f"/me/endorsements/{Endorsement.objects.get().pk}"
    for answer, shown in (("show", True), ("hide", False)):
        theirs.post(decision, {"answer": answer})
        assert Endorsement.objects.get().shown is shown
    assert theirs.post(decision, {"answer": "burn"}).status_code == 404
    theirs.post(decision, {"answer": "remove"})
    assert Endorsement.objects.count() == 0
    client.post(given)
    client.post(f"{given}/withdrawal")
    assert Endorsement.objects.count() == 0


def test_a_proposal_goes_from_its_form_to_the_stewards_and_into_the_vocabulary(client, member):
    area = make.area()
    told = {"area": area.key, "name_en": "Bees", "synonyms_en": "beekeeping, , hives, hives", "description_en": "Hum."}
    assert client.post("/skills/proposals/new", told).headers["location"] == "/me/offers"
    skill = Skill.objects.get()
    assert (skill.names, skill.synonyms) == ({"en": "Bees"}, {"en": ["beekeeping", "hives"]})
    assert "waiting for the stewards" in page_of(client, "/me/offers")
    steward = people_of.signed_in_client(people_of.steward(community=member.community))
    told |= {"name_de": "Bienen", "sensitive": "on"}
    steward.post(f"/skills/proposals/{skill.key}", told)
    skill.refresh_from_db()
    assert (skill.state, skill.names["de"], skill.sensitive) == (State.ACCEPTED, "Bienen", True)
    assert "I can share this" in page_of(client, "/me/offers")


def test_a_refused_proposal_loses_nothing(client, member, monkeypatch):
    area = make.area()
    monkeypatch.setattr("querbeet.skills.rules.MOST_PROPOSALS", 0)
    answer = client.post("/skills/proposals/new", {"area": area.key, "name_en": "Bees"}).content.decode()
    assert 'value="Bees"' in answer


def test_a_steward_joins_a_proposal_with_what_is_there(client, member):
    there, waiting = make.skill("Beekeeping"), make.proposal(member, "Bees")
    steward = people_of.signed_in_client(people_of.steward(community=member.community))
    path = f"/skills/proposals/{waiting.key}/merging"
    assert "Beekeeping" in steward.post(path, {"q": "beekeeping"}).content.decode()
    assert steward.post(path, {"into": "nothing"}).status_code == 200
    steward.post(path, {"into": there.key})
    waiting.refresh_from_db()
    assert (waiting.state, waiting.merged_into) == (State.MERGED, there)
    assert client.get(f"/skills/{waiting.key}").headers["location"] == f"/skills/{there.key}"


def test_a_steward_refuses_a_proposal(member):
    waiting = make.proposal(member)
    steward = people_of.signed_in_client(people_of.steward(community=member.community))
    steward.post(f"/skills/proposals/{waiting.key}/refusal")
    waiting.refresh_from_db()
    assert waiting.state == State.DECLINED


def test_an_area_shows_its_skills_with_what_lies_below(client):
    crafts = make.skill("Crafts")
    make.skill("Sewing", broader=crafts)
    page = page_of(client, "/skills/areas/garden")
    assert page.index("Crafts") < page.index("Sewing")
    assert client.get("/skills/areas/nowhere").status_code == 404


PATHS = ["/people", "/skills/{skill}", "/me/offers", "/me/strengths", "/skills/areas/garden"]


@pytest.mark.parametrize("path", PATHS)
def test_a_page_costs_as_many_queries_with_one_row_as_with_three(client, member, path):
    skill = make.skill("Sewing")

    def grow(number: int) -> None:
        other = people_of.member(f"Robin {number}", community=member.community)
        people_of.facet(other, Kind.PRONOUNS, "they/them")
        make.offer(other, skill)
        make.wish(other, skill)
        below = make.skill(f"Below {number}", broader=skill)
        make.offer(member, below)
        make.endorsement(make.strength(member, f"Strength {number}"), other, shown=True)
        make.proposal(member, f"Proposal {number}")

    def cost() -> int:
        client.get("/today")
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path.format(skill=skill.key)).status_code == 200
        return len(captured)

    grow(1)
    one = cost()
    grow(2)
    grow(3)
    assert cost() == one


@pytest.mark.parametrize("text", ["sewing", "sewng", "Robin"])
def test_a_search_costs_as_many_queries_with_one_row_as_with_three(client, member, text):
    skill = make.skill("Sewing")

    def grow(number: int) -> int:
        make.offer(people_of.member(f"Robin {number}", community=member.community), skill)
        with CaptureQueriesContext(connection) as captured:
            client.post("/people", {"q": text}, headers={"HX-Request": "true"})
        return len(captured)

    first = grow(1)
    grow(2)
    assert grow(3) == first
