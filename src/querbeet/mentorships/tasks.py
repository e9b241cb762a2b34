"""The clocks of mentorships."""

from procrastinate.contrib.django import app

from querbeet.core import viewing
from querbeet.mentorships.actions import clock, tips


@app.periodic(cron="3,23,43 * * * *")
@app.task(queueing_lock="lapse-proposals")
def lapse(timestamp: int) -> int:
    """Every twenty minutes: what waited for its time to be over ends."""
    with viewing.for_purpose(clock.PURPOSE):
        return clock.lapse()


@app.periodic(cron="8,28,48 * * * *")
@app.task(queueing_lock="next-in-line")
def next_in_line(timestamp: int) -> int:
    """Shortly after: whoever has room gets the next suggestion, so that it comes within half an hour."""
    with viewing.for_purpose(clock.PURPOSE):
        return clock.next_in_line()


@app.periodic(cron="43 8-19 * * *")
@app.task(queueing_lock="nudge-silent")
def nudge(timestamp: int) -> int:
    """By day: who has not answered, and whose break is over, is asked once more."""
    with viewing.for_purpose(clock.PURPOSE):
        return clock.nudge() + clock.ask_resting()


@app.periodic(cron="7 4 * * *")
@app.task(queueing_lock="shelve-tips")
def shelve(timestamp: int) -> int:
    """Every night: tips that all agreed to share go on the shelf together."""
    with viewing.for_purpose(clock.PURPOSE):
        return tips.shelve()
