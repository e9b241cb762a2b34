"""The queue: what was tried again and again and still failed, and what nobody takes up."""

from collections.abc import Iterator

from django.db import connection

from querbeet.config.doctor.findings import Finding

FAILED = "SELECT task_name, count(*) FROM procrastinate_jobs WHERE status = 'failed' GROUP BY task_name ORDER BY 1"
LATE = """SELECT count(*) FROM procrastinate_jobs j WHERE status = 'todo' AND now() - interval '1 hour' >
    coalesce(scheduled_at, (SELECT min(at) FROM procrastinate_events e WHERE e.job_id = j.id))"""


def findings() -> Iterator[Finding]:
    """One finding for each task that gave up, with how often, and one for jobs that wait for a worker."""
    with connection.cursor() as cursor:
        cursor.execute(FAILED)
        failed = cursor.fetchall()
        cursor.execute(LATE)
        [(late,)] = cursor.fetchall()
    for task, number in failed:
        yield Finding(f"Failed for good: {task} ({number}).", "The log of the job worker says why. Kept for two weeks.")
    if late:
        yield Finding(f"Waiting for more than an hour: jobs ({late}).", "Start the job worker, see: querbeet run")
