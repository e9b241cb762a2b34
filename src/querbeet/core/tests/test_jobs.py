from datetime import timedelta

import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from querbeet.core import clock, jobs

pytestmark = pytest.mark.django_db


def waiting():
    return ProcrastinateJob.objects.filter(task_name="tests.nothing")


def test_a_job_waits_with_its_arguments():
    jobs.later("tests.nothing", number=3)
    assert [job.args for job in waiting()] == [{"number": 3}]


def test_a_job_of_an_undone_transaction_was_never_there():
    with transaction.atomic():
        jobs.later("tests.nothing", number=3)
        transaction.set_rollback(True)
    assert not waiting().exists()


def test_a_job_may_start_later():
    jobs.later("tests.nothing", after=timedelta(hours=1))
    [job] = waiting()
    assert timedelta(minutes=59) < job.scheduled_at - clock.now() <= timedelta(hours=1)


def test_a_job_that_waits_already_is_not_queued_again():
    for number in range(3):
        jobs.later("tests.nothing", once="one at a time", number=number)
    assert [job.args for job in waiting()] == [{"number": 0}]
