"""What stands in a calendar, and what is read at a secret address."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from icalendar import Calendar as Parsed

from querbeet.communities.enums import Status
from querbeet.communities.models.member import Member
from querbeet.communities.tests import factories as communities
from querbeet.communities.tests.factories import signed_in_client
from querbeet.core import clock, viewing
from querbeet.meetings import calendar_file
from querbeet.meetings.actions import calendars, happening
from querbeet.meetings.enums import State
from querbeet.meetings.models.calendar import Calendar
from querbeet.meetings.models.meeting import Seat
from querbeet.meetings.rules import lifecycle as rules
from querbeet.meetings.tests import factories as make
from querbeet.mentorships.enums import State as Mentoring
from querbeet.mentorships.models.mentorship import Mentorship
from querbeet.mentorships.tests import factories as mentorships

pytestmark = pytest.mark.django_db
NOTHING = calendar_file.write([])
LINK = "https://video.example/room"


@pytest.fixture
def two():
    return mentorships.pair()


@pytest.fixture
def mentorship(two):
    return mentorships.mentorship("active", *two)


def address(member) -> str:
    with viewing.as_member(member):
        return f"/calendar/{calendars.renew(member=member)}.ics"


def read(where) -> bytes:
    return Client().get(where).content


def events(content: bytes):
    return Parsed.from_ical(content).walk("VEVENT")


def test_an_entry_is_a_title_and_a_time_and_nothing_else(mentorship, two):
    meeting = make.meeting(mentorship)
    with viewing.as_member(two[1]):
        happening.tell_place(meeting=meeting, by=two[1], words="Lime tree", link=LINK)
    (event,) = events(read(address(two[0])))
    assert set(event) == {"UID", "SUMMARY", "DTSTART", "DTEND", "DTSTAMP", "SEQUENCE", "CLASS"}
    assert (event["SUMMARY"], event["CLASS"]) == ("Appointment", "PRIVATE")
    assert (event["DTSTART"].dt, event["DTEND"].dt) == tuple(
        moment.replace(microsecond=0) for moment in (meeting.starts_at, meeting.ends_at)
    )


def test_two_calendars_share_no_id(mentorship, two):
    make.meeting(mentorship)
    ids = [events(read(address(one)))[0]["UID"] for one in two]
    assert len({*ids, *(str(seat.pk) for seat in Seat.objects.all())}) == 4


@pytest.mark.parametrize("month", [1, 7])
def test_an_evening_in_berlin_is_one_in_summer_and_in_winter(month):
    start = datetime(2027, month, 5, 18, tzinfo=ZoneInfo("Europe/Berlin"))
    entry = calendar_file.Entry(
        uid=Seat().uid,
        title="Appointment",
        starts_at=start.astimezone(UTC),
        ends_at=start.astimezone(UTC) + timedelta(hours=1),
        changed_at=start,
        revision=1,
    )
    (event,) = events(calendar_file.write([entry]))
    assert event["DTSTART"].dt.astimezone(ZoneInfo("Europe/Berlin")).hour == 18


def test_the_owner_chooses_title_and_place(mentorship, two):
    meeting = make.meeting(mentorship)
    with viewing.as_member(two[0]):
        happening.tell_place(meeting=meeting, by=two[0], link=LINK)
        calendars.keep(member=two[0], title=" Dentist ", with_place=True)
    (event,) = events(read(address(two[0])))
    assert (event["SUMMARY"], event["LOCATION"]) == ("Dentist", LINK)


def test_the_neutral_word_is_in_the_language_of_whoever_made_the_address(mentorship, two):
    make.meeting(mentorship)
    browser = signed_in_client(two[0], HTTP_ACCEPT_LANGUAGE="de")
    browser.cookies["l"] = "de"
    page = browser.post("/me/calendar/address").content.decode()
    where = "/calendar/" + page.split("/calendar/")[1].split(".ics")[0] + ".ics"
    assert events(read(where))[0]["SUMMARY"] == "Termin"


def test_an_old_address_and_one_that_never_was_give_the_same_empty_calendar(mentorship, two):
    make.meeting(mentorship)
    old = address(two[0])
    new = address(two[0])
    assert [read(old), read("/calendar/nothing.ics"), read(new) == NOTHING] == [NOTHING, NOTHING, False]
    with viewing.as_member(two[0]):
        calendars.switch_off(member=two[0])
        calendars.switch_off(member=two[0])
    assert read(new) == NOTHING


def leave(two):
    with viewing.as_member(two[0]):
        calendars.forget(member=two[0])


def be_shut_out(two):
    Member.objects.filter(pk=two[0].pk).update(status=Status.SUSPENDED)


def rest(two):
    Mentorship.objects.update(state=Mentoring.ON_HOLD)


@pytest.mark.parametrize(
    "event", [leave, be_shut_out, rest, lambda two: communities.block(*two), lambda two: communities.block(*two[::-1])]
)
def test_after_leaving_a_block_or_a_freeze_nothing_is_read_any_more(mentorship, two, event):
    make.meeting(mentorship)
    addresses = [address(one) for one in two]
    assert NOTHING not in [read(where) for where in addresses]
    event(two)
    assert [read(where) for where in addresses] == [NOTHING, NOTHING]


@pytest.mark.parametrize("state", [State.DRAFT, State.REQUESTED, State.CANCELLED, State.MISSED])
def test_what_is_not_agreed_is_in_no_calendar(mentorship, two, state):
    make.meeting(mentorship, state)
    assert read(address(two[0])) == NOTHING


def test_one_meeting_can_be_taken_along_as_a_file(mentorship, two):
    meeting = make.meeting(mentorship)
    answer = signed_in_client(two[0]).get(f"/meetings/{meeting.pk}/entry.ics")
    assert answer["Content-Disposition"] == 'attachment; filename="entry.ics"'
    assert len(events(answer.content)) == 1
    stranger = communities.coordinator("Kim", community=two[0].community)
    assert signed_in_client(stranger).get(f"/meetings/{meeting.pk}/entry.ics").status_code == 404


def test_settings_are_kept_and_a_link_must_be_encrypted(two):
    browser = signed_in_client(two[0])
    answer = browser.post("/me/calendar", {"title": "Dentist", "link": "http://video.example"})
    assert "A link begins with https://" in answer.content.decode()
    browser.post("/me/calendar", {"title": "Dentist", "with_place": "on", "link": LINK})
    kept = Calendar.objects.get()
    assert (kept.title, kept.with_place, kept.link) == ("Dentist", True, LINK)
    assert "There is no address at present." in browser.get("/me/calendar").content.decode()
    browser.post("/me/calendar/address")
    assert "There is an address." in browser.get("/me/calendar").content.decode()
    browser.post("/me/calendar/removal")
    assert Calendar.objects.get().fingerprint == ""
    with viewing.as_member(two[0]), pytest.raises(rules.NoLink):
        calendars.keep(member=two[0], link="http://video.example")


def test_nobody_reads_the_calendar_of_another(two):
    address(two[0])
    with viewing.as_member(two[1]):
        assert Calendar.objects.count() == 0
    with viewing.for_purpose("calendar", invitation=""):
        assert Calendar.objects.count() == 0


def test_a_past_meeting_stays_in_the_calendar(mentorship, two):
    make.meeting(mentorship, State.HELD, starts_at=clock.now() - timedelta(days=3))
    assert len(events(read(address(two[0])))) == 1
