"""The clock of growth."""

from procrastinate.contrib.django import app

from querbeet.core import viewing
from querbeet.growth.actions import checks, figures, health, path


@app.periodic(cron="17 * * * *")
@app.task(queueing_lock="growth.go_on")
def go_on(timestamp: int) -> int:
    """Every hour: check-ins are asked and let go, and what waits for a guide ends."""
    with viewing.for_purpose(checks.CLOCK):
        return checks.go_on() + path.lapse() + path.invite()


@app.periodic(cron="31 2 * * *")
@app.task(queueing_lock="growth.reckon")
def reckon(timestamp: int) -> int:
    """Every night: how mentorings are doing."""
    with viewing.for_purpose(checks.CLOCK):
        return health.reckon()


@app.periodic(cron="53 2 1 * *")
@app.task(queueing_lock="growth.figures")
def reckon_figures(timestamp: int) -> int:
    """Once a month: what share passes it on."""
    with viewing.for_purpose(checks.CLOCK):
        return figures.reckon()
