"""The whole way of two people, in a real browser: apply, be matched, talk, agree, meet, get past an obstacle, check in,
end, and mentor beside somebody. With scripts in German and without them in English; and what can come in between.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from icalendar import Calendar
from playwright.sync_api import Browser, expect
from procrastinate.contrib.django.models import ProcrastinateJob

from querbeet.communities.enums import Audience, Kind
from querbeet.communities.tests import factories as communities
from querbeet.conversations import actions as conversations
from querbeet.core import clock, viewing
from querbeet.growth import tasks as growth
from querbeet.matching import tasks as matching
from querbeet.meetings.enums import State as Meets
from querbeet.meetings.models.meeting import Meeting
from querbeet.meetings.tests import factories as meetings
from querbeet.mentorships import tasks as mentorships
from querbeet.mentorships.enums import State
from querbeet.mentorships.models.mentorship import Mentorship
from querbeet.mentorships.models.together import Tip
from querbeet.mentorships.tests import factories as make
from querbeet.programmes.models.participant import Participant
from querbeet.programmes.models.programme import Programme
from querbeet.rights import tasks as rights

from .persons import Person

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.django_db(transaction=True)]
WAYS = {"with scripts, in German": (True, "de"), "without scripts, in English": (False, "en")}
PASSPHRASE = "seven quiet hedgehogs dance"
PATTERN = {"de": "Zusammen ankommen", "en": "Settling in together"}


@pytest.fixture(params=WAYS.values(), ids=WAYS.keys())
def world(request, browser: Browser, live_server) -> Iterator[SimpleNamespace]:
    """Kim coordinates; Ash is new and lives in Berlin, Dara is not and lives in São Paulo."""
    scripts, language = request.param
    kim = communities.coordinator("Kim")
    own = communities.account(passphrase=PASSPHRASE)
    ash, dara = (
        communities.member(name, community=kim.community, account=own) for name, own in (("Ash", own), ("Dara", None))
    )
    meetings.usual_week(ash)
    meetings.usual_week(dara, "mon-12", "tue-12", "wed-12", "thu-12", "fri-12")
    for member, zone in ((ash, "Europe/Berlin"), (dara, "America/Sao_Paulo")):
        communities.facet(member, Kind.TIME_ZONE, zone, Audience.MATCHING)
    contexts = [
        browser.new_context(java_script_enabled=scripts, locale=f"{language}-DE", reduced_motion="reduce")
        for _member in (kim, ash, dara)
    ]
    people = [
        Person(member, context, live_server.url, language)
        for member, context in zip((kim, ash, dara), contexts, strict=True)
    ]
    faults: list[str] = []
    for person in people:
        person.page.on("pageerror", lambda error: faults.append(str(error)))
        person.page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    yield SimpleNamespace(kim=people[0], ash=people[1], dara=people[2], language=language)
    for context in contexts:
        context.close()
    assert faults == []


def test_from_applying_to_mentoring_beside_somebody(world):
    kim, ash, dara = world.kim, world.ash, world.dara
    programme = begin_a_programme(kim, PATTERN[world.language])
    apply(ash, programme, "Take part as mentee")
    apply(dara, programme, "Take part as mentor")
    match(kim, programme)
    say_yes(ash, dara)
    talk(ash, dara)
    find_that_it_fits(ash, dara)
    agree(ash, dara)
    meet(ash, dara)
    get_past_an_obstacle(ash, dara)
    check_in(ash, dara)
    end_it(ash, dara)
    pass_it_on(ash, dara)


def found() -> Mentorship:
    return Mentorship.objects.get()


def here() -> str:
    return f"/mentoring/{found().pk}"


def begin_a_programme(kim: Person, pattern: str) -> str:
    """From a whole pattern to open for sign-up; returns its address."""
    kim.go("/programmes")
    kim.follow("New programme")
    kim.page.get_by_label(pattern).check()
    kim.press("Make the draft")
    kim.press("Open for sign-up")
    kim.reads("open for sign-up")
    return f"/programmes/{Programme.objects.get().pk}"


def apply(person: Person, programme: str, heading: str) -> None:
    """Sign up for one side, with a language in common."""
    person.go(f"{programme}/enrolment/{'mentee' if heading.endswith('mentee') else 'mentor'}")
    person.reads_heading(heading)
    person.page.locator("textarea[name=languages], input[name=languages]").first.fill("Deutsch")
    person.press("Take part")
    person.reads("Somebody who fits is looked for. You will be asked before anything begins.")


def match(kim: Person, programme: str) -> None:
    """A run is made and worked off, its only pair is asked."""
    kim.go(programme)
    kim.press("Start")
    kim.follow("Match")
    kim.press("Find the best pairs")
    kim.reads("The pairs are growing.")
    job = ProcrastinateJob.objects.filter(task_name="querbeet.matching.tasks.execute").order_by("id").last()
    matching.execute(**job.args)
    if kim.page.get_by_role("link", name=kim.words("Look again")).count():  # without scripts one looks oneself
        kim.follow("Look again")
    kim.reads_heading("Pairs")
    kim.follow("Publish")
    kim.press("Ask them")
    assert found().state == State.OFFERED


def say_yes(ash: Person, dara: Person) -> None:
    """Each answers alone, and reads nothing of what the other said."""
    ash.go("/mentoring")
    ash.press("Yes, gladly")
    dara.go("/mentoring")
    dara.reads_heading("Suggested to you")
    dara.press("Yes, gladly")
    assert found().state == State.EXPLORING


def talk(ash: Person, dara: Person) -> None:
    """They write to each other."""
    ash.go(here())
    ash.page.goto(f"{ash.site}{here()}/messages")
    ash.fill("Your message", "Hello! Shall we talk on Tuesday?")
    ash.press("Send")
    dara.go("/threads")
    dara.page.get_by_role("link", name="Ash").first.click()
    expect(dara.page.get_by_text("Shall we talk on Tuesday?")).to_be_visible()


def find_that_it_fits(ash: Person, dara: Person) -> None:
    """The private double yes."""
    for person in (ash, dara):
        person.go(here())
        person.press("Yes, let us go on")
    assert found().state == State.ACTIVE


def agree(ash: Person, dara: Person) -> None:
    """One drafts, the other signs, and it holds."""
    ash.go(f"{here()}/agreement")
    ash.follow("Begin with a draft")
    ash.fill("What we would like to reach", "Know the town by spring")
    ash.press("Save and sign")
    dara.go(f"{here()}/agreement")
    expect(dara.page.get_by_text("Know the town by spring")).to_be_visible()
    dara.press("I agree and sign")
    dara.reads("It holds")


def meet(ash: Person, dara: Person) -> None:
    """A time is asked for across zones and agreed on; it stands in a calendar under a neutral name; they meet."""
    ash.go(f"{here()}/meetings")
    ash.press("Look for times")
    expect(ash.page.get_by_text("Europe/Berlin")).to_be_visible()
    boxes = ash.page.get_by_role("checkbox")
    expect(boxes).to_have_count(6)
    boxes.nth(0).check()
    boxes.nth(1).check()
    ash.press("Ask for these times")
    ash.reads_heading("You asked for these times")
    dara.go("/meetings")
    dara.page.get_by_role("main").get_by_role("link", name="Ash").first.click()
    expect(dara.page.get_by_text("America/Sao_Paulo")).to_be_visible()
    expect(dara.page.get_by_text("Europe/Berlin")).to_have_count(0)
    dara.page.get_by_role("checkbox").nth(1).check()
    dara.press("These suit me")
    expect(dara.page.get_by_role("link", name=dara.words("Into my calendar"))).to_be_visible()
    subscribe(dara)
    start = clock.now() - timedelta(hours=2)
    Meeting.objects.update(starts_at=start, ends_at=start + timedelta(hours=1))
    for person in (ash, dara):
        person.go(f"/meetings/{Meeting.objects.get().pk}")
        person.press("Yes, we met")
    dara.reads("You met. Good.")
    assert Meeting.objects.get().state == Meets.HELD


def subscribe(person: Person) -> None:
    """A calendar program reads the feed: one neutral entry."""
    person.go("/me/calendar")
    person.press("Make an address")
    address = re.search(r"/calendar/\w+\.ics", person.page.content())
    assert address is not None
    (event,) = Calendar.from_ical(Client().get(address[0]).content).walk("VEVENT")
    with_words = {str(event["SUMMARY"])} & {"Appointment", "Termin"}
    assert (bool(with_words), "LOCATION" in event) == (True, False)


def get_past_an_obstacle(ash: Person, dara: Person) -> None:
    """One says what is in the way, the other has a tip, and it is behind them."""
    ash.go(f"{here()}/obstacles/new")
    ash.fill("What is in the way, or what went wrong?", "The office never answers")
    ash.press("Write it down")
    dara.go(f"{here()}/obstacles")
    dara.page.get_by_role("link", name="The office never answers").first.click()
    dara.fill("What might help?", "Write, and name a day")
    dara.press("Add this tip")
    expect(dara.page.get_by_role("article")).to_contain_text("Write, and name a day")
    ash.go(f"{here()}/obstacles")
    ash.page.get_by_role("link", name="The office never answers").first.click()
    expect(ash.page.get_by_role("article")).to_contain_text("Write, and name a day")
    ash.press("We got past it")
    ash.reads("Behind you. That took something; celebrate it.")
    assert Tip.objects.count() == 1


def check_in(ash: Person, dara: Person) -> None:
    """After a week each is asked alone. Not feeling safe opens ways to help, and does nothing else by itself."""
    Mentorship.objects.update(began_at=clock.now() - timedelta(days=9))
    growth.go_on(0)
    before = dara.go(here()).locator("main").inner_text()
    ash.go("/today")
    ash.follow("Four short questions, for you alone")
    ash.choose("I don’t feel safe")
    ash.press("Keep my answers")
    ash.reads_heading("Thank you for saying so")
    ash.follow("Ask for help")
    ash.is_at("/help$")
    assert found().state == State.ACTIVE
    assert dara.go(here()).locator("main").inner_text() == before
    dara.go("/check-ins")
    dara.page.get_by_role("main").get_by_role("link", name="Ash").first.click()
    dara.choose("Good")
    dara.press("Keep my answers")


def end_it(ash: Person, dara: Person) -> None:
    """Without a fault: a last word, what one takes along, a thank-you, and goodbye from both."""
    ash.go(here())
    ash.follow("End it")
    ash.press("End it")
    ash.reads("It is ended. Nobody asks you why.")
    ash.go(f"{here()}/farewell")
    ash.fill("What I take along", "I can ask for things")
    ash.press("Keep it")
    ash.go(f"{here()}/farewell")
    ash.fill("Thank you for", "Thank you for the calm.")
    ash.press("Say it")
    dara.go(here())
    expect(dara.page.get_by_text("Thank you for the calm.")).to_be_visible()
    expect(dara.page.get_by_text("I can ask for things")).to_have_count(0)
    for person in (ash, dara):
        person.go(f"{here()}/farewell")
        person.press("Say goodbye")
    dara.reads_heading("And now?")
    assert found().state == State.CLOSED
    assert set(Participant.objects.values_list("taken", flat=True)) == {0}


def pass_it_on(ash: Person, dara: Person) -> None:
    """Who was a mentee is invited, looks over a shoulder, and mentors beside somebody."""
    growth.go_on(0)
    dara.go("/path")
    dara.fill("A word to those who may ask", "Tuesdays")
    dara.press("Yes, I am open to it")
    ash.go("/path")
    ash.press("Yes, I would like to look over a shoulder")
    ash.follow("Find somebody to accompany")
    ash.page.get_by_role("button", name=f"{ash.words('Ask')} Dara").click()
    dara.go("/path")
    dara.press("Yes, gladly")
    ash.go("/path")
    ash.press("I feel ready to mentor beside somebody")
    ash.reads_heading("You mentor beside somebody")


def offered(world) -> Mentorship:
    return make.mentorship("offered", world.ash.member, world.dara.member)


def test_a_no_and_a_silence_end_alike_and_nobody_learns_which_it_was(world):
    """One pair gets a no, the other runs out: what the other side reads is the same."""
    pages = []
    for answered in (True, False):
        made = offered(world)
        if answered:
            world.ash.go("/mentoring")
            world.ash.press("No, thank you")
            assert found().state == State.OFFERED
        world.dara.go("/mentoring")
        world.dara.press("Yes, gladly")
        Mentorship.objects.update(expires_at=clock.now())
        assert mentorships.lapse(0) == 1
        world.dara.go("/mentoring")
        world.dara.reads_heading("Did not come about")
        assert world.dara.button("Yes, gladly").count() == 0
        pages.append(world.dara.page.locator("main").inner_text())
        made.delete()
    assert pages[0] == pages[1]


def test_leaving_in_the_middle_ends_it_for_both_at_once(world):
    running = make.mentorship("active", world.ash.member, world.dara.member)
    world.ash.go("/me/leave-community")
    world.ash.press("Leave for good")
    world.ash.is_at("/$|/sign-in|/me/personas")
    running.refresh_from_db()
    assert running.state == State.CLOSED
    page = world.dara.go(f"/mentoring/{running.pk}")
    expect(page.get_by_role("heading", level=1)).to_contain_text(world.dara.words("former member"))
    assert "Ash" not in page.content()


def test_who_is_erased_in_the_middle_is_nowhere_afterwards(world):
    ash, dara = world.ash, world.dara
    running = make.mentorship("active", ash.member, dara.member)
    with viewing.as_member(ash.member):
        conversations.open_thread(members=[ash.member, dara.member], about=running)
    ash.go(f"/mentoring/{running.pk}/messages")
    ash.fill("Your message", "Hello!")
    ash.press("Send")
    erase_the_account(ash)
    with clock.standing(clock.now() + timedelta(days=8)):
        assert rights.carry_out(0) == 1
    running.refresh_from_db()
    assert running.state == State.CLOSED
    for path in (f"/mentoring/{running.pk}", "/mentoring", "/threads", "/news"):
        assert "Ash" not in dara.go(path).content(), path


def erase_the_account(person: Person) -> None:
    """Ask for it; who has been signed in for long is asked for the passphrase first."""
    person.go("/me/data/end/all")
    person.fill("Passphrase", PASSPHRASE)
    person.press("It is me")
    person.press("Erase in %(days)s days", days=7)
    person.is_at("/me/data$")
