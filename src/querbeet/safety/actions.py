"""Verbs of asking for help. Nothing here changes anything for the person whom it is about."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from querbeet.audit import actions as audit
from querbeet.communities.models.member import Member
from querbeet.core import clock, viewing
from querbeet.core.models import Record
from querbeet.notices import actions as notices
from querbeet.safety import queries, rules, texts
from querbeet.safety.enums import Event, State, Wish
from querbeet.safety.models import Line, Report, Word


@transaction.atomic
def report(
    *,
    by: Member,
    words: str,
    wish: Wish = Wish.ANSWER,
    about: Member | None = None,
    thing: Record | None = None,
    named: bool = True,
    left_out: Collection[UUID] = (),
) -> Report:
    """Ask the stewards for help. Raises `NobodyToRead`, `TooManyOpen`; then nothing was sent."""
    Member.objects.select_for_update().get(pk=by.pk)  # two presses at once are counted one after the other
    mine = Report.objects.filter(reporter=by).open()
    twin = next((one for one in mine if one.words == words and one.about_id == (about.pk if about else None)), None)
    if twin is not None:
        return twin
    rules.check_open(len(mine))
    readers = queries.readers(by, about, left_out)
    rules.check_readers(len(readers))
    now = clock.now()
    made = Report.objects.create(
        community=by.community,
        reporter=by,
        about=about,
        thing_label=thing._meta.label if thing is not None else "",
        thing_id=thing.pk if thing is not None else None,
        words=words,
        wish=wish,
        named=named,
        readers=[one.pk for one in readers],
        left_out=list(left_out),
        since=now,
        reminded_at=now,
    )
    audit.record("ask for help", by=by if named else None, community=by.community_id, target=made)
    notices.tell_each(members=readers, kind=texts.ASKED, about=made)
    return made


@transaction.atomic
def take(*, report: Report, by: Member) -> None:
    """A reader takes care of it, so that others know. Raises `NoWay` once it is closed."""
    locked = _move(report, Event.TAKE, by=by)
    locked.taken_by = by
    locked.save(update_fields=["taken_by"])


@transaction.atomic
def answer(*, report: Report, by: Member, text: str) -> None:
    """A reader answers. Raises `NoWay` once it is closed."""
    locked = _move(report, Event.ANSWER, by=by)
    Word.objects.create(report=locked, author=by, text=text)
    notices.tell(member=locked.reporter, kind=texts.ANSWERED, about=locked, again=True)


@transaction.atomic
def add(*, report: Report, text: str) -> None:
    """Whoever asked adds something. Raises `NoWay` once it is closed."""
    locked = _move(report, Event.ADD, by=report.reporter)
    Word.objects.create(report=locked, author=locked.reporter, text=text)
    readers = queries.readers(locked.reporter, locked.about, locked.left_out)
    chosen = [one for one in readers if one.pk in locked.readers]
    notices.tell_each(members=chosen, kind=texts.ASKED, about=locked, again=True)


@transaction.atomic
def close(*, report: Report, by: Member) -> None:
    """Whoever asked, or a reader, closes it. Raises `NoWay` where it is closed."""
    _move(report, Event.CLOSE, by=by)


@transaction.atomic
def keep_line(*, community, name: str, reach: str, note: str, by: Member) -> Line:
    """A coordinator adds a place that helps."""
    line, _new = Line.objects.get_or_create(community=community, name=name, reach=reach, defaults={"note": note})
    audit.record("add help line", by=by, community=community.pk, target=line)
    return line


@transaction.atomic
def drop_line(*, line: Line, by: Member) -> None:
    """A coordinator takes a place out."""
    audit.record("drop help line", by=by, community=by.community_id, target=line)
    line.delete()


def watch() -> int:
    """Remind readers, choose others where none is left, close and delete what is old; how many were moved.

    Looks for the purpose 'care', and acts on each call as whoever asked.
    """
    now, moved = clock.now(), 0
    with viewing.for_purpose("care"):
        rows = list(Report.objects.values_list("pk", "reporter_id", "community_id", "state", "since", "reminded_at"))
    for pk, reporter, community, state, since, reminded in rows:
        due = now - reminded >= rules.REMIND if state in (State.RECEIVED, State.TAKEN) else now - since >= rules.QUIET
        if due:
            with viewing.looking(viewing.Context(member=str(reporter), community=str(community), purpose="care")):
                moved += _care(pk, now)
    return moved


def _care(pk: UUID, now: datetime) -> int:
    found = Report.objects.select_for_update(of=("self",)).select_related("reporter", "about").filter(pk=pk).first()
    if found is None:
        return 0
    if found.state == State.CLOSED:
        return found.delete()[0] if rules.forgotten(found.since, now) else 0
    if found.state == State.ANSWERED:
        _move(found, Event.CLOSE, by=None)
        return 1
    possible = queries.readers(found.reporter, found.about, found.left_out)
    chosen = [one for one in possible if one.pk in found.readers] or possible
    found.readers, found.reminded_at = [one.pk for one in chosen], now
    found.save(update_fields=["readers", "reminded_at"])
    notices.tell_each(members=chosen, kind=texts.ASKED, about=found, again=True)
    return 1


def _move(report: Report, event: Event, *, by: Member | None) -> Report:
    locked = Report.objects.select_for_update(of=("self",)).select_related("reporter", "about").get(pk=report.pk)
    locked.state = rules.REPORT.after(locked.state, event)
    locked.since = locked.reminded_at = clock.now()
    locked.save(update_fields=["state", "since", "reminded_at"])
    actor = by if locked.named or by is None or by.pk != locked.reporter_id else None
    audit.record(f"call for help: {event}", by=actor, community=locked.community_id, target=locked)
    return locked
