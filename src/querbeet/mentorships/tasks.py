"""The clock of mentorships."""

from procrastinate.contrib.django import app

from querbeet.core import viewing
from querbeet.mentorships.actions import clock


@app.periodic(cron="23 * * * *")
@app.task(queueing_lock="lapse-proposals")
def lapse(timestamp: int) -> int:
    """Every hour: what waited for its time to be over ends."""
    with viewing.for_purpose(clock.PURPOSE):
        return clock.lapse()
