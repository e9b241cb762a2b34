"""What one keeps of a mentorship, and the thanks that one got."""

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from querbeet.communities import queries as communities
from querbeet.communities.models.member import Member
from querbeet.communities.queries import Card
from querbeet.core import vault
from querbeet.mentorships.models.farewell import Farewell, Thanks
from querbeet.mentorships.models.mentorship import Mentorship
from querbeet.mentorships.models.together import Note, PrivateNote


@dataclass(frozen=True)
class Thanked:
    """Thanks, and whose they are."""

    by: Card
    text: str


@dataclass(frozen=True)
class Kept:
    """One's own part of a goodbye; the first two as their forms begin with them."""

    farewell: dict[str, str]
    thanks: dict[str, str]
    done: bool
    received: list[Thanked]


def own(mentorship: Mentorship, member: Member) -> Kept:
    """What a member keeps of it, said in it, and got."""
    mine = Farewell.objects.visible_to(member).filter(mentorship=mentorship).first()
    said = Thanks.objects.visible_to(member).filter(mentorship=mentorship, by=member).first()
    return Kept(
        farewell={"text": mine.text if mine else ""},
        thanks={"text": said.text if said else ""},
        done=bool(mine and mine.done_at),
        received=thanks(mentorship, member),
    )


def thanks(mentorship: Mentorship, member: Member) -> list[Thanked]:
    """The thanks that a member got."""
    rows = list(Thanks.objects.visible_to(member).filter(mentorship=mentorship).exclude(by=member))
    vault.gather(rows)
    cards = communities.cards(member, [one.by_id for one in rows]) if rows else communities.Cards()
    return [Thanked(cards[one.by_id], one.text) for one in rows]


def as_text(mentorship: Mentorship, member: Member) -> str:
    """What a member wrote down for themself and the notes that all share, as text. It names nobody, nor the reader:
    whoever finds the file learns no more than was written.
    """
    own_note = PrivateNote.objects.visible_to(member).filter(mentorship=mentorship).first()
    kept = Farewell.objects.visible_to(member).filter(mentorship=mentorship).first()
    shared = list(Note.objects.visible_to(member).filter(mentorship=mentorship).order_by("created_at", "pk"))
    vault.gather(shared)
    parts = [
        (_("My own note"), own_note.text if own_note else ""),
        (_("What I take along"), kept.text if kept else ""),
        *((date_format(note.changed_at, "DATE_FORMAT"), note.text) for note in shared),
    ]
    written = [f"{title}\n\n{text}\n" for title, text in parts if text]
    return "\n––––––\n\n".join(written) or _("There is nothing written yet.") + "\n"
