"""What goes along with every answer: nothing runs that we did not write, nothing is kept, shared, indexed or told.

Each rule is a function over an answer. One walk looks at every address of the access matrix and at every page that
links lead to; a second shows each rule failing on an answer that breaks it.
"""

import json
import os
import subprocess
import sys
import tomllib
import uuid
from collections.abc import Callable, Iterator

import pytest
from django.http import HttpResponse
from django.test import Client, override_settings

from querbeet.communities.tests import factories as make
from querbeet.people.tests import factories as people
from tests.worlds import crawl

pytestmark = pytest.mark.django_db
NOT_NEEDED = {"camera", "geolocation", "microphone", "payment", "usb", "browsing-topics", "display-capture"}
POLICY = {
    "default-src": {"'none'"},
    "style-src": {"'self'"},
    "img-src": {"'self'"},
    "connect-src": {"'self'"},
    "form-action": {"'self'"},
    "object-src": {"'none'"},
    "base-uri": {"'none'"},
    "frame-ancestors": {"'none'"},
    "manifest-src": {"'none'"},
    "require-trusted-types-for": {"'script'"},
    "trusted-types": {"default"},
}
EXACT = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}
COOKIES = {"s", "c", "l", "d", "t"}  # visit, form token, language, known browser, appearance: one letter each


def directives(answer: HttpResponse) -> dict[str, set[str]]:
    parts = (part.split() for part in answer.get("Content-Security-Policy", "").split(";") if part.strip())
    return {name: set(values) for name, *values in parts}


def content_policy(answer: HttpResponse) -> Iterator[str]:
    """Scripts come from here, with the nonce of this very answer; all else is closed."""
    found = directives(answer)
    scripts = found.pop("script-src", set())
    nonces = {value for value in scripts if value.startswith("'nonce-")}
    if found != POLICY:
        yield f"content policy: {found}"
    if scripts - nonces != {"'self'"}:
        yield f"script-src: {scripts}"
    if b'<script type="module"' in answer.content and b"nonce=" in answer.content and len(nonces) != 1:
        yield f"nonces: {nonces}"


def fixed(answer: HttpResponse) -> Iterator[str]:
    """Headers with one right value."""
    yield from (f"{name}: {answer.get(name)}" for name, value in EXACT.items() if answer.get(name) != value)


def powers(answer: HttpResponse) -> Iterator[str]:
    """Powers of a browser that no page here needs are off."""
    features = dict(part.strip().split("=") for part in answer.get("Permissions-Policy", "x=*").split(","))
    open_ones = {name for name in NOT_NEEDED | set(features) if features.get(name) != "()"}
    if open_ones:
        yield f"permissions: {sorted(open_ones)}"


def cookies(answer: HttpResponse, secure: bool = False) -> Iterator[str]:
    """Only our five, neutral, out of reach of scripts and of other sites."""
    prefix = "__Host-" if secure else ""
    for name, cookie in answer.cookies.items():
        if name.removeprefix(prefix) not in COOKIES or not name.startswith(prefix):
            yield f"cookie {name}"
        gone = cookie["max-age"] == 0
        if (bool(cookie["httponly"]) or gone, cookie["samesite"], cookie["path"], cookie["domain"]) != (
            True,
            "Lax",
            "/",
            "",
        ):
            yield f"cookie {name}: {cookie.OutputString()}"
        if bool(cookie["secure"]) != secure:
            yield f"cookie {name}: secure is {cookie['secure']!r}"


RULES: tuple[Callable[[HttpResponse], Iterator[str]], ...] = (content_policy, fixed, powers, cookies)


def breaches(answer: HttpResponse) -> list[str]:
    return [breach for rule in RULES for breach in rule(answer)]


def addresses() -> list[str]:
    """Every address of the matrix, with ids of things that do not exist where it wants one."""
    rows = tomllib.loads(crawl.MATRIX.read_text()).values()
    return [row["path"].replace("<uuid>", str(uuid.uuid4())).replace("<", "").replace(">", "") for row in rows]


def everybody() -> dict[str, Callable[[], Client]]:
    return {
        "nobody": Client,
        "member": lambda: make.signed_in_client(make.member()),
        "coordinator": lambda: make.signed_in_client(make.coordinator()),
        "steward": lambda: make.signed_in_client(make.steward()),
    }


@pytest.mark.parametrize("who", everybody())
def test_every_address_keeps_every_rule(who):
    client = everybody()[who]()
    found = {}
    for path in [*addresses(), "/nothing/here", "/static/nothing.js"]:
        if path not in ("/leave", "/sign-out"):
            found[path] = breaches(client.get(path)) + breaches(client.post(path))
    found["/leave"] = breaches(client.post("/leave")) + breaches(client.get("/leave"))
    assert {path: wrong for path, wrong in found.items() if wrong} == {}


def test_every_page_that_links_lead_to_keeps_them_too():
    client = make.signed_in_client(make.coordinator())
    wrong = {path: breaches(client.get(path)) for path in crawl.crawl(client)}
    assert len(wrong) > 20
    assert {path: found for path, found in wrong.items() if found} == {}


def test_a_server_error_and_a_refused_form_keep_them(settings, monkeypatch):
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    assert breaches(strict.post("/appearance", {"theme": "dark"})) == []
    monkeypatch.setattr("querbeet.ui.appearance.remember", None)
    answer = Client(raise_request_exception=False).post("/appearance", {"theme": "dark"})
    assert (answer.status_code, breaches(answer)) == (500, [])


def test_a_nonce_is_used_once():
    client = Client()
    first, second = (directives(client.get("/sign-in"))["script-src"] - {"'self'"} for _ in range(2))
    assert (len(first), len(second), first & second) == (1, 1, set())


PLANTED = {
    "inline code": ("Content-Security-Policy", "default-src 'none'; script-src 'self' 'unsafe-inline'"),
    "another site's code": ("Content-Security-Policy", "default-src 'none'; script-src 'self' https://cdn.example"),
    "no policy": ("Content-Security-Policy", ""),
    "kept": ("Cache-Control", "private"),
    "shared": ("Cross-Origin-Resource-Policy", "cross-origin"),
    "opened": ("Cross-Origin-Opener-Policy", "unsafe-none"),
    "told": ("Referrer-Policy", "unsafe-url"),
    "guessed": ("X-Content-Type-Options", ""),
    "indexed": ("X-Robots-Tag", "all"),
    "camera": ("Permissions-Policy", "camera=(self)"),
}


@pytest.mark.parametrize("kind", PLANTED)
def test_an_answer_that_breaks_a_rule_is_found(kind):
    """The control of each header."""
    answer = Client().get("/sign-in")
    assert breaches(answer) == []
    name, value = PLANTED[kind]
    answer.headers[name] = value
    assert breaches(answer) != []


@pytest.mark.parametrize(
    "cookie",
    [
        {"key": "queer_session", "httponly": True, "samesite": "Lax"},
        {"key": "s", "samesite": "Lax"},
        {"key": "s", "httponly": True, "samesite": "None"},
        {"key": "s", "httponly": True, "samesite": "Lax", "domain": "example.org"},
        {"key": "s", "httponly": True, "samesite": "Lax", "secure": True},
    ],
)
def test_a_cookie_that_breaks_a_rule_is_found(cookie):
    """The control of the cookies."""
    answer = HttpResponse()
    answer.set_cookie(value="x", **cookie)
    assert list(cookies(answer)) != []


# -- as on a server with HTTPS

ASKED = ("SESSION", "CSRF", "LANGUAGE")
SHOW = f"""
import json
from django.conf import settings
names = [f"{{k}}_COOKIE_{{p}}" for k in {ASKED} for p in ("NAME", "SECURE", "HTTPONLY", "SAMESITE")]
print(json.dumps({{name: getattr(settings, name) for name in [*names, "SECURE_HSTS_SECONDS", "SECURE"]}}))
"""


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> dict[str, object]:
    """The settings as they are on a server with a name."""
    env = {**os.environ, "QUERBEET_HOSTS": "garden.example", "QUERBEET_DATA": str(tmp_path_factory.mktemp("data"))}
    env["DJANGO_SETTINGS_MODULE"] = "querbeet.config.settings"
    shown = subprocess.run([sys.executable, "-c", SHOW], env=env, capture_output=True, text=True, check=True)
    return json.loads(shown.stdout)


def test_with_https_every_cookie_is_bound_to_this_host_and_to_https(served):
    person = people.account()
    with override_settings(**served, ALLOWED_HOSTS=["garden.example"]):
        client = Client(SERVER_NAME="garden.example")
        for answer in (
            client.get("/sign-in", secure=True),
            client.post("/sign-in", {"login": person.sign_in_name, "password": people.PASSPHRASE}, secure=True),
            client.post("/language", {"language": "en"}, secure=True),
            client.post("/appearance", {"theme": "dark"}, secure=True),
            client.post("/appearance", {"theme": "auto"}, secure=True),
            client.get("/me/account", secure=True),
            client.get("/leave", secure=True),
        ):
            assert list(cookies(answer, secure=True)) == []
    assert set(client.cookies) == {f"__Host-{letter}" for letter in COOKIES}
    assert answer["Strict-Transport-Security"].startswith("max-age=31536000")


def test_a_laptop_without_https_gets_plain_neutral_names():
    """The control: without HTTPS a browser would refuse the others."""
    answer = Client().get("/sign-in")
    assert [list(cookies(answer)), list(cookies(answer, secure=True)) != []] == [[], True]


def test_crawlers_are_told_to_stay_away():
    assert Client().get("/robots.txt").content == b"User-agent: *\nDisallow: /\n"
