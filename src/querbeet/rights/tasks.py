"""Jobs of copies, erasures and retention."""

from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from querbeet.core import clock, viewing
from querbeet.rights.actions import downloads, erasure, retention


@app.task(name="rights.build", retry=RetryStrategy(max_attempts=3, wait=60))
def build(account: str, download: str) -> None:
    """Lock the copy that somebody asked for."""
    with viewing.as_account(UUID(account)):
        downloads.build(account_id=UUID(account), download_id=UUID(download))


@app.periodic(cron="41 * * * *")
@app.task(name="rights.carry_out", queueing_lock="carry-out-erasures", pass_context=False)
def carry_out(timestamp: int) -> int:
    """Every hour: erase whose day has come."""
    return erasure.carry_out(now=clock.now())


@app.periodic(cron="37 3 * * *")
@app.task(name="rights.clear", queueing_lock="clear-aged", pass_context=False)
def clear(timestamp: int) -> None:
    """Every night: delete what has served its time."""
    retention.clear(now=clock.now())
