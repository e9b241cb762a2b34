"""Nothing that leaves the pages tells: titles, addresses, icons, cookies, file names, mails and error pages.

The community, its programmes and its members bear the most telling names there are; whatever is made from them would
show. What a page says to its reader is not looked at here.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import translation

from querbeet import ui
from querbeet.communities.actions import founding
from querbeet.communities.models.community import Community
from querbeet.communities.models.member import Member
from querbeet.communities.tests import factories as make
from querbeet.config.demo import planting
from querbeet.core import sheets
from querbeet.matching.models import Run
from querbeet.people import texts
from querbeet.people.enums import LetterPurpose
from querbeet.people.models import Account
from querbeet.programmes.models.programme import Programme
from querbeet.skills.actions import vocabulary
from querbeet.skills.models.vocabulary import Area, Skill
from querbeet.ui import problems
from tests.worlds import crawl, lexicon

pytestmark = pytest.mark.django_db
TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.DOTALL)
META = re.compile(r"<(?:meta|link)\b[^>]*>")
NAME = "Queerer Regenbogen"
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=/people/)\w{12}|(?:(?<=/skills/)|(?<=/offers/)|(?<=/wishes/))[^/]+")
ICON = Path(ui.__file__).parent / "static" / "ui" / "icon.svg"


def outside(path: str, answer: HttpResponse) -> Iterator[str]:
    """What a browser shows or keeps of an answer outside of its page."""
    yield path
    yield from (f"{name}: {value}" for name, value in answer.headers.items() if name != "Content-Security-Policy")
    yield from answer.cookies
    if answer.headers["Content-Type"].startswith("text/html"):
        text = answer.content.decode()
        yield from TITLE.findall(text.partition("<body")[0])
        yield from META.findall(text)


def tells(path: str, answer: HttpResponse) -> list[str]:
    return [f"{path}: {text}" for text in outside(path, answer) if lexicon.telling(text) or NAME in text]


def walk(client: Client, *first: str) -> dict[str, HttpResponse]:
    """One page of each kind that links lead to, however many people and skills there are."""
    waiting, found, kinds = [*first, *crawl.starts()], {}, set()
    while waiting:
        path = waiting.pop(0)
        kind = ID.sub("*", path.partition("?")[0])
        if kind not in kinds:
            kinds.add(kind)
            found[path] = client.get(path)
            waiting += crawl.links(crawl.masked(found[path]))
    return found


@pytest.fixture
def coordinator() -> Client:
    """Everything there is, under telling names."""
    vocabulary.load()
    planted = next(row for row in planting.plant() if row["role"] == "coordinator")
    Community.objects.update(name=NAME)
    Programme.objects.update(name=f"Coming-out {NAME}", purpose=NAME)
    Member.objects.update(display_name=f"Trans {NAME}")
    return make.signed_in_client(Member.objects.get(persona__account=Account.objects.get(sign_in_name=planted["name"])))


@pytest.mark.long
def test_nothing_around_a_page_tells_whatever_people_call_themselves(coordinator):
    pages = walk(coordinator, *(run.get_absolute_url() for run in Run.objects.all()))
    assert [line for path, answer in pages.items() for line in tells(path, answer)] == []
    files = {path for path, answer in pages.items() if "attachment" in answer.get("Content-Disposition", "")}
    assert {path.rpartition("/")[2] for path in files} >= {"pairs.csv", "pairs.xlsx", "rules.toml"}
    assert any(NAME in answer.content.decode() for path, answer in pages.items() if path == "/today")  # it was there


def test_a_planted_title_address_file_and_cookie_are_found():
    """The control."""
    answer = HttpResponse("<head><title>Queer choir</title></head>")
    answer["Content-Disposition"] = 'attachment; filename="csd-2026.csv"'
    answer.set_cookie("gay_session", "x")
    assert len(tells("/x", answer)) == 3
    assert len(tells("/coming-out", HttpResponse("<head></head>"))) == 1
    assert tells("/x", HttpResponse(f"<head><title>Today – {lexicon.BRAND}</title></head>")) == []


def routes(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route
        else:
            yield from routes(pattern, route)


def test_no_address_of_the_site_tells():
    found = list(routes(get_resolver()))
    assert len(found) > 60
    assert [route for route in found if lexicon.telling(route)] == []


def test_no_key_of_a_skill_tells_because_it_stands_in_addresses():
    vocabulary.load()
    keys = [*Skill.objects.values_list("key", flat=True), *Area.objects.values_list("key", flat=True)]
    assert len(keys) > 50
    assert [key for key in keys if lexicon.telling(key)] == []


def test_the_icon_tells_nothing_and_has_no_colours_of_a_flag():
    text = ICON.read_text()
    assert [lexicon.telling(text), TITLE.findall(text)] == [[], []]
    assert len(set(re.findall(r"#[0-9a-f]{3,6}", text))) <= 2


def test_no_cookie_is_named_after_what_it_is_for():
    names = {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME}
    assert {len(name.removeprefix("__Host-")) for name in names} == {1}


LANGUAGES = ("de", "de-colon", "de-neutral", "en")
ANSWERS = {
    name: getattr(problems, name)
    for name in ("bad_request", "forbidden", "not_found", "too_large", "too_many", "csrf_failure", "broken")
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("answer", ANSWERS)
def test_a_page_about_a_problem_tells_nothing_at_all(answer, language):
    with translation.override(language):
        page = ANSWERS[answer](RequestFactory().get("/queer/garden")).content.decode()
    assert lexicon.telling(page) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("purpose", LetterPurpose.values)
def test_no_mail_tells_or_bears_our_name(purpose, language):
    words = texts.words(purpose, language=language, link="https://garden.example/sign-in/help/x")
    written = f"{words.subject}\n{words.body}"
    assert [lexicon.telling(written), lexicon.BRAND.lower() in written.lower()] == [[], False]


def test_the_pages_before_signing_in_tell_nobody_what_this_is(client):
    """A link preview reads these, and whoever looks at a phone that is not theirs."""
    founding.found(name=NAME, purpose=NAME)
    for path in ("/", "/sign-in", "/sign-in/help", "/robots.txt", "/healthz"):
        answer = client.get(path)
        assert tells(path, answer) == []
        assert NAME not in answer.content.decode()


def test_a_spreadsheet_names_no_author_and_no_program_of_ours(tmp_path):
    made = tmp_path / "pairs.xlsx"
    made.write_bytes(sheets.write_xlsx(["a"], [["b"]]))
    with ZipFile(made) as parts:
        inside = "\n".join(parts.read(name).decode() for name in parts.namelist() if "docProps" in name)
    assert [lexicon.telling(inside), lexicon.BRAND.lower() in inside.lower()] == [[], False]


# -- the lexicon itself

TELL = [
    *("Queer", "gay-choir", "Lesbenfrühling", "schwul", "LGBTQIA+", "lsbtiq", "bi", "Trans*", "transgender"),
    *("my_trans_file", "Transmann", "nicht-binär", "nichtbinär", "non binary", "coming-out", "Coming out", "outing"),
    *("CSD", "rainbow2026", "ace.csv", "Pronomen", "Drag Brunch", "inter*", "/pan/", "HIV", "Regenbogenfamilie"),
]
TELL_NOTHING = [
    *("Querbeet", "Today – Querbeet", "transparent", "Transfer", "Transport", "Bibliothek", "international"),
    *("Panorama", "spacing", "Interview", "bidirectional", "place", "surface", "sign-in", "mentoring", "Gruppe"),
    *("pairs-3.csv", "/me/audiences", "translate", "pandemic", "Arosa", "Tinte", "dragging", "preparation"),
    "/help/calls/6fd7ce2f-6400-4333-92a9-7ace66f35fd1",
]


@pytest.mark.parametrize("word", TELL)
def test_a_telling_word_is_found(word):
    assert lexicon.telling(word) != []


@pytest.mark.parametrize("word", TELL_NOTHING)
def test_an_ordinary_word_is_not(word):
    assert lexicon.telling(word) == []
