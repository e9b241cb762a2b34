"""Tips for an obstacle, and the shelf where they help others without saying whose they are."""

import random

from django.db import transaction

from querbeet.audit import actions as audit
from querbeet.communities.models.member import Member
from querbeet.core import clock
from querbeet.mentorships import together_texts as texts
from querbeet.mentorships.actions import together
from querbeet.mentorships.models.mentorship import Mentorship, MentorshipQuerySet, Partner
from querbeet.mentorships.models.together import TEXT, Obstacle, ShelfTip, Tip
from querbeet.mentorships.rules import together as rules


@transaction.atomic
def give(*, obstacle: Obstacle, by: Member, text: str) -> Tip:
    """Add a tip. The others are told. Raises Quiet or NoWords."""
    told = together.check(obstacle.mentorship_id, by)
    rules.check_words(text, longest=TEXT)
    tip = Tip.objects.create(mentorship_id=obstacle.mentorship_id, obstacle=obstacle, author=by, text=text.strip())
    together.note("tip given", by=by, about=tip, told=told, kind=texts.TIP)
    return tip


@transaction.atomic
def offer(*, tip: Tip, by: Member, words: str) -> Tip:
    """Ask the others whether these words may go on the shelf; one's own yes is given with it.

    New words need everybody's yes anew. Raises Quiet or NoWords.
    """
    row, told = together.locked(tip, by)
    rules.check_words(words, longest=TEXT)
    if row.shelved:
        return row
    row.offered, row.agreed, row.ready = words.strip(), [by.pk], False
    together.keep(row, "offered", "agreed", "ready")
    together.note("tip offered", by=by, about=row, told=told, kind=texts.SHELF)
    return row


@transaction.atomic
def agree(*, tip: Tip, by: Member, words: str) -> Tip:
    """Say yes to exactly these words. When all have, they go on the shelf the next night.

    Raises Quiet or NotForEverybody.
    """
    row, _told = together.locked(tip, by)
    rules.check_agree(row.offered, words)
    if row.shelved or by.pk in row.agreed:
        return row
    row.agreed = [*row.agreed, by.pk]
    row.ready = _partners(row) <= set(row.agreed)
    together.keep(row, "agreed", "ready")
    together.note("tip agreed", by=by, about=row)
    return row


@transaction.atomic
def withdraw(*, tip: Tip, by: Member) -> Tip:
    """Say no, or take one's yes back, as long as it does not lie on the shelf. The words are dropped. Raises Quiet."""
    row, _told = together.locked(tip, by)
    if not row.shelved:
        row.offered, row.agreed, row.ready = "", [], False
        together.keep(row, "offered", "agreed", "ready")
        together.note("tip withdrawn", by=by, about=row)
    return row


@transaction.atomic
def shelve() -> int:
    """Every night: put on the shelf what all agreed to, in random order; how many. Runs for `clock.PURPOSE`.

    Nothing connects the two afterwards: the tip on the shelf knows no author, no mentorship and no hour, and the record
    says that something came, not from whom. Where few mentorships have begun it waits, since one could guess.
    """
    waiting = list(Tip.objects.select_for_update(of=("self",)).filter(ready=True).select_related("mentorship"))
    random.SystemRandom().shuffle(waiting)
    shelved = [tip for tip in waiting if _may_go(tip)]
    for tip in shelved:
        made = ShelfTip(community_id=tip.mentorship.community_id, text=str(tip.offered))
        ShelfTip.objects.bulk_create([made])  # a plain INSERT: the night's work may not read the shelf
        tip.offered, tip.agreed, tip.ready, tip.shelved = "", [], False, True
        tip.save(update_fields=["offered", "agreed", "ready", "shelved"])
        audit.record("tip shelved", by=None, community=made.community_id)
    return len(shelved)


def _may_go(tip: Tip) -> bool:
    begun = Mentorship.objects.filter(community=tip.mentorship.community_id).exclude(began_at=None).count()
    return rules.can_be_shelved(agreed=set(tip.agreed), partners=_partners(tip), mentorships=begun)


def _partners(tip: Tip) -> set:
    return set(Partner.objects.filter(mentorship=tip.mentorship_id).there().values_list("member", flat=True))


@transaction.atomic
def take_down(*, tip: ShelfTip, by: Member) -> None:
    """Take a tip off the shelf. For stewards; safe to repeat. Raises ForStewards."""
    rules.check_take_down(by)
    if ShelfTip.objects.visible_to(by).filter(pk=tip.pk).update(taken_down_on=clock.now().date()):
        audit.record("tip taken down", by=by, community=by.community_id, target=tip)


def forget(mentorships: MentorshipQuerySet, member: Member) -> None:
    """Drop what this member agreed to share in these and does not lie on the shelf yet, before they go."""
    agreed = Tip.objects.filter(mentorship__in=mentorships, agreed__contains=[member.pk])
    agreed.update(offered="", agreed=[], ready=False)
