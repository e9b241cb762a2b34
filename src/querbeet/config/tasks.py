"""Care for the queue itself: jobs that failed, or whose worker was killed, go back in line; finished ones are cleared
away.
"""

from datetime import UTC, datetime

from procrastinate import App, JobContext, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

KEEP_FAILED_HOURS = 24 * 14
AGAIN = RetryStrategy(max_attempts=6, wait=5, linear_wait=15)
"""Six more tries within five minutes: time enough for a database that was restarted under a job."""


def keep_trying(app: App) -> None:
    """Every task that says nothing else is tried again when it failed; all of them are safe to repeat."""
    for task in app.tasks.values():
        task.retry_strategy = task.retry_strategy or AGAIN


@app.periodic(cron="* * * * *")
@app.task(queue="care", queueing_lock="retry-stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> int:
    """Put back every job whose worker gave no sign of life for half a minute; returns how many."""
    stalled = list(await context.app.job_manager.get_stalled_jobs())
    for job in stalled:
        try:
            await context.app.job_manager.retry_job(job, retry_at=datetime.now(UTC))
        except UniqueViolation:  # the next of its kind waits in line and does the same
            await context.app.job_manager.finish_job(job, status=Status.FAILED, delete_job=True)
    return len(stalled)


@app.periodic(cron="17 4 * * *")
@app.task(queue="care", queueing_lock="clear-finished", pass_context=True)
async def clear_finished(context: JobContext, timestamp: int) -> None:
    """Delete what is done; failed jobs stay two weeks for somebody to look at."""
    await context.app.job_manager.delete_old_jobs(nb_hours=KEEP_FAILED_HOURS, include_failed=True)
