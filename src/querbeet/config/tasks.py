"""Care for the queue itself: jobs whose worker was killed go back in line, finished ones are cleared away."""

from datetime import UTC, datetime

from procrastinate import JobContext
from procrastinate.contrib.django import app

KEEP_FAILED_HOURS = 24 * 14


@app.periodic(cron="* * * * *")
@app.task(queue="care", queueing_lock="retry-stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> int:
    """Put back every job whose worker gave no sign of life for half a minute; returns how many."""
    stalled = list(await context.app.job_manager.get_stalled_jobs())
    for job in stalled:
        await context.app.job_manager.retry_job(job, retry_at=datetime.now(UTC))
    return len(stalled)


@app.periodic(cron="17 4 * * *")
@app.task(queue="care", queueing_lock="clear-finished", pass_context=True)
async def clear_finished(context: JobContext, timestamp: int) -> None:
    """Delete what is done; failed jobs stay two weeks for somebody to look at."""
    await context.app.job_manager.delete_old_jobs(nb_hours=KEEP_FAILED_HOURS, include_failed=True)
