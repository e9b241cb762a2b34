"""From a code on paper to being there: each step a plain form."""

import re

import pytest
from django.test import Client

from querbeet.communities.enums import Audience, Status
from querbeet.communities.models.member import Facet, Member
from querbeet.communities.tests import factories as make
from querbeet.people.models import Account
from querbeet.skills.enums import Side
from querbeet.skills.models.vocabulary import Area, Skill
from querbeet.skills.queries import exchange

pytestmark = pytest.mark.django_db
TOKENS = re.compile(r"nonce=\"[^\"]*\"|\"?(?:X-CSRFToken|csrfmiddlewaretoken)\"?(?:: | value=)\"[^\"]*\"")
PASSPHRASE = "seven slow snails sing"


@pytest.fixture
def here():
    return make.community()


@pytest.fixture
def code(here) -> str:
    return make.invitation(here)[1]


@pytest.fixture
def skill() -> Skill:
    area = Area.objects.create(key="garden", names={"de": "Garten", "en": "Garden"})
    return Skill.objects.create(area=area, key="hoeing", names={"de": "Hacken", "en": "Hoeing"})


def entry(code: str, **more) -> dict[str, object]:
    return {"code": code, "version": 1, "agreed": "on", "adult": "on", "passphrase": PASSPHRASE} | more


def english() -> Client:
    return Client(headers={"accept-language": "en"})


def test_a_code_leads_in_by_five_forms_and_then_others_can_see_who_came(here, code, skill):
    browser, other = english(), make.member(community=here)
    assert "We are kind to each other" in browser.post("/join", {"code": code}).text
    assert browser.post("/join/agreement", entry(code)).url == "/welcome"
    account = Account.objects.exclude(pk=other.persona.account_id).get()
    assert account.sign_in_name in browser.get("/welcome").text
    answers = {"name": "Robin", "pronouns": "xier/xiem, they/them", "pronouns_audience": "community"}
    assert browser.post("/welcome", answers).url == "/welcome/share"
    assert account.sign_in_name not in browser.get("/welcome").text
    assert browser.post("/welcome/share", {"skills": [skill.key]}).url == "/welcome/wish"
    assert browser.post("/welcome/wish", {}).url == "/welcome/audiences"
    newcomer = Member.objects.get(display_name="Robin")
    assert set(Member.objects.visible_to(other)) == {other}
    facets = {str(facet.pk): Audience.MATCHES for facet in Facet.objects.filter(member=newcomer)}
    assert browser.post("/welcome/audiences", facets).url == "/welcome/done"
    assert set(Member.objects.visible_to(other)) == {other, newcomer}
    assert set(Facet.objects.filter(member=newcomer).values_list("audience", flat=True)) == {Audience.MATCHES}
    assert exchange.own_keys(newcomer, Side.OFFER) == {skill.key}


@pytest.mark.parametrize("missing", ["agreed", "adult", "passphrase"])
def test_nobody_comes_in_without_agreeing_being_old_enough_and_a_passphrase(code, missing):
    data = {name: value for name, value in entry(code).items() if name != missing}
    assert english().post("/join/agreement", data).status_code == 200
    assert (Member.objects.count(), Account.objects.count()) == (0, 0)


def test_a_weak_passphrase_is_told_in_words_and_never_sent_back(code):
    answer = english().post("/join/agreement", entry(code, passphrase="1111111111"))
    assert "That would be guessed quickly" in answer.text
    assert "1111111111" not in answer.text


def test_codes_that_open_nothing_get_one_answer(here):
    used = make.invitation(here, used_at=here.created_at)[1]
    old = make.invitation(here, expires_at=here.created_at)[1]
    answers = {
        TOKENS.sub("", english().post("/join", {"code": code}).text.replace(code, ""))
        for code in (used, old, "2222-2222-2222-2222")
    }
    assert len(answers) == 1
    assert "This code does not open anything" in answers.pop()


def test_posting_more_than_the_form_has_changes_nothing(here, code):
    english().post("/join/agreement", entry(code, roles="coordinator", status="left", onboarded_at="2020-01-01"))
    member = Member.objects.get(community=here)
    assert (member.roles, member.status, member.onboarded_at) == ([], Status.ACTIVE, None)


def test_a_name_may_be_left_out_nowhere(here):
    newcomer = make.member("", community=here, onboarded_at=None)
    browser = make.signed_in_client(newcomer)
    assert browser.post("/welcome", {"name": "   "}).status_code == 200
    assert browser.post("/welcome/audiences", {}).url == "/welcome"
    assert Member.objects.get(pk=newcomer.pk).onboarded_at is None


def test_a_second_code_makes_a_second_persona_that_shows_nothing_of_the_first(here, code):
    first = make.member("First self")
    browser = make.signed_in_client(first)
    assert "A passphrase" not in browser.post("/join", {"code": code}).text
    assert browser.post("/join/agreement", entry(code)).url == "/welcome"
    browser.post("/welcome", {"name": "Second self"})
    browser.post("/welcome/audiences", {})
    other, second = make.member(community=here), Member.objects.get(display_name="Second self")
    page = make.signed_in_client(other).get(f"/people/{second.key}").text
    assert "Second self" in page
    assert "First self" not in page
    assert browser.post("/me/personas", {"key": first.key}).url == "/today"
    assert "First self" in browser.get("/today").text


def test_nobody_becomes_somebody_else(here):
    mine, theirs = make.member("Mine", community=here), make.member("Theirs", community=here)
    browser = make.signed_in_client(mine)
    assert browser.post("/me/personas", {"key": theirs.key}).status_code == 404
    assert "Theirs" not in browser.get("/me").text


def test_a_new_agreement_is_asked_about_at_the_next_visit_and_leaving_stays_possible(here):
    member = make.member(community=here)
    browser = make.signed_in_client(member)
    assert browser.get("/today").status_code == 200
    make.agreement(here)
    assert browser.get("/today").url == "/agreement"
    assert "We are kind to each other (2)" in browser.get("/agreement").text
    assert browser.get("/me/pause").status_code == 200
    assert browser.get("/me/leave-community").status_code == 200
    assert browser.post("/agreement", {"version": 1, "agreed": "on", "adult": "on"}).status_code == 200
    assert browser.get("/today").url == "/agreement"
    assert browser.post("/agreement", {"version": 2, "agreed": "on", "adult": "on"}).url == "/today"
    assert browser.get("/today").status_code == 200


def test_shutting_out_holds_from_the_next_request_on_and_its_person_is_told(here):
    member, steward = make.member(community=here), make.steward(community=here)
    browser = make.signed_in_client(member)
    assert browser.get("/today").status_code == 200
    make.signed_in_client(steward).post(f"/stewards/{member.pk}")
    assert browser.get("/today").url == "/me/personas"
    assert "The stewards of this community have shut you out for now." in browser.get("/me/personas").text


def test_whoever_left_has_no_persona_any_more(here):
    member = make.member(community=here)
    browser = make.signed_in_client(member)
    assert browser.post("/me/leave-community").url == "/me/personas"
    assert browser.get("/today").url == "/me/personas"
    assert "You are in no community yet" in browser.get("/me/personas").text


def test_the_last_coordinator_reads_why_leaving_does_not_work_and_loses_nothing():
    last = make.coordinator()
    answer = make.signed_in_client(last).post("/me/leave-community")
    assert "A community needs a coordinator." in answer.text
    assert Member.objects.get(pk=last.pk).status == Status.ACTIVE


def test_the_first_page_tells_nothing_about_anybody(here):
    make.member("Canary", community=here)
    page = english().get("/")
    assert (page.status_code, "Canary" in page.text, "Garden" in page.text) == (200, False, False)
    assert make.signed_in_client(make.member()).get("/").url == "/today"
