"""Times from usual weeks, across zones and the nights when clocks change."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from querbeet.meetings.rules import finding
from querbeet.meetings.rules.finding import Person, find
from querbeet.ui import week

EVENINGS = tuple(f"{day}-18" for day in ("mon", "tue", "wed", "thu", "fri"))
BERLIN, SAO_PAULO, AUCKLAND = "Europe/Berlin", "America/Sao_Paulo", "Pacific/Auckland"
BEFORE_SPRING = datetime(2026, 3, 25, 10, tzinfo=UTC)  # clocks in Europe go forward on 29 March


def hours(found, zone):
    return [start.astimezone(ZoneInfo(zone)).hour for start in found.starts]


def test_an_evening_stays_an_evening_when_clocks_change():
    found = find([Person(EVENINGS, BERLIN)] * 2, minutes=60, now=BEFORE_SPRING)
    assert found.everyone
    assert set(hours(found, BERLIN)) == {18}
    assert {start.hour for start in found.starts} == {17, 16}


def test_an_evening_here_and_an_afternoon_there():
    afternoons = tuple(f"{day}-12" for day in ("mon", "tue", "wed", "thu", "fri"))
    found = find([Person(EVENINGS, BERLIN), Person(afternoons, SAO_PAULO)], minutes=60, now=BEFORE_SPRING)
    assert found.everyone
    for start in found.starts:
        assert 18 <= start.astimezone(ZoneInfo(BERLIN)).hour < 21
        assert 12 <= start.astimezone(ZoneInfo(SAO_PAULO)).hour < 15


def test_without_a_common_time_the_step_is_shared_and_nobody_gets_up_at_night():
    people = [Person(EVENINGS, BERLIN), Person(EVENINGS, AUCKLAND)]
    found = find(people, minutes=60, now=BEFORE_SPRING)
    assert not found.everyone
    assert {tuple(person.suits(start) for person in people) for start in found.starts} == {(True, False), (False, True)}
    for zone in (BERLIN, AUCKLAND):
        assert all(7 <= hour < 23 for hour in hours(found, zone))


def test_whoever_made_the_step_last_time_comes_first_now():
    people = [Person(EVENINGS, BERLIN), Person(EVENINGS, AUCKLAND)]
    in_berlin = [datetime(2026, 3, day, 17, 30, tzinfo=UTC) for day in (2, 3, 4, 5, 6)]
    found = find(people, minutes=60, now=BEFORE_SPRING, past=in_berlin)
    assert {people[1].suits(start) for start in found.starts} == {True}


def test_where_nobody_is_awake_together_some_time_is_found_still():
    early = Person(("mon-6",), BERLIN)
    late = Person(("mon-21",), "Pacific/Honolulu")
    assert find([early, late], minutes=90, now=BEFORE_SPRING).starts


def test_who_did_not_say_is_asked_by_day():
    found = find([Person((), BERLIN), Person((), BERLIN)], minutes=60, now=BEFORE_SPRING)
    assert (found.everyone, set(hours(found, BERLIN)) <= set(range(9, 21))) == (True, True)


def test_when_all_are_away_nothing_is_found():
    away = ((BEFORE_SPRING, BEFORE_SPRING + timedelta(days=40)),)
    assert find([Person(EVENINGS, BERLIN, away)] * 2, minutes=60, now=BEFORE_SPRING).starts == ()


PEOPLE = st.builds(
    Person,
    times=st.lists(st.sampled_from(week.CODES), max_size=8, unique=True).map(tuple),
    zone=st.sampled_from([BERLIN, SAO_PAULO, AUCKLAND, "Asia/Kolkata", "America/New_York", "UTC"]),
)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))


@settings(deadline=None)  # the first one loads the engine
@given(st.lists(PEOPLE, min_size=2, max_size=3), MOMENTS, st.sampled_from([30, 60, 90]))
def test_times_lie_ahead_are_few_and_suit_all_if_they_say_so(people, now, minutes):
    found = find(people, minutes=minutes, now=now)
    assert len(found.starts) <= 6
    assert list(found.starts) == sorted(set(found.starts))
    assert all(now + finding.NOTICE <= start for start in found.starts)
    if found.everyone:
        ends = timedelta(minutes=minutes - 15)
        assert all(person.suits(start) and person.suits(start + ends) for person in people for start in found.starts)
