"""The clock of calls for help."""

from procrastinate.contrib.django import app

from querbeet.safety import actions


@app.periodic(cron="41 * * * *")
@app.task(queueing_lock="watch-calls")
def watch(timestamp: int) -> int:
    """Every hour: nobody who asked for help waits without somebody being reminded."""
    return actions.watch()
