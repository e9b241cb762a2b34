"""Counting tries: never more than allowed, never lost, and nobody's lock-out."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction

from querbeet.people import limits
from querbeet.people.models.limit import Limit

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
THREE = limits.Kind("three", 3, 60)


def gets_through(kind: limits.Kind, subject: object, now: datetime) -> bool:
    try:
        limits.take(kind, subject, now=now)
    except limits.TooMany:
        return False
    return True


@pytest.mark.django_db
def test_a_bucket_holds_so_many_tries_and_then_says_how_long_to_wait():
    subject = uuid4()
    assert [gets_through(THREE, subject, NOW) for _ in range(4)] == [True, True, True, False]
    with pytest.raises(limits.TooMany) as refusal:
        limits.take(THREE, subject, now=NOW + timedelta(seconds=20))
    assert refusal.value.seconds == 40


@pytest.mark.django_db
def test_a_try_comes_back_with_time_and_never_more_than_the_bucket_holds():
    subject = uuid4()
    for _ in range(3):
        limits.take(THREE, subject, now=NOW)
    later = NOW + timedelta(seconds=61)
    assert [gets_through(THREE, subject, later) for _ in range(2)] == [True, False]
    much_later = NOW + timedelta(hours=5)
    assert [gets_through(THREE, subject, much_later) for _ in range(4)] == [True, True, True, False]


@pytest.mark.django_db
def test_a_clock_that_goes_back_gives_no_tries():
    subject = uuid4()
    for _ in range(3):
        limits.take(THREE, subject, now=NOW)
    assert not gets_through(THREE, subject, NOW - timedelta(hours=1))


@pytest.mark.django_db
def test_subjects_and_kinds_have_buckets_of_their_own():
    subject = uuid4()
    for _ in range(3):
        limits.take(THREE, subject, now=NOW)
    assert gets_through(THREE, uuid4(), NOW)
    assert gets_through(limits.Kind("other", 3, 60), subject, NOW)


@pytest.mark.django_db
def test_a_try_counts_although_its_request_is_undone():
    subject = uuid4()
    for _ in range(3):
        with transaction.atomic():
            limits.take(THREE, subject, now=NOW)
            transaction.set_rollback(True)
    assert not gets_through(THREE, subject, NOW)


@pytest.mark.django_db
def test_the_table_names_nobody_and_its_keys_change_every_day():
    past = [NOW - timedelta(days=500), NOW - timedelta(days=499)]
    for day in past:
        limits.take(THREE, "moos-quitte-482", now=day)
    keys = list(Limit.objects.filter(at__in=past).values_list("key", flat=True))
    assert len(set(keys)) == 2
    assert not any("moos" in key for key in keys)


@pytest.mark.django_db
def test_old_buckets_are_forgotten():
    long_ago = NOW - timedelta(days=900)
    limits.take(THREE, uuid4(), now=long_ago)
    assert limits.forget(before=long_ago + timedelta(days=1)) == 1
    assert not Limit.objects.filter(at__lt=long_ago + timedelta(days=1)).exists()


@pytest.mark.django_db
def test_a_burst_of_parallel_tries_never_gets_more_than_the_bucket_holds():
    subject, ten = uuid4(), limits.Kind("ten", 10, 3600)
    connection.ensure_connection()
    with ThreadPoolExecutor(12) as pool:
        through = list(pool.map(lambda _: gets_through(ten, subject, NOW), range(48)))
    assert sum(through) == 10


@pytest.mark.django_db
def test_reading_and_writing_in_two_steps_would_let_a_burst_through():
    """The control: the same count without the one statement."""
    key, holds = str(uuid4()), 10

    def naive(_: int) -> bool:
        with limits._outside() as own:
            row = own.execute("SELECT tokens FROM people_limit WHERE key = %s", [key]).fetchone()
            left = row[0] if row else float(holds)
            own.execute("SELECT pg_sleep(0.02)")
            if left < 1:
                return False
            own.execute(
                "INSERT INTO people_limit (key, tokens, at) VALUES (%s, %s, %s)"
                " ON CONFLICT (key) DO UPDATE SET tokens = EXCLUDED.tokens",
                [key, left - 1, NOW],
            )
        return True

    with ThreadPoolExecutor(12) as pool:
        assert sum(pool.map(naive, range(48))) > holds
