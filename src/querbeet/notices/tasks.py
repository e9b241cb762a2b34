"""Jobs of notices."""

from uuid import UUID

from django.conf import settings
from procrastinate.contrib.django import app

from querbeet.core import post, viewing
from querbeet.notices import actions, texts


@app.task(name="notices.deliver")
def deliver(member: str) -> bool:
    """One mail about what is due for this member, if anything is."""
    return actions.deliver(member_id=UUID(member), send=_send)


@app.periodic(cron="*/5 * * * *")
@app.task(name="notices.round", queueing_lock="notices.round", pass_context=False)
def go_round(timestamp: int) -> int:
    """Every five minutes: gathered news in the evening, what waited for quiet hours to end, what the server refused."""
    with viewing.for_purpose("deliver"):
        return actions.go_round()


@app.periodic(cron="41 3 * * *")
@app.task(name="notices.sweep", pass_context=False)
def sweep(timestamp: int) -> int:
    """Every night: news that was read long ago."""
    with viewing.for_purpose("sweep"):
        return actions.sweep()


def _send(envelope: actions.Envelope) -> None:
    words = texts.words(language=envelope.language, link=envelope.site.rstrip("/") + settings.LOGIN_URL)
    post.send(subject=words.subject, body=words.body, address=envelope.address, key=envelope.key)
