"""The clock of meetings."""

from procrastinate.contrib.django import app

from querbeet.core import viewing
from querbeet.meetings.actions import arranging, happening


@app.periodic(cron="7 * * * *")
@app.task(queueing_lock="meetings.go_on")
def go_on(timestamp: int) -> int:
    """Every hour: waits end, what is near or over is said, and what ended a week ago is settled."""
    with viewing.for_purpose(arranging.CLOCK):
        return arranging.expire() + arranging.call_off_resting() + happening.remind() + happening.settle()
