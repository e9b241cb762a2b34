"""Text becomes markup in one place alone, in a real browser: htmx goes on working, every other way is closed."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from querbeet.communities.tests import factories as make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TRY = """([way, text]) => {
    const ways = {
        inner: () => { document.createElement("div").innerHTML = text; },
        outer: () => { document.querySelector("h1").outerHTML = text; },
        adjacent: () => document.body.insertAdjacentHTML("beforeend", text),
        write: () => document.write(text),
        script: () => { document.createElement("script").text = text; },
        address: () => { document.createElement("script").src = text; },
        frame: () => { document.createElement("iframe").srcdoc = text; },
        eval: () => window.eval(text),
        policy: () => window.trustedTypes.createPolicy("mine", { createHTML: (given) => given }),
        again: () => window.trustedTypes.createPolicy("default", { createHTML: (given) => given }),
    };
    return new Promise((answer) => setTimeout(() => {  // later, as the page's own: what Playwright runs may use eval
        try { ways[way](); answer("done"); } catch (problem) { answer(problem.name); }
    }));
}"""
WAYS = ("inner", "outer", "adjacent", "write", "script", "address", "frame", "eval", "policy", "again")
PARSED = """text => new DOMParser().parseFromString(text, "text/html").body.textContent"""
SEARCHED = "form[hx-post] [name=q]"


@pytest.fixture
def signed_in(context: BrowserContext, live_server, transactional_db) -> Page:
    """A member's page of people, with one other person in the community."""
    member = make.member("Birke", account=make.account(language="de"))
    make.member("Clematis", community=member.community)
    make.member("Dahlie", community=member.community)
    session = make.signed_in_client(member).cookies["s"].value
    context.add_cookies([{"name": "s", "value": session, "url": live_server.url, "httpOnly": True}])
    page = context.new_page()
    page.goto(f"{live_server.url}/people")
    return page


def search(page: Page) -> None:
    page.locator(SEARCHED).fill("Clematis")
    page.locator(SEARCHED).press("Enter")


def test_a_search_changes_the_page_in_place(signed_in):
    heard: list[str] = []
    signed_in.on("console", lambda message: message.type == "error" and heard.append(message.text))
    signed_in.on("pageerror", lambda error: heard.append(str(error)))
    signed_in.evaluate("window.same = true")
    search(signed_in)
    expect(signed_in.locator("#found")).not_to_contain_text("Dahlie")
    expect(signed_in.locator("#found")).to_contain_text("Clematis")
    assert [signed_in.evaluate("window.same"), heard] == [True, []]


def test_without_our_policy_htmx_could_not_read_an_answer(signed_in):
    """The control: the rule is in force, and the policy is what lets htmx through."""
    signed_in.context.route("**/trusted.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    signed_in.reload()
    with pytest.raises(Exception, match="TrustedHTML"):
        signed_in.evaluate(PARSED, "<b>x</b>")


def test_only_the_parser_takes_text(signed_in):
    assert signed_in.evaluate(PARSED, "<b>x</b>") == "x"


@pytest.mark.parametrize("way", WAYS)
def test_every_other_way_is_closed(signed_in, way):
    assert signed_in.evaluate(TRY, [way, "<i>x</i>" if way != "eval" else "1"]) in ("TypeError", "EvalError")


@pytest.mark.parametrize("way", WAYS)
def test_without_the_content_policy_it_is_open(signed_in, way, settings):
    """The control."""
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    settings.CONTENT_SECURITY_POLICY = {
        "DIRECTIVES": {name: value for name, value in directives.items() if "trusted" not in name}
        | {"script-src": [*directives["script-src"], "'unsafe-eval'"]}
    }
    signed_in.context.route("**/trusted.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    signed_in.reload()
    assert signed_in.evaluate(TRY, [way, "<i>x</i>" if way != "eval" else "1"]) == "done"


def test_a_parsed_answer_runs_nothing(signed_in):
    """What gets past the parser still meets the rest of the policy, and htmx drops scripts."""
    hostile = "<p>part</p><img src=x onerror='window.ran=1'><script>window.ran=2</script>"
    signed_in.context.route("**/part", lambda route: route.fulfill(body=hostile, content_type="text/html"))
    signed_in.evaluate("htmx.ajax('GET', '/part', { target: '#found', swap: 'innerHTML' })")
    expect(signed_in.locator("#found p")).to_have_text("part")
    assert [signed_in.locator("#found script").count(), signed_in.evaluate("window.ran")] == [0, None]
