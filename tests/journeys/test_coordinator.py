"""A coordinator's hour: from two spreadsheets to pairs that are explained, corrected, published and on paper."""

import csv
import io
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, expect
from procrastinate.contrib.django.models import ProcrastinateJob

from querbeet.communities.tests import factories as communities
from querbeet.communities.tests.factories import signed_in_client
from querbeet.matching import tasks
from querbeet.matching.models import Run

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.django_db(transaction=True)]
ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "examples" / "uk-civil-service"
REAL = ROOT.parent / "shared" / "real" / "uk-civil-service-lgbt"
FILES = {
    "sample": (SAMPLE, 36),
    "real": (REAL, 50),
}
needs_real = pytest.mark.skipif(not REAL.exists(), reason="the real files are not beside the repository")


@pytest.fixture
def kim():
    return communities.coordinator("Kim")


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def context(request, browser: Browser, live_server, kim):
    context = browser.new_context(java_script_enabled=request.param, locale="en-GB", reduced_motion="reduce")
    session = signed_in_client(kim).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    yield context
    context.close()


def work_off_the_queue() -> None:
    """What the job worker does with the run that was queued last."""
    job = ProcrastinateJob.objects.filter(task_name="querbeet.matching.tasks.execute").order_by("id").last()
    tasks.execute(**job.args)


def begin(page: Page, site: str, folder: Path) -> None:
    page.goto(f"{site}/mentoring")
    page.get_by_role("link", name="New programme").first.click()
    page.get_by_label("Name", exact=False).first.fill("Spring")
    page.get_by_label("Grades and professions", exact=False).check()
    page.get_by_role("button", name="Make the draft").click()
    page.get_by_role("link", name="Import").click()
    page.get_by_label("Mentees").set_input_files(folder / "mentees.csv")
    page.get_by_label("Mentors").set_input_files(folder / "mentors.csv")
    page.get_by_role("button", name="Look at the files").click()


def match(page: Page, button: str) -> None:
    """Start a run, let the worker work, and come to the pairs."""
    page.get_by_role("button", name=button).click()
    expect(page.get_by_text("The pairs are growing.")).to_be_visible()
    work_off_the_queue()
    if page.get_by_role("link", name="Look again").count():  # without scripts one looks oneself
        page.get_by_role("link", name="Look again").click()
    expect(page.get_by_role("heading", name="Pairs", exact=True)).to_be_visible(timeout=15_000)


@pytest.mark.parametrize("which", ["sample", pytest.param("real", marks=needs_real)])
def test_from_two_spreadsheets_to_published_pairs(which, context: BrowserContext, live_server):
    folder, number = FILES[which]
    page = context.new_page()
    begin(page, live_server.url, folder)
    for _file in range(2):
        page.get_by_role("button", name="Yes, import").click()
    expect(page.get_by_text("Mentees", exact=True)).to_be_visible()
    page.get_by_role("link", name="Match").click()
    match(page, "Find the best pairs")

    expect(page.get_by_text("mentees have a mentor")).to_be_visible()
    assert Run.objects.get().figures["served"] == number
    if which == "real":
        assert (Run.objects.get().figures["pairs"], Run.objects.get().figures["total"]) == (105, 2025)
    expect(page.get_by_text("Profession: both").first).to_be_visible()

    page.get_by_role("link", name="Weakest first").click()
    page.get_by_role("button", name="Always").first.click()
    page.get_by_role("button", name="Never").first.click()
    match(page, "Run again")
    pinned = Run.objects.first().pairs.filter(pinned=True)
    assert pinned.count() == 1

    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_role("heading", name="Two runs side by side")).to_be_visible()
    page.go_back()

    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").first.click()
    rows = list(csv.DictReader(io.StringIO(download.value.path().read_text(encoding="utf-8-sig"))))
    assert len(rows) == Run.objects.first().figures["pairs"]
    assert list(rows[0])[:4] == ["mentee_id", "mentor_id", "fit", "reasons"]

    page.get_by_role("link", name="Publish").click()
    page.get_by_role("button", name="Ask them").click()
    expect(page.get_by_text("0 pairs were asked.")).to_be_visible()  # candidates have no account to be asked in
    page.get_by_role("link", name="Print").click()
    expect(page.get_by_role("table", name="Pairs")).to_be_visible()


def test_what_is_wrong_in_a_spreadsheet_is_said_before_anything_is_imported(context, live_server, tmp_path):
    header, first, *rest = (SAMPLE / "mentees.csv").read_text().splitlines()
    broken = [header, first.replace(",AO,", ",Grade 99,"), *rest]
    (tmp_path / "mentees.csv").write_text("\n".join(broken))
    (tmp_path / "mentors.csv").write_bytes((SAMPLE / "mentors.csv").read_bytes())
    page = context.new_page()
    begin(page, live_server.url, tmp_path)
    expect(page.get_by_role("row", name="Row 2")).to_contain_text("grade")
    expect(page.get_by_role("row", name="Row 2")).to_contain_text("“Grade 99” is not one of: AA, AO")
    expect(page.get_by_role("button", name="Yes, import 35 rows")).to_be_visible()
    page.get_by_label("job title").select_option("a new question")
    page.get_by_role("button", name="Look again with these columns").click()
    expect(page.get_by_label("job title").locator("option:checked")).to_have_text("job title")
    page.get_by_role("button", name="Throw this upload away").click()
    expect(page.get_by_role("heading", name="Import", exact=True)).to_be_visible()


def test_the_whole_way_works_with_the_keyboard_alone(browser: Browser, live_server, kim):
    context = browser.new_context(locale="en-GB")
    session = signed_in_client(kim).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/programmes/new")
    page.get_by_label("Name", exact=False).first.focus()
    page.keyboard.type("Spring")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Spring")).to_be_visible()
    page.get_by_role("link", name="Import").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Import", exact=True)).to_be_visible()
    context.close()
