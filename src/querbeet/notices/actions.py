"""Telling members what is new, marking it read, and what each wants by mail."""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from smtplib import SMTPException
from uuid import UUID

from django.conf import settings
from django.db import models, transaction

from querbeet.audit import actions as audit
from querbeet.communities.enums import Status
from querbeet.communities.models.member import Member
from querbeet.core import clock, jobs, sealing, viewing
from querbeet.notices import queries, rules
from querbeet.notices.enums import How
from querbeet.notices.models import Channel, Notice
from querbeet.people.models import Account

log = logging.getLogger(__name__)


def tell(*, member: Member, kind: str, about: models.Model, again: bool = False, occasion: str = "") -> None:
    """Tell one member that there is news of this kind about this thing; see `tell_each`."""
    tell_each(members=[member], kind=kind, about=about, again=again, occasion=occasion)


@transaction.atomic
def tell_each(
    *, members: Iterable[Member], kind: str, about: models.Model, again: bool = False, occasion: str = ""
) -> None:
    """Tell members that there is news of this kind about this thing: a line in the inbox, mail for those who want it.

    Safe to repeat: the same news about the same thing is told once. With `again` (somebody wrote once more) what was
    read becomes new again. Whom the acting member does not see is not told: after a block nothing arrives, then or
    later. Never fails for a member who is gone. Call it last in the action, in its transaction. Raises UnknownKind.
    """
    rules.known(kind)
    reached = _reached({member.pk for member in members})
    now = clock.now()
    with viewing.purpose("tell"):
        there = Notice.objects.filter(member__in=reached, kind=kind, about=about.pk, occasion=occasion)
        if again:
            there.exclude(read_at=None).update(read_at=None, mailed_at=None, told_at=now)
            there.update(told_at=now)
        Notice.objects.bulk_create(
            [Notice(member_id=pk, kind=kind, about=about.pk, occasion=occasion, told_at=now) for pk in sorted(reached)],
            ignore_conflicts=True,
        )
        wanting = list(Channel.objects.filter(member__in=reached).values_list("member", flat=True))
    for pk in wanting:
        queue(pk)


def _reached(ids: set[UUID]) -> set[UUID]:
    """Those of these members whom the acting member sees; a job has no eyes and reaches all."""
    acting = viewing.current().member
    if not acting:
        return ids
    seen = Member.objects.filter(pk__in=ids).exclude(status=Status.SUSPENDED)
    return set(seen.values_list("pk", flat=True))


def seen(*, member: Member, about: models.Model | Iterable[models.Model]) -> None:
    """The member has looked at this thing, or these: their news is read."""
    things = [about] if isinstance(about, models.Model) else about
    mine = Notice.objects.visible_to(member).unread()
    mine.filter(about__in=[thing.pk for thing in things]).update(read_at=clock.now())


def read(*, notice: Notice) -> None:
    """One piece of news is read."""
    Notice.objects.filter(pk=notice.pk).unread().update(read_at=clock.now())


def read_all(*, member: Member) -> None:
    """Everything in the inbox is read."""
    Notice.objects.visible_to(member).unread().update(read_at=clock.now())


@transaction.atomic
def prefer(
    *,
    member: Member,
    account: Account,
    site: str,
    kinds: Mapping[str, str],
    rhythm: str,
    quiet: tuple[int, int] | None = None,
) -> None:
    """Keep how each kind of news reaches the member; `quiet` are hours of their day, from and until, without mail.

    Who wants no mail leaves no trace of having an account. What waits is looked at anew.
    """
    wanted = {name: how for name, how in kinds.items() if how in (How.DIGEST, How.ONCE) and rules.find(name)}
    if not wanted:
        Channel.objects.filter(member=member).delete()
    else:
        now = clock.now()
        start, end = quiet or (None, None)
        values = {"account": account, "site": site, "kinds": wanted, "rhythm": rhythm, "look_at": now}
        values |= {"quiet_from": start, "quiet_until": end}
        Channel.objects.update_or_create(member=member, defaults=values, create_defaults=values | {"digested_at": now})
        queue(member.pk)
    audit.record("notices.preferred", by=member, community=member.community_id)


def forget(*, member: Member) -> None:
    """Erase what a member was told and how; for the package that lets a member leave, in the same transaction."""
    Notice.objects.filter(member=member).delete()
    Channel.objects.filter(member=member).delete()


def sweep() -> int:
    """Delete news that was read a month ago or waited for half a year; how many. Runs for the purpose 'sweep'."""
    now = clock.now()
    old = models.Q(read_at__lt=now - rules.KEEP_READ) | models.Q(told_at__lt=now - rules.KEEP_UNREAD)
    return Notice.objects.filter(old).delete()[0]


@dataclass(frozen=True)
class Envelope:
    """What is needed to send one mail: it says that there is something new, and nothing else."""

    address: str
    language: str
    site: str
    key: str  # the same whenever it is about the same news


def deliver(*, member_id: UUID, send: Callable[[Envelope], None]) -> bool:
    """Send a member one mail about all that is due now, if they may still see it and still want to hear of it.

    Everything is asked anew at this moment: are they active, is the address confirmed, is it unread and still there in
    their eyes. Sent first and marked afterwards, in one transaction that holds the channel: killed in between, it is
    sent again in the same words with the same Message-ID; two workers never send at once. When the mail server refuses,
    it is tried again later. Returns whether something was sent.
    """
    now = clock.now()
    with viewing.for_purpose("deliver"):
        channel = Channel.objects.select_for_update().filter(member=member_id).first()
        if channel is None:
            return False
        with viewing.looking(viewing.Context(account=str(channel.account_id), member=str(member_id))):
            account, member = queries.recipient(channel)
            if account is None or member is None:
                channel.look_at = None
                channel.save(update_fields=["look_at"])
                return False
            with viewing.looking(viewing.of(member, account=account.pk)):
                return _deliver(channel, account, member, send, now)


def _deliver(
    channel: Channel, account: Account, member: Member, send: Callable[[Envelope], None], now: datetime
) -> bool:
    waiting = [one.notice for one in queries.unread(member, since=now - rules.FRESH) if one.notice.mailed_at is None]
    plan = rules.plan(channel, waiting, zone=queries.zone(member), now=now)
    channel.look_at = plan.look_at
    sent = bool(plan.send) and _sent(channel, account, plan.send, send, now)
    if sent:
        Notice.objects.filter(pk__in=plan.send).update(mailed_at=now)
        channel.sent_at, channel.failures = now, 0
        if any(channel.kinds[one.kind] == How.DIGEST for one in waiting if one.pk in plan.send):
            channel.digested_at = now
    channel.save(update_fields=["look_at", "sent_at", "failures", "digested_at"])
    return sent


def _sent(
    channel: Channel, account: Account, about: frozenset[UUID], send: Callable[[Envelope], None], now: datetime
) -> bool:
    key = sealing.digest("notices", *sorted(map(str, about)), key=settings.SECRET_KEY)[:32]
    try:
        send(Envelope(account.email, account.language or "de", channel.site, key))
    except (SMTPException, OSError) as problem:
        channel.failures += 1
        channel.look_at = rules.retry_at(now, channel.failures)
        log.warning("A mail waits, try %s: %s", channel.failures, type(problem).__name__)
        return False
    return True


def go_round() -> int:
    """Queue a delivery for every member whose moment has come; how many. Runs for the purpose 'deliver'."""
    due = list(Channel.objects.filter(look_at__lte=clock.now()).values_list("member", flat=True))
    for pk in due:
        queue(pk)
    return len(due)


def queue(member_id: UUID) -> None:
    """Queue a delivery to one member; while one waits, no second is queued."""
    jobs.later("notices.deliver", once=f"notices.deliver:{member_id}", member=str(member_id))
