"""The agreement of a mentorship, as one of those in it reads it."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from querbeet.communities import queries as communities
from querbeet.communities.models.member import Member
from querbeet.mentorships.models.agreement import Agreement, Signature
from querbeet.mentorships.models.mentorship import Mentorship


@dataclass(frozen=True)
class Read:
    """One version: its parts with their titles, and who has signed it. Who has not is told to nobody but themself."""

    agreement: Agreement
    parts: list[dict[str, Any]]
    signed: list[str]
    mine: bool
    complete: bool


def newest(mentorship: Mentorship, member: Member) -> Read | None:
    """The newest version, if there is one."""
    found = Agreement.objects.visible_to(member).filter(mentorship=mentorship).first()
    if found is None:
        return None
    signed = set(Signature.objects.visible_to(member).filter(agreement=found).values_list("member", flat=True))
    cards = communities.cards(member, signed)
    here = set(mentorship.partners.there().values_list("member", flat=True))
    return Read(
        agreement=found,
        parts=[{"label": label, "value": getattr(found, part)} for part, label in titles().items()],
        signed=sorted(str(cards[pk]) for pk in signed),
        mine=member.pk in signed,
        complete=here <= signed,
    )


def titles() -> dict[str, str]:
    """What the parts are called, in their order."""
    return {
        "goals": _("What we would like to reach"),
        "rhythm": _("How often and how long"),
        "channels": _("Where we meet and write"),
        "boundaries": _("What is off limits"),
        "confidence": _("What stays between us"),
        "ending": _("How we end it"),
    }
