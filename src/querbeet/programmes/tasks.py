"""What happens to programmes by itself."""

from procrastinate.contrib.django import app

from querbeet.core import viewing
from querbeet.programmes.actions import imports


@app.periodic(cron="41 3 * * *")
@app.task(queueing_lock="throw-away-uploads")
def throw_away_old_uploads(timestamp: int) -> int:
    """Every night: uploads that nobody said yes to are deleted."""
    with viewing.for_purpose("tidy"):
        return imports.throw_away_old_uploads()
