"""A job whose worker was killed is done by the next one, and one that failed is tried again."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import OperationalError, connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from querbeet.config import tasks

pytestmark = pytest.mark.django_db(transaction=True)


def killed_worker_left(job_id: int) -> None:
    """What the database looks like after `kill -9` of a worker: the job is being done by nobody."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '5 minutes') RETURNING id"
        )
        (worker,) = cursor.fetchone()
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s WHERE id = %s", [worker, job_id])


def work(queue: str) -> None:
    """One worker until this queue is empty; in a thread, for the browser's driver may hold this one's event loop."""
    with ThreadPoolExecutor(1) as threads:
        threads.submit(lambda: asyncio.run(_run(queue))).result()


async def _run(queue: str) -> None:
    with app.replace_connector(app.connector.get_worker_connector()) as ready:
        async with ready.open_async():
            await ready.run_worker_async(queues=[queue], wait=False, install_signal_handlers=False, delete_jobs="never")


def test_a_stalled_job_is_done_in_the_end():
    job = tasks.clear_finished.configure(queue="default", queueing_lock="by-hand-too").defer(timestamp=0)
    killed_worker_left(job)
    work("default")
    assert ProcrastinateJob.objects.get(pk=job).status == "doing"  # the control: nobody takes it by itself
    tasks.retry_stalled.configure(queueing_lock="by-hand").defer(timestamp=0)
    work("care")
    work("default")
    assert ProcrastinateJob.objects.get(pk=job).status == "succeeded"


def test_a_stalled_job_makes_room_for_the_next_of_its_kind():
    job = tasks.clear_finished.configure(queue="default", queueing_lock="one").defer(timestamp=0)
    killed_worker_left(job)
    waits = tasks.clear_finished.configure(queue="default", queueing_lock="one").defer(timestamp=1)
    tasks.retry_stalled.configure(queueing_lock="by-hand").defer(timestamp=0)
    work("care")
    work("default")
    assert [(left.pk, left.status) for left in ProcrastinateJob.objects.filter(queueing_lock="one")] == [
        (waits, "succeeded")
    ]


@pytest.fixture
def falling():
    """A task under which the database falls the first time."""
    tries = []

    @app.task(name="tests.falling", queue="default")
    def fall() -> None:
        tries.append("")
        if len(tries) == 1:
            raise OperationalError("the connection is lost")

    yield fall
    del app.tasks["tests.falling"]


@pytest.fixture
def patient():
    """The tasks as the worker has them; as they were again afterwards."""
    before = {task: task.retry_strategy for task in app.tasks.values()}
    tasks.keep_trying(app)
    yield
    for task, strategy in before.items():
        task.retry_strategy = strategy


def fell():
    return ProcrastinateJob.objects.filter(task_name="tests.falling")


def test_a_job_under_which_the_database_fell_is_tried_again(falling, patient):
    falling.defer()
    work("default")
    fell().update(scheduled_at=None)
    work("default")
    assert [(job.status, job.attempts) for job in fell()] == [("succeeded", 2)]


def test_without_that_it_would_have_failed_for_good(falling):
    """The control."""
    falling.defer()
    work("default")
    assert [job.status for job in fell()] == ["failed"]


def test_tasks_with_a_plan_of_their_own_keep_it(request):
    own = app.tasks["people.send_letter"].retry_strategy
    request.getfixturevalue("patient")
    assert app.tasks["people.send_letter"].retry_strategy is own
    assert all(task.retry_strategy for task in app.tasks.values())
