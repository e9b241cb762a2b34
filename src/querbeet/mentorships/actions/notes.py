"""Notes: those that all in a mentorship share, and one's own."""

from django.db import transaction

from querbeet.audit import actions as audit
from querbeet.communities.models.member import Member
from querbeet.core import clock
from querbeet.mentorships.actions import together
from querbeet.mentorships.models.mentorship import Mentorship
from querbeet.mentorships.models.together import TEXT, Note, PrivateNote
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


def forget(*, member: Member) -> None:
    """Erase a member's own notes; for the package that lets a member leave, in the same transaction."""
    PrivateNote.objects.filter(member=member).delete()
