"""Jobs of accounts."""

from datetime import timedelta
from uuid import UUID

from django.urls import reverse
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from querbeet.core import clock, post, viewing
from querbeet.people import limits, sessions, texts
from querbeet.people.actions import letters
from querbeet.people.enums import LetterPurpose

PAGES = {LetterPurpose.CONFIRM: "people:confirm_email", LetterPurpose.RECOVER: "people:recover"}


@app.task(name="people.send_letter", retry=RetryStrategy(max_attempts=5, exponential_wait=5))
def send_letter(account: str, purpose: str, site: str) -> None:
    """Write a link and send it; nothing for an account that is gone, closed or without a confirmed address."""
    with viewing.as_account(UUID(account)):
        letter = letters.write(account_id=UUID(account), purpose=purpose)
    if letter is None:
        return
    link = site.rstrip("/") + reverse(PAGES[LetterPurpose(purpose)], args=[letter.token])
    words = texts.words(purpose, language=letter.language, link=link)
    post.send(subject=words.subject, body=words.body, address=letter.address)


@app.periodic(cron="17 3 * * *")
@app.task(name="people.sweep", pass_context=False)
def sweep(timestamp: int) -> None:
    """Every night: sessions, links and tries that are over."""
    now = clock.now()
    sessions.SessionStore.clear_expired()
    with viewing.for_purpose("sweep"):
        letters.forget(before=now)
        limits.forget(before=now - timedelta(days=1))
