"""Everything that goes out by mail about news, read behind a real mail server: envelope, headers, text."""

import pytest

from querbeet.communities.models.community import Community
from querbeet.communities.models.member import Member
from querbeet.communities.tests import factories as make
from querbeet.conversations import actions as conversations
from querbeet.core import clock, viewing
from querbeet.notices import actions as notices
from querbeet.notices import rules, tasks
from querbeet.notices.enums import How, Rhythm
from querbeet.notices.tests.post_office import PostOffice
from tests.worlds import lexicon

pytestmark = pytest.mark.django_db
NAME = "Queerer Regenbogen"


@pytest.fixture
def office(settings):
    with PostOffice() as opened:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", opened.port, False
        settings.DEFAULT_FROM_EMAIL = "post@garden.example"
        yield opened


def wants_everything(here: Community, language: str) -> Member:
    account = make.account(language=language, email_confirmed_at=clock.now())
    account.email = "somebody@mail.example"
    account.save()
    member = make.member(f"Trans {NAME}", community=here, account=account)
    with viewing.looking(viewing.of(member, account=account.pk)):
        notices.prefer(
            member=member,
            account=account,
            site="https://garden.example",
            kinds={kind.name: How.ONCE for kind in rules.everything()},
            rhythm=Rhythm.DAILY,
        )
    return member


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_mail_about_a_message_bears_nothing_of_it_of_anybody_or_of_us(office, language):
    here = make.community(NAME)
    writer, reader = make.member(NAME, community=here), wants_everything(here, language)
    with viewing.as_member(writer):
        thread = conversations.open_thread(members=[writer, reader])
        conversations.write(thread=thread, by=writer, text="Coming-out am CSD")
    assert tasks.deliver(str(reader.pk))
    raw, (sender, receivers, _message) = office.raw[0], office.arrived[0]
    assert (sender, receivers) == ("post@garden.example", ["somebody@mail.example"])
    assert lexicon.telling(raw) == []
    assert [word for word in (lexicon.BRAND, NAME, "CSD", str(thread.pk), reader.key, writer.key) if word in raw] == []


def test_a_planted_word_is_found(office, monkeypatch):
    """The control."""
    monkeypatch.setattr("querbeet.notices.texts._", lambda text: f"{text} {NAME}")
    reader, writer = wants_everything(make.community(), "en"), None
    writer = make.member(community=reader.community)
    with viewing.as_member(writer):
        thread = conversations.open_thread(members=[writer, reader])
        conversations.write(thread=thread, by=writer, text="Hello")
    tasks.deliver(str(reader.pk))
    assert lexicon.telling(office.arrived[0][2].get_content()) != []
