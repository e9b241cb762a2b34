"""What scripts add, and that nothing is lost without them, in a real browser."""

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from querbeet.ui import navigation
from querbeet.ui.navigation import Place

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = (320, 768, 1280)


@pytest.fixture
def gallery(page: Page, live_server) -> Page:
    page.goto(f"{live_server.url}/ui")
    return page


@pytest.fixture
def bare(browser: Browser, live_server):
    """A page of a browser that runs no scripts."""
    context = browser.new_context(java_script_enabled=False, locale="de-DE")
    page = context.new_page()
    page.goto(f"{live_server.url}/ui")
    yield page
    context.close()


def nowhere(page: Page) -> list[str]:
    """Let the way out lead nowhere, so that the page stays as it was left; collect what was asked for."""
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.method)
        route.fulfill(status=204)

    page.route("**/leave", answer)
    return asked


def test_leaving_covers_the_page_although_the_way_out_leads_nowhere(gallery):
    asked = nowhere(gallery)
    gallery.locator(".leave-button").click(no_wait_after=True)
    expect(gallery.locator(".leave-cover")).to_be_visible()
    assert gallery.evaluate("document.elementFromPoint(200, 300).className") == "leave-cover"
    assert gallery.title() == "…"
    assert asked == ["GET"]


def test_shift_three_times_leaves_and_twice_does_not(gallery):
    asked = nowhere(gallery)
    gallery.keyboard.press("Shift")
    gallery.keyboard.press("Shift")
    expect(gallery.locator("[data-leave-said]")).not_to_be_empty()
    assert asked == []
    gallery.keyboard.press("Shift")
    expect(gallery.locator(".leave-cover")).to_be_visible()
    assert asked == ["GET"]


def test_capital_letters_are_not_a_way_out(gallery):
    asked = nowhere(gallery)
    field = gallery.locator("#id_name").first
    field.focus()
    for _letter in range(4):
        gallery.keyboard.press("Shift+A")
    expect(field).to_have_value("AAAA")
    assert asked == []


def test_leaving_is_never_held_up_by_unsaved_words(gallery):
    asked = nowhere(gallery)
    questions = []
    gallery.on("dialog", lambda dialog: (questions.append(dialog.type), dialog.dismiss()))
    gallery.locator("#id_about").first.fill("half a thought")
    gallery.locator(".leave-button").click(no_wait_after=True)
    expect(gallery.locator(".leave-cover")).to_be_visible()
    assert (asked, questions) == (["GET"], [])


def test_unsaved_words_are_asked_about_before_the_page_goes(gallery):
    questions = []
    gallery.on("dialog", lambda dialog: (questions.append(dialog.type), dialog.accept()))
    gallery.locator("#id_about").first.fill("half a thought")
    gallery.reload()
    assert questions == ["beforeunload"]


def test_without_scripts_the_same_button_leaves(bare):
    with bare.expect_request("**/leave") as request:
        bare.locator(".leave-button").click(no_wait_after=True)
    assert request.value.method == "POST"


def test_without_scripts_nothing_is_shown_that_needs_them(bare):
    expect(bare.locator(".only-js").first).to_be_hidden()
    bare.locator("button[name=theme][value=dark]").click()
    expect(bare.locator("html")).to_have_attribute("data-theme", "dark")
    bare.locator("button[name=language][value=en]").click()
    expect(bare.locator("html")).to_have_attribute("lang", "en")


def test_the_theme_changes_at_once_and_stays(gallery):
    with gallery.expect_response("**/appearance"):
        gallery.locator("button[name=theme][value=dark]").click()
    expect(gallery.locator("html")).to_have_attribute("data-theme", "dark")
    expect(gallery.locator("button[name=theme][value=dark]")).to_have_attribute("aria-pressed", "true")
    gallery.reload()
    expect(gallery.locator("html")).to_have_attribute("data-theme", "dark")


def test_a_secret_can_be_looked_at(gallery):
    button = gallery.locator("[data-reveal]").first
    field = gallery.locator("#id_secret").first
    button.click()
    expect(field).to_have_attribute("type", "text")
    button.click()
    expect(field).to_have_attribute("type", "password")


def test_arrow_keys_move_through_the_week_and_space_chooses(gallery):
    gallery.locator("#id_when_mon-6").first.focus()
    for key in ("ArrowRight", "ArrowDown", "Space"):
        gallery.keyboard.press(key)
    expect(gallery.locator("#id_when_tue-9").first).to_be_checked()


def test_a_mouse_paints_over_the_week(gallery):
    grid = gallery.locator("[data-week]").first
    start, end = (grid.locator(f"label:has([value={code}])") for code in ("thu-9", "thu-15"))
    start.scroll_into_view_if_needed()
    boxes = start.bounding_box(), end.bounding_box()
    gallery.mouse.move(boxes[0]["x"] + 20, boxes[0]["y"] + 20)
    gallery.mouse.down()
    gallery.mouse.move(boxes[1]["x"] + 20, boxes[1]["y"] + 20, steps=12)
    gallery.mouse.up()
    for code in ("thu-9", "thu-12", "thu-15"):
        expect(grid.locator(f"[value={code}]")).to_be_checked()
    grid.locator("label:has([value=thu-9])").click()
    expect(grid.locator("[value=thu-9]")).not_to_be_checked()


def test_problems_of_a_form_get_the_focus(gallery):
    expect(gallery.locator(".form-errors")).to_be_focused()


@pytest.mark.parametrize(
    ("width", "theme"), [(320, "light"), (320, "dark"), (768, "contrast"), (1280, "light"), (1280, "dark")]
)
def test_nothing_sticks_out_and_axe_finds_nothing(page, live_server, width, theme):
    from axe_playwright_python.sync_playwright import Axe

    page.set_viewport_size({"width": width, "height": 900})
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.goto(f"{live_server.url}/ui?theme={theme}")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.evaluate("scrollTo(0, 0)")  # a focus had scrolled it, and parts lay under the head
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]})
    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found.response["violations"]] == []
    assert len(found.response["passes"]) > 20
    assert problems == []


@pytest.mark.parametrize("width", WIDTHS)
def test_everything_to_press_is_big_enough(page, live_server, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{live_server.url}/ui")
    small = page.eval_on_selector_all(
        "button, summary, .choice, .week-choice, .button, .places-link, .tabs-link, select, input[type=text]",
        """elements => elements.filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 43.5)
             .map(e => e.outerHTML.slice(0, 80))""",
    )
    assert small == []


def test_no_request_goes_to_another_host(page, live_server):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{live_server.url}/ui")
    assert [url for url in asked if not url.startswith((live_server.url, "data:"))] == []


def htmx_get(page: Page, path: str) -> None:
    page.evaluate(
        "path => { htmx.ajax('GET', path, { target: '#buttons', swap: 'innerHTML' }).catch(() => {}); }", path
    )


def test_a_part_that_could_not_be_fetched_is_told(gallery):
    gallery.route("**/part", lambda route: route.abort())
    htmx_get(gallery, "/part")
    expect(gallery.locator("[data-trouble-said]")).to_be_visible()
    expect(gallery.locator("#buttons h2")).to_be_visible()


def test_a_whole_page_is_never_put_into_a_part_of_one(gallery, live_server):
    gallery.route(
        "**/part", lambda route: route.fulfill(status=302, headers={"Location": f"{live_server.url}/ui?theme=dark"})
    )
    htmx_get(gallery, "/part")
    gallery.wait_for_url("**/ui?theme=dark")
    expect(gallery.locator("main")).to_have_count(1)


def test_the_menu_of_a_phone_closes_on_escape(page, live_server, monkeypatch):
    monkeypatch.setattr(navigation, "_places", {})
    navigation.register(Place("one", "One", "ui:gallery", "sun", 1, shown=lambda request: True))
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(f"{live_server.url}/ui")
    page.locator(".menu-summary").click()
    expect(page.locator(".menu-panel")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".menu-panel")).to_be_hidden()
    expect(page.locator(".menu-summary")).to_be_focused()
