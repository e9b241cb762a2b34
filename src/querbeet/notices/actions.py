"""Telling members what is new, marking it read, and what each wants by mail."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db import models, transaction

from querbeet.audit import actions as audit
from querbeet.communities.enums import Status
from querbeet.communities.models.member import Member
from querbeet.core import clock, jobs, viewing
from querbeet.notices import rules
from querbeet.notices.enums import How
from querbeet.notices.models import Channel, Notice
from querbeet.people.models import Account


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
        jobs.later("notices.deliver", once=f"notices.deliver:{pk}", member=str(pk))


def _reached(ids: set[UUID]) -> set[UUID]:
    """Those of these members whom the acting member sees; a job has no eyes and reaches all."""
    acting = viewing.current().member
    if not acting:
        return ids
    seen = Member.objects.filter(pk__in=ids).exclude(status=Status.SUSPENDED)
    return set(seen.values_list("pk", flat=True))


def seen(*, member: Member, about: models.Model) -> None:
    """The member has looked at this thing: its news is read."""
    Notice.objects.visible_to(member).unread().filter(about=about.pk).update(read_at=clock.now())


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
