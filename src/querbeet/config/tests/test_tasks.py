"""A job whose worker was killed is done by the next one."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
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
