"""Everything that leaves the house under the most telling names there are: no page around, file, calendar, mail or job
tells; and no update makes anybody more visible than they chose.
"""

import re
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from django.core import mail
from django.utils import translation

from querbeet.communities.enums import Audience
from querbeet.communities.models.community import Community
from querbeet.communities.models.member import Member
from querbeet.core import clock
from querbeet.notices import texts as notices
from querbeet.programmes.models.programme import Programme
from tests.architecture import house
from tests.worlds import garden, lexicon, queue, sinks, walking

pytestmark = pytest.mark.django_db
NAME = "Queerer Regenbogen"
STRICTEST = [Audience.ONLY_ME, Audience.MATCHING, Audience.MATCHES, Audience.CIRCLES, Audience.COMMUNITY]
AT_MOST = {"communities.Facet": "only_me", "skills.Listing": "only_me", "skills.Strength": "only_me"} | {
    "skills.Week": "matching"
}
"""What nobody has seen yet shows to nobody: the widest audience a new row of each model may start with."""


@pytest.fixture
def telling(ground) -> garden.Garden:
    """The garden under names that tell."""
    Community.objects.update(name=NAME, purpose=NAME)
    Programme.objects.update(name=f"Coming-out {NAME}", purpose=NAME)
    Member.objects.exclude(display_name="").update(display_name=f"Trans {NAME}")
    return ground


def tells(text: str) -> bool:
    return bool(lexicon.telling(text)) or NAME in text


def told_around(answer: walking.Answer) -> list[str]:
    """What tells in the address, the headers, the title, or a whole calendar."""
    texts = [(where, data.decode()) for where, data in sinks.around(answer) if where != "link"]
    if dict(answer.headers).get("Content-Type", "").startswith("text/calendar"):
        texts.append(("calendar", answer.body.decode()))
    found = [(where, text) for where, text in texts if where != "header Content-Security-Policy"]
    return [f"{answer.address.name} {where}: {text}" for where, text in found if tells(text)]


@pytest.mark.long
@pytest.mark.parametrize("who", ["a", "coordinator", pytest.param("steward", marks=pytest.mark.nightly)])
def test_nothing_around_a_page_or_in_a_calendar_tells(telling, who):
    walked = walking.walk(walking.browser(walking.viewers(telling)[who]), walking.everything(telling))
    assert [line for answer in walked for line in told_around(answer)] == []
    assert any(NAME.encode() in answer.body for answer in walked)  # the control: it was there to tell


def sent_and_queued() -> list[tuple[str, str]]:
    """Every mail with all its headers but whom it is for, and what every job is given."""
    found = [(where, data.decode()) for where, data in sinks.kept() if where.startswith("job")]
    for message in mail.outbox:
        parsed = message_from_bytes(message.message().as_bytes(), policy=policy.default)
        headers = [f"{name}: {value}" for name, value in parsed.items() if name != "To"]
        found.append(("mail", "\n".join([*headers, parsed.get_content()])))
    return found


def test_no_mail_and_no_job_tells_when_everything_that_waits_is_done(telling):
    waiting = sent_and_queued()
    queue.work_off()
    queue.tick(int(clock.now().timestamp()))
    found = waiting + sent_and_queued()
    assert [text for _, text in found if tells(text) or lexicon.BRAND.lower() in _without_tasks(text)] == []
    assert {where for where, _ in found} >= {"job notices.deliver"}


def _without_tasks(text: str) -> str:
    return re.sub(r"querbeet\.[\w.]+", "", text).lower()


def test_every_mail_of_a_kind_is_the_same_for_everybody(telling):
    queue.work_off()
    queue.tick(int(clock.now().timestamp()))
    written = {(one.subject, re.sub(r"https?://\S+", "*", one.body)) for one in mail.outbox}
    assert len(written) <= 4  # two kinds that the garden can cause, in two languages
    assert all(len(one.to) == 1 and not one.cc and not one.bcc and not one.reply_to for one in mail.outbox)


@pytest.mark.parametrize("language", ["de", "de-colon", "de-neutral", "en"])
def test_the_mail_about_news_is_neutral(language):
    words = notices.words(language=language, link="https://garden.example")
    with translation.override(language):
        assert not tells(f"{words.subject}\n{words.body}")


def test_a_mail_that_tells_is_found(telling):
    """The control."""
    mail.EmailMessage(f"News from {NAME}", "Hello", "post@example.org", ["x@example.org"]).send()
    assert any(tells(text) for _, text in sent_and_queued())


# -- an update never loosens


def audiences() -> dict[str, str]:
    """The audience that a new row of each model starts with."""
    found = {}
    for model in garden.own_models():
        for field in model._meta.concrete_fields:
            if field.name == "audience":
                found[model._meta.label] = str(field.get_default())
    return found


def test_what_is_new_starts_no_wider_than_it_ever_did():
    wider = {
        label: audience
        for label, audience in audiences().items()
        if STRICTEST.index(audience) > STRICTEST.index(AT_MOST.get(label, Audience.ONLY_ME))
    }
    assert wider == {}
    assert set(AT_MOST) <= set(audiences())


SETTINGS = r"audience|\bkinds\b|rhythm|shown\b|resting|flash"
WRITES = re.compile(rf"UPDATE\s[^;]*\bSET\b[^;]*\b(?:{SETTINGS})\s*=|\.update\([^)]*\b(?:{SETTINGS})=", re.IGNORECASE)


def migrations() -> list[Path]:
    return sorted((house.ROOT / "src" / "querbeet").glob("*/migrations/0*.py"))


def test_no_migration_writes_what_somebody_chose():
    """Who sees what, and which mail comes, changes by the member's own hand alone."""
    assert [path.name for path in migrations() if WRITES.search(path.read_text())] == []
    assert len(migrations()) > 20


def test_a_migration_that_does_is_found():
    """The control."""
    assert WRITES.search("UPDATE communities_facet SET audience = 'community'")
    assert WRITES.search("Facet.objects.update(audience='community')")
