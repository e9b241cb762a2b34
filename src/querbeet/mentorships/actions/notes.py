"""Notes: those that all in a mentorship share, and one's own."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from querbeet.audit import actions as audit
from querbeet.communities.models.member import Member
from querbeet.core import clock
from querbeet.mentorships.actions import places, together
from querbeet.mentorships.models.mentorship import Mentorship, Partner
from querbeet.mentorships.models.together import TEXT, Note, PrivateNote, Shredding
from querbeet.mentorships.rules import parts
from querbeet.mentorships.rules import together as rules


@transaction.atomic
def write(*, mentorship: Mentorship, by: Member, text: str) -> Note:
    """Add a note that all may read and change. Raises Quiet or NoWords."""
    together.check(mentorship.pk, by)
    rules.check_words(text, longest=TEXT)
    note = Note.objects.create(mentorship=mentorship, author=by, text=text.strip(), changed_at=clock.now())
    together.note("note written", by=by, about=note)
    return note


@transaction.atomic
def change(*, note: Note, by: Member, text: str, version: int) -> Note:
    """Change a shared note that one has read in this version. Raises Quiet, NoWords or Changed."""
    row, _told = together.locked(note, by)
    rules.check_words(text, longest=TEXT)
    rules.check_version(row.version, version)
    row.text, row.changed_at = text.strip(), clock.now()
    together.keep(row, "text", "changed_at")
    together.note("note changed", by=by, about=row)
    return row


@transaction.atomic
def keep(*, mentorship: Mentorship, member: Member, text: str, version: int) -> PrivateNote:
    """Keep one's own note, at any time, also after the end. An empty text is fine. Raises NoWords or Changed."""
    if text.strip():
        rules.check_words(text, longest=2 * TEXT)
    note = PrivateNote.objects.select_for_update().filter(mentorship=mentorship, member=member).first()
    if note is None:
        note = PrivateNote(mentorship=mentorship, member=member)
        rules.check_version(0, version)
    else:
        rules.check_version(note.version, version)
    note.text, note.version = text.strip(), note.version + 1
    note.save()
    audit.record("private note kept", by=member, community=member.community_id)
    return note


@transaction.atomic
def drop(*, mentorship: Mentorship, member: Member) -> None:
    """Shred one's own note, at any time. Safe to repeat."""
    if PrivateNote.objects.filter(mentorship=mentorship, member=member).delete()[0]:
        audit.record("private note dropped", by=member, community=member.community_id)


@transaction.atomic
def shred(*, mentorship: Mentorship, by: Member) -> None:
    """Be rid of the shared notes that are there, when it comes to its end: for oneself at once, for good when all are.

    Nobody is told, and the notes of whoever wants to keep them stay theirs. Safe to repeat. Raises `NotNow`.
    """
    parts.check_say_goodbye(mentorship.state)
    Shredding.objects.update_or_create(mentorship=mentorship, member=by, defaults={"at": clock.now()})
    _erase_what_all_shredded([mentorship.pk])
    audit.record("notes shredded", by=by, community=by.community_id, target=mentorship)


def forget(*, member: Member) -> None:
    """Erase a member's own notes; for the package that lets a member leave, in the same transaction.

    What all others had shredded goes for good.
    """
    PrivateNote.objects.filter(member=member).delete()
    Shredding.objects.filter(member=member).delete()
    with places.concluding():
        theirs = Partner.objects.filter(member=member).there().values_list("mentorship", flat=True)
        _erase_what_all_shredded(list(theirs), without=member)


def _erase_what_all_shredded(mentorships: Collection[UUID], without: Member | None = None) -> None:
    """The database compares whose notes are gone for whom; nobody reads it."""
    with places.concluding():
        for pk in mentorships:
            there = Partner.objects.filter(mentorship=pk).there().values_list("member", flat=True)
            here = {one for one in there if without is None or one != without.pk}
            done = dict(Shredding.objects.filter(mentorship=pk, member__in=here).values_list("member", "at"))
            if here and set(done) == here:
                Note.objects.filter(mentorship=pk, created_at__lte=min(done.values())).delete()
