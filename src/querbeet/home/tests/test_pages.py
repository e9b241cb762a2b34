"""One's own corner and the pages of people: names as they are now, told to whom they are meant for."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from querbeet.communities.enums import Audience, Kind, Role, Status, TieKind
from querbeet.communities.models.bounds import Block
from querbeet.communities.models.member import Facet, Member
from querbeet.communities.tests import factories as make
from querbeet.core import viewing
from querbeet.skills.actions import exchange
from querbeet.skills.models.vocabulary import Area, Skill

pytestmark = pytest.mark.django_db
ARTICLE = re.compile(r'<article class="profile">.*?</article>', re.DOTALL)


@pytest.fixture
def here():
    return make.community()


@pytest.fixture
def mika(here):
    return make.member("Mika", community=here)


@pytest.fixture
def kim(here):
    return make.member("Kim", community=here, roles=[Role.COORDINATOR, Role.STEWARD])


def profile_form(**more) -> dict[str, object]:
    kinds = ("pronouns", "about", "languages", "region", "time_zone", "tags")
    audiences = {f"{kind}_audience": Audience.COMMUNITY for kind in kinds}
    return {"name": "Mika", "pronouns": "", "about": "", "region": "", "time_zone": "", "tags": ""} | audiences | more


def test_what_one_tells_is_read_by_others_in_their_language(mika, kim):
    told = profile_form(
        pronouns="xier/xiem; they/them",
        use_my_name="on",
        about="I mend radios.",
        languages=["de", "gsg"],
        region="the north",
        time_zone="Europe/Vienna",
        tags="baker, night owl, baker",
    )
    assert make.signed_in_client(mika).post("/me/profile", told).url == "/me"
    english = make.signed_in_client(kim).get(f"/people/{mika.key}").text
    for words in ("xier/xiem · they/them · use my name", "I mend radios.", "German and German Sign Language", "baker"):
        assert words in english
    assert english.count("night owl") == 1
    german = make.signed_in_client(make.member(community=mika.community, account=make.account(language="de")))
    page = german.get(f"/people/{mika.key}").text
    for words in ("xier/xiem · they/them · Name statt Pronomen", "Deutsch und Deutsche Gebärdensprache", "Wien"):
        assert words in page


def test_an_empty_answer_leaves_no_gap_that_singles_out(mika, kim):
    page = make.signed_in_client(kim).get(f"/people/{mika.key}").text
    assert "profile-pronouns" not in page
    assert "There is no more to read here." in page


def test_a_new_name_is_on_every_page_at_once_and_the_old_one_on_none(mika, kim):
    browser, other = make.signed_in_client(mika), make.signed_in_client(kim)
    browser.post("/me/profile", profile_form(name="Old Canary"))
    browser.post("/me/profile", profile_form(name="New"))
    pages = [
        other.get(path).text
        for path in (f"/people/{mika.key}", "/community/people", "/stewards", f"/people/{mika.key}/block")
    ]
    assert [("New" in page, "Canary" in page) for page in pages] == [(True, False)] * len(pages)
    assert "Canary" not in browser.get("/me").text


def test_signs_that_turn_text_around_do_not_get_through(mika):
    make.signed_in_client(mika).post("/me/profile", profile_form(name="Mi\u202eka\u2066", about="a\x07b\u200dc"))
    assert Member.objects.get(pk=mika.pk).display_name == "Mika"
    assert Facet.objects.get(member=mika, kind=Kind.ABOUT).value == "ab\u200dc"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("pronouns", "a, b, c, d, e, f, g"),
        ("tags", ", ".join(str(number) for number in range(21))),
        ("tags", "x" * 41),
        ("name", ""),
        ("languages", "xx"),
        ("time_zone", "Moon/Crater"),
        ("about_audience", "everybody"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_lost(mika, field, value):
    answer = make.signed_in_client(mika).post("/me/profile", profile_form(about="Typed") | {field: value})
    assert (answer.status_code, "Typed" in answer.text) == (200, True)
    assert Facet.objects.filter(member=mika).count() == 0


def test_without_an_audience_nobody_sees_it(mika):
    make.signed_in_client(mika).post("/me/profile", {"name": "Mika", "about": "Hello"})
    assert Facet.objects.get(member=mika).audience == Audience.ONLY_ME


def test_posting_roles_changes_no_roles(mika):
    make.signed_in_client(mika).post("/me/profile", profile_form(roles="coordinator", status="left", key="mine"))
    changed = Member.objects.get(pk=mika.pk)
    assert (changed.roles, changed.status, changed.key) == ([], Status.ACTIVE, mika.key)


@pytest.mark.parametrize("relation", ["community", "match", "circle"])
def test_a_preview_is_the_page_that_others_get(mika, kim, relation):
    area = Area.objects.create(key="garden", names={"de": "Garten", "en": "Garden"})
    for number, audience in enumerate(Audience):
        make.facet(mika, Kind.TAG, f"tag for {audience}", audience)
        skill = Skill.objects.create(area=area, names={"en": f"skill {number}"})
        with viewing.as_member(mika):
            exchange.offer(member=mika, skill=skill, details=exchange.Details(audience=audience))
    if relation != "community":
        make.tie(mika, kim, TieKind(relation))
    preview = ARTICLE.search(make.signed_in_client(mika).get(f"/me/preview?as={relation}").text)
    page = ARTICLE.search(make.signed_in_client(kim).get(f"/people/{mika.key}").text)
    assert preview and page and preview[0] == page[0]
    assert ("tag for matches" in page[0]) == (relation == "match")
    assert "tag for matching" not in page[0]


def test_nobody_is_previewed_as_something_else(mika):
    assert make.signed_in_client(mika).get("/me/preview?as=only_me").status_code == 404


def test_blocking_unblocking_and_a_break_are_pages_one_can_press(mika, kim):
    browser = make.signed_in_client(mika)
    assert browser.post(f"/people/{kim.key}/block").url == "/me/blocks"
    assert "Kim" in browser.get("/me/blocks").text
    assert browser.get(f"/people/{kim.key}").status_code == 404
    assert browser.post(f"/me/blocks/{Block.objects.get().pk}").url == "/me/blocks"
    assert "Nobody is blocked" in browser.get("/me/blocks").text
    assert browser.post("/me/pause").url == "/me/pause"
    assert "You are taking a break" in browser.get("/today").text
    assert make.signed_in_client(kim).get(f"/people/{mika.key}").status_code == 404
    browser.post("/me/pause")
    assert make.signed_in_client(kim).get(f"/people/{mika.key}").status_code == 200


def test_a_blocked_person_who_is_gone_is_a_former_member_in_the_list(mika, kim):
    make.block(mika, kim)
    Member.objects.filter(pk=kim.pk).update(status=Status.LEFT, display_name="")
    assert "former member" in make.signed_in_client(mika).get("/me/blocks").text


def test_today_has_one_next_step_and_shows_who_shares_what_one_wishes_for(mika, kim):
    skill = Skill.objects.create(
        area=Area.objects.create(key="garden", names={"en": "Garden"}), names={"en": "Hoeing", "de": "Hacken"}
    )
    browser = make.signed_in_client(mika)
    assert "What grows in your garden?" in browser.get("/today").text
    with viewing.as_member(mika):
        exchange.wish(member=mika, skill=skill)
    assert "Nothing new today" in browser.get("/today").text
    with viewing.as_member(kim):
        exchange.offer(member=kim, skill=skill)
    page = browser.get("/today").text
    assert page.count('class="today-step"') == 1
    assert [words in page for words in ("They share what you wish for", "Kim", "Hoeing")] == [True] * 3


def test_whoever_has_not_arrived_is_shown_the_way(here):
    page = make.signed_in_client(make.member("", community=here, onboarded_at=None)).get("/today").text
    assert [words in page for words in ("You are nearly there", 'href="/welcome"')] == [True, True]


def grow(kim: Member, number: int) -> None:
    """One more of everything that a list shows."""
    here = kim.community
    other = make.member(f"Person {number}", community=here)
    make.facet(other, Kind.PRONOUNS, "they/them")
    make.facet(kim, Kind.TAG, f"tag {number}")
    make.block(kim, make.member(f"Blocked {number}", community=here))
    make.member(f"Shut out {number}", community=here, status=Status.SUSPENDED)
    make.invitation(here, by=kim)
    area, _made = Area.objects.get_or_create(key=f"area-{number}", defaults={"names": {"en": f"Area {number}"}})
    skill = Skill.objects.create(area=area, names={"en": f"Skill {number}"})
    for member, act in ((kim, exchange.wish), (other, exchange.offer), (other, exchange.wish)):
        with viewing.as_member(member):
            act(member=member, skill=skill)
    make.member(f"Self {number}", account=kim.persona.account)


LISTS = [
    "/today",
    "/me",
    "/me/audiences",
    "/me/blocks",
    "/me/personas",
    "/me/preview",
    "/welcome/share",
    "/welcome/audiences",
    "/community/people",
    "/community/invitations",
    "/stewards",
]


@pytest.mark.parametrize("path", LISTS)
def test_a_list_costs_the_same_with_one_row_and_with_three(kim, path):
    browser = make.signed_in_client(kim)
    grow(kim, 1)
    with CaptureQueriesContext(
        connection,
    ) as one:
        browser.get(path)
    grow(kim, 2)
    grow(kim, 3)
    with CaptureQueriesContext(connection) as three:
        assert browser.get(path).status_code == 200
    assert len(three) == len(one)


def test_a_profile_costs_the_same_however_much_it_tells(kim, mika):
    browser = make.signed_in_client(kim)
    make.facet(mika, Kind.TAG, "one")
    with CaptureQueriesContext(connection) as one:
        browser.get(f"/people/{mika.key}")
    for value in ("two", "three"):
        make.facet(mika, Kind.TAG, value)
    with CaptureQueriesContext(connection) as three:
        browser.get(f"/people/{mika.key}")
    assert len(three) == len(one)
