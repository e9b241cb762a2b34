"""The clock of proposals."""

from procrastinate.contrib.django import app

from querbeet.core import viewing
from querbeet.mentorships import actions


@app.periodic(cron="23 * * * *")
@app.task(queueing_lock="lapse-proposals")
def lapse(timestamp: int) -> int:
    """Every hour: proposals that waited for two weeks end."""
    with viewing.for_purpose("clock"):
        return actions.lapse()
