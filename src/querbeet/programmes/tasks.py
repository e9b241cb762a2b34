"""What happens to programmes by itself."""

from procrastinate.contrib.django import app

from querbeet.core import viewing
from querbeet.programmes.actions import clocks, imports


@app.periodic(cron="41 3 * * *")
@app.task(queueing_lock="throw-away-uploads")
def throw_away_old_uploads(timestamp: int) -> int:
    """Every night: uploads that nobody said yes to are deleted."""
    with viewing.for_purpose("tidy"):
        return imports.throw_away_old_uploads()


@app.periodic(cron="17 4 * * *")
@app.task(queueing_lock="programme-clocks")
def clocks_strike(timestamp: int) -> int:
    """Every night: what the clocks of programmes and enrolments end, and whom they remind."""
    with viewing.for_purpose("clock"):
        verbs = (
            clocks.turn_seasons,
            clocks.finish,
            clocks.expire_checks,
            clocks.lapse_questions,
            clocks.remind,
        )
        return sum(verb() for verb in verbs)
