"""Writing down what people agree on, together, and signing it. A change is a new version, which all sign anew."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from querbeet.audit import actions as audit
from querbeet.communities.models.member import Member
from querbeet.core.errors import Refused
from querbeet.mentorships import texts
from querbeet.mentorships.actions import moving, places
from querbeet.mentorships.models.agreement import PARTS, Agreement, Signature
from querbeet.mentorships.models.mentorship import Mentorship
from querbeet.mentorships.rules import parts as rules
from querbeet.notices import actions as notices


class NewerThere(Refused):
    """Somebody else wrote a newer version in the meantime."""

    def __init__(self) -> None:
        super().__init__(_("There is a newer version by now. Please read it first; your words are still in the form."))


@transaction.atomic
def write(*, mentorship: Mentorship, by: Member, parts: Mapping[str, str], read: int) -> Agreement:
    """Write the next version; its writer has signed it. `read`: the version it was written from, 0 for the first.

    Raises `NotNow`, or `NewerThere`, so that nobody writes over what another wrote.
    """
    mentorship = moving.locked(mentorship.pk)
    rules.check_agree(mentorship.state)
    newest = Agreement.objects.filter(mentorship=mentorship).first()
    if (newest.version if newest else 0) != read:
        raise NewerThere
    made = Agreement.objects.create(
        mentorship=mentorship, version=read + 1, by=by, **{part: parts.get(part, "").strip() for part in PARTS}
    )
    Signature.objects.create(agreement=made, member=by)
    audit.record("write agreement", by=by, community=by.community_id, target=mentorship, version=made.version)
    others = mentorship.partners.there().exclude(member=by)
    notices.tell_each(members=[places.stub(one) for one in others], kind=texts.AGREEMENT, about=mentorship, again=True)
    return made


@transaction.atomic
def sign(*, agreement: Agreement, by: Member) -> None:
    """Sign the newest version. Safe to repeat. Raises `NotNow` or `NewerThere`."""
    mentorship = moving.locked(agreement.mentorship_id)
    rules.check_agree(mentorship.state)
    newest = Agreement.objects.filter(mentorship=mentorship).first()
    if newest is None or newest.pk != agreement.pk:
        raise NewerThere
    if Signature.objects.get_or_create(agreement=agreement, member=by)[1]:
        audit.record("sign agreement", by=by, community=by.community_id, target=mentorship, version=agreement.version)
