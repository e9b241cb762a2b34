"""Mail about news, over a real mail server: the same words for everybody, at the right time, never without asking."""

import logging
import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from querbeet.communities.enums import Audience, Kind, Status
from querbeet.communities.models.member import Member
from querbeet.communities.tests import factories as communities
from querbeet.core import clock, viewing
from querbeet.notices import actions, rules, tasks
from querbeet.notices.enums import How, Rhythm
from querbeet.notices.models import Channel, Notice
from querbeet.notices.rules import Kind as NewsKind
from querbeet.notices.rules import Line
from querbeet.notices.tests.post_office import PostOffice

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)  # a Tuesday, one o'clock in Berlin
NAMES = ("test.one", "test.other")


@pytest.fixture(autouse=True)
def kinds():
    """Two kinds of news about a member."""
    for name in NAMES:
        rules.declare(NewsKind(name, name, rows=Member.objects.visible_to, say=lambda *_: Line("Regenbogen", "/")))
    yield
    for name in NAMES:
        rules.forget(name)


@pytest.fixture(autouse=True)
def moment():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def office(settings):
    with PostOffice() as opened:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", opened.port, False
        settings.DEFAULT_FROM_EMAIL = "post@garden.example"
        yield opened


def reader(name="Dara", *, language="en", here=None, **kinds):
    """A member with a confirmed address who wants mail: `one="once"`, `other="digest"`."""
    account = communities.account(language=language, email_confirmed_at=clock.now())
    account.email = f"{name.lower()}@mail.example"
    account.save()
    member = communities.member(name, account=account, community=here or communities.community("Regenbogen"))
    prefer(member, **(kinds or {"one": How.ONCE}))
    return member


def prefer(member, *, rhythm=Rhythm.DAILY, quiet=None, **kinds):
    account = member.persona.account
    with viewing.looking(viewing.of(member, account=account.pk)):
        actions.prefer(
            member=member,
            account=account,
            site="https://garden.example",
            kinds={f"test.{name}": how for name, how in kinds.items()},
            rhythm=rhythm,
            quiet=quiet,
        )


def tell(member, name="one"):
    about = communities.member("Trans Ash", community=member.community)
    with viewing.as_member(about):
        actions.tell(member=member, kind=f"test.{name}", about=about)
    return about


def deliver(member):
    return tasks.deliver(str(member.pk))


def jobs():
    return ProcrastinateJob.objects.filter(task_name="notices.deliver", status="todo").count()


def test_one_mail_to_one_address_that_says_only_that_there_is_something(office):
    dara = reader()
    tell(dara)
    tell(dara)
    assert deliver(dara)
    (sender, receivers, message) = office.arrived[0]
    assert (sender, receivers) == ("post@garden.example", ["dara@mail.example"])
    assert (message["From"], message["To"], message["Subject"]) == (sender, receivers[0], "Something new for you")
    assert message["Auto-Submitted"] == "auto-generated"
    assert re.fullmatch(r"<[0-9a-f]{32}@garden\.example>", message["Message-ID"])
    assert message["Cc"] is message["Bcc"] is message["Reply-To"] is None
    assert "https://garden.example/sign-in" in message.get_content().splitlines()
    assert not deliver(dara)  # told once
    assert len(office.arrived) == 1


def masked(raw, address):
    """A mail without what differs from one to the next: to whom, its number and its date."""
    return re.sub(r"(?m)^(Message-ID|Date): .*$", r"\1", raw).replace(address, "*")


@pytest.mark.parametrize(("language", "opening"), [("en", "Hello, there is"), ("de", "Hallo, es gibt")])
def test_every_mail_of_a_language_is_the_same_whatever_it_is_about_and_whoever_gets_it(office, language, opening):
    here = communities.community("Queere Gruppe")
    for name, kinds in (("a", {"one": How.ONCE}), ("b", {"other": How.ONCE}), ("c", {"other": How.DIGEST})):
        member = reader(name, language=language, here=here, **kinds)
        tell(member, *kinds)
        if "digest" in kinds.values():
            Notice.objects.filter(member=member).update(told_at=NOON - timedelta(days=2))
            Channel.objects.filter(member=member).update(digested_at=NOON - timedelta(days=3))
        assert deliver(member)
    texts = {masked(raw, message["To"]) for raw, (_from, _to, message) in zip(office.raw, office.arrived, strict=True)}
    assert (len(office.raw), len(texts)) == (3, 1)
    assert opening in office.arrived[0][2].get_content()


def test_nobody_gets_mail_who_did_not_ask_for_it(office):
    dara = reader()
    Channel.objects.all().delete()
    tell(dara)
    assert (jobs(), deliver(dara)) == (1, False)  # the one job is of choosing, before
    assert office.arrived == []


def test_telling_queues_one_job_for_who_wants_mail_and_none_for_others():
    dara, mika = reader(), communities.member("Mika")
    ProcrastinateJob.objects.all().delete()
    for member in (dara, dara, mika):
        tell(member)
    assert jobs() == 1


def test_a_kind_that_comes_later_sends_no_mail_by_itself(office):
    dara = reader(one=How.ONCE)
    tell(dara, "other")
    assert not deliver(dara)


def left(member, about):
    Member.objects.filter(pk=member.pk).update(status=Status.LEFT)


def suspended(member, about):
    Member.objects.filter(pk=member.pk).update(status=Status.SUSPENDED)


def paused(member, about):
    Member.objects.filter(pk=member.pk).update(status=Status.PAUSED)


def blocked(member, about):
    communities.block(member, about)


def blocking(member, about):
    communities.block(about, member)


def gone(member, about):
    about.delete()


def read(member, about):
    with viewing.as_member(member):
        actions.read_all(member=member)


def unconfirmed(member, about):
    account = member.persona.account
    account.email_confirmed_at = None
    account.save()


def closed(member, about):
    account = member.persona.account
    account.is_active = False
    account.save()


def not_wanted(member, about):
    prefer(member, one=How.SITE)


MEANWHILE = (left, suspended, paused, blocked, blocking, gone, read, unconfirmed, closed, not_wanted)


@pytest.mark.parametrize("happens", MEANWHILE)
def test_what_happens_while_a_mail_waits_is_asked_at_the_moment_of_sending(office, happens):
    dara = reader()
    about = tell(dara)
    happens(dara, about)
    assert not deliver(dara)
    assert office.arrived == []


def test_without_an_address_nothing_is_sent(office):
    dara = reader()
    tell(dara)
    account = dara.persona.account
    account.email = ""
    account.save()
    assert not deliver(dara)


def test_gathered_news_comes_in_the_evening_of_the_reader_s_day(office, moment):
    dara = reader(one=How.DIGEST)
    tell(dara)
    assert not deliver(dara)
    assert Channel.objects.get().look_at == datetime(2026, 3, 3, 17, tzinfo=UTC)  # six in Berlin
    moment.move_to(datetime(2026, 3, 3, 17, tzinfo=UTC))
    assert tasks.go_round(0) == 1
    assert deliver(dara)
    moment.shift(timedelta(hours=2))
    tell(dara)
    assert not deliver(dara)
    assert Channel.objects.get().look_at == datetime(2026, 3, 4, 17, tzinfo=UTC)


def test_weekly_news_comes_on_monday_in_the_time_zone_of_its_reader(office, moment):
    dara = reader(one=How.DIGEST)
    prefer(dara, one=How.DIGEST, rhythm=Rhythm.WEEKLY)
    communities.facet(dara, Kind.TIME_ZONE, "America/New_York", Audience.ONLY_ME)
    tell(dara)
    deliver(dara)
    assert Channel.objects.get().look_at == datetime(2026, 3, 9, 22, tzinfo=UTC)  # summer time has begun there


def test_quiet_hours_hold_mail_back_until_they_end(office, moment):
    dara = reader()
    prefer(dara, one=How.ONCE, quiet=(12, 15))
    tell(dara)
    assert not deliver(dara)
    assert Channel.objects.get().look_at == datetime(2026, 3, 3, 14, tzinfo=UTC)
    assert tasks.go_round(0) == 0
    moment.move_to(datetime(2026, 3, 3, 14, tzinfo=UTC))
    assert (tasks.go_round(0), deliver(dara)) == (1, True)


def test_what_happens_soon_after_a_mail_waits_a_little(office, moment):
    dara = reader()
    tell(dara)
    assert deliver(dara)
    tell(dara)
    assert not deliver(dara)
    moment.shift(rules.GAP)
    assert deliver(dara)


def test_a_server_that_refuses_for_a_while_is_asked_again(office, moment, caplog):
    dara = reader()
    tell(dara)
    office.refuses = "451 come back later"
    with caplog.at_level(logging.WARNING):
        for failures, minutes in ((1, 5), (2, 10), (3, 20)):
            assert not deliver(dara)
            channel = Channel.objects.get()
            assert (channel.failures, channel.look_at) == (failures, clock.now() + timedelta(minutes=minutes))
            moment.shift(timedelta(minutes=minutes))
    assert "dara@mail.example" not in caplog.text
    office.refuses = ""
    assert tasks.go_round(0) == 1
    assert deliver(dara)
    assert Channel.objects.get().failures == 0


def test_a_server_that_is_not_there_is_asked_again(office, settings):
    dara = reader()
    tell(dara)
    settings.EMAIL_PORT = 1
    assert not deliver(dara)
    assert Channel.objects.get().failures == 1


def test_killed_between_sending_and_marking_it_is_sent_again_under_the_same_number(office):
    dara = reader()
    tell(dara)

    def sent_and_killed(envelope):
        tasks._send(envelope)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        actions.deliver(member_id=dara.pk, send=sent_and_killed)
    assert deliver(dara)
    assert not deliver(dara)
    numbers = [message["Message-ID"] for _from, _to, message in office.arrived]
    assert (len(numbers), len(set(numbers))) == (2, 1)


def test_who_wants_no_mail_leaves_no_link_between_member_and_account():
    dara = reader()
    assert Channel.objects.count() == 1
    prefer(dara, one=How.SITE)
    assert Channel.objects.count() == 0


def test_a_channel_can_only_be_made_for_one_s_own_account():
    dara, other = reader(), communities.account()
    Channel.objects.all().delete()
    with pytest.raises(Exception, match="row-level security"), viewing.as_member(dara):
        Channel.objects.create(member=dara, account=other, site="", digested_at=clock.now())


def test_others_see_neither_channel_nor_news():
    dara = reader()
    about = tell(dara)
    with viewing.as_member(about):
        assert (Channel.objects.count(), Notice.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("values", "kept"),
    [
        ({"read_at": timedelta(days=31)}, 0),
        ({"read_at": timedelta(days=29)}, 1),
        ({"told_at": timedelta(days=181)}, 0),
        ({"told_at": timedelta(days=179)}, 1),
    ],
)
def test_news_is_forgotten_a_month_after_reading_and_after_half_a_year(moment, values, kept):
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")  # the policy looks at the clock of the database, which does not travel
        moment.move_to(cursor.fetchone()[0])
    dara = reader()
    tell(dara)
    Notice.objects.update(**{field: clock.now() - age for field, age in values.items()})
    assert (tasks.sweep(0), Notice.objects.count()) == (1 - kept, kept)


def test_leaving_erases_news_and_channel():
    dara = reader()
    tell(dara)
    with viewing.looking(viewing.of(dara, account=dara.persona.account_id)):
        actions.forget(member=dara)
    assert (Channel.objects.count(), Notice.objects.count()) == (0, 0)
