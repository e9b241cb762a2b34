"""The one place where a mentorship changes its state: by the table, with the dates of the step; ties, places and the
conversation follow in the same transaction.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from querbeet.audit import actions as audit
from querbeet.communities.enums import TieKind
from querbeet.communities.models.bounds import Tie
from querbeet.communities.models.member import Member
from querbeet.conversations import actions as conversations
from querbeet.conversations.models import Thread
from querbeet.core import viewing
from querbeet.mentorships.actions import places
from querbeet.mentorships.enums import Event, State
from querbeet.mentorships.models.mentorship import HELD, OVER, TALKING, Mentorship, MentorshipQuerySet, Partner
from querbeet.mentorships.rules import lifecycle


def locked(mentorship: UUID) -> Mentorship:
    """The mentorship as it is now, locked until the end of the transaction."""
    return Mentorship.objects.select_for_update(of=("self",)).get(pk=mentorship)


def move(mentorship: Mentorship, event: Event, *, by: Member | None, now: datetime) -> Mentorship:
    """Take a locked mentorship one step on. Raises `NoLongerOpen` or `NoWay`. Needs the purpose of concluding."""
    following = lifecycle.after(mentorship.state, event)
    held = mentorship.state in HELD
    dates = lifecycle.dates(mentorship, following, now)
    mentorship.state = following
    for name, value in dates.items():
        setattr(mentorship, name, value)
    mentorship.save(update_fields=["state", *dates])
    partners = list(mentorship.partners.there().order_by("side", "pk"))
    if following in HELD:
        _tie(mentorship, partners)
    elif following in OVER and held:
        _untie(mentorship, partners, by, now)
    _let_talk(mentorship, partners)
    audit.record(f"mentorship {event}", by=by, community=mentorship.community_id, target=mentorship)
    return mentorship


def withdraw(lines: MentorshipQuerySet, *, now: datetime) -> int:
    """Take many out of line at once; how many. Nobody in them was asked, so nothing follows."""
    over = lifecycle.after(State.PROPOSED, Event.WITHDRAW)
    return lines.filter(state=State.PROPOSED).update(state=over, **lifecycle.dates(Mentorship(), over, now))


def leave(mentorship: Mentorship, partner: Partner, *, by: Member | None, now: datetime) -> None:
    """Take one out of a locked mentorship that goes on without them. Needs the purpose of concluding."""
    partner.left_at = now
    partner.save(update_fields=["left_at"])
    theirs = Tie.objects.filter(source=mentorship.pk, ended_at=None)
    theirs.filter(Q(member=partner.member_id) | Q(other=partner.member_id)).update(ended_at=now)
    if mentorship.state in HELD:
        places.give_back(mentorship, [partner], by=by)
    thread = _thread(mentorship)
    if thread is not None:
        conversations.part(thread=thread, member=places.stub(partner))
    audit.record("mentorship leave", by=by, community=mentorship.community_id, target=mentorship)


def _tie(mentorship: Mentorship, partners: Collection[Partner]) -> None:
    """Those who take part are each other's matches from the first talk on."""
    here = [one.member_id for one in partners]
    Tie.objects.bulk_create(
        (
            Tie(member_id=one, other_id=other, kind=TieKind.MATCH, source=mentorship.pk)
            for index, one in enumerate(here)
            for other in here[index + 1 :]
        ),
        ignore_conflicts=True,
    )


def _untie(mentorship: Mentorship, partners: Collection[Partner], by: Member | None, now: datetime) -> None:
    Tie.objects.filter(source=mentorship.pk, ended_at=None).update(ended_at=now)
    places.give_back(mentorship, partners, by=by)


def _let_talk(mentorship: Mentorship, partners: Collection[Partner]) -> None:
    """Open the conversation of those in it, or close it: a break is quiet, and so is the end."""
    if mentorship.state in TALKING:
        opened = conversations.open_thread(members=[places.stub(one) for one in partners], about=mentorship)
        conversations.reopen(thread=opened)
    elif (thread := _thread(mentorship)) is not None:
        conversations.close(thread=thread)


def _thread(mentorship: Mentorship) -> Thread | None:
    with viewing.purpose("converse"):
        return Thread.objects.filter(about=mentorship.pk, about_label=mentorship._meta.label).first()
