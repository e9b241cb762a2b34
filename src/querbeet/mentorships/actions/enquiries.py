"""Asking before answering, and telling more. A question stops no clock, so that it tells nothing about the answer."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from querbeet.audit import actions as audit
from querbeet.communities.models.member import Member
from querbeet.core import clock
from querbeet.core.errors import Refused
from querbeet.mentorships import texts
from querbeet.mentorships.actions import answers, places
from querbeet.mentorships.enums import AskedOf, Reply
from querbeet.mentorships.models.enquiry import Enquiry
from querbeet.mentorships.models.mentorship import Mentorship
from querbeet.notices import actions as notices

MOST = 3


class AskedEnough(Refused):
    """Answers have to come first."""

    def __init__(self) -> None:
        super().__init__(_("You have asked three things already. Please wait for the replies."))


class NotAsked(Refused):
    """The question is put to somebody else, or is replied to already."""

    def __init__(self) -> None:
        super().__init__(_("This question is not open for you. Nothing was changed."))


@transaction.atomic
def ask(*, mentorship: Mentorship, by: Member, to: AskedOf, text: str) -> Enquiry:
    """Ask for more before saying yes or no. Raises `NoLongerOpen` or `AskedEnough`."""
    if Enquiry.objects.filter(mentorship=mentorship, by=by, replied_at=None).count() >= MOST:
        raise AskedEnough
    answers.answer(mentorship=mentorship, member=by, reply=Reply.ASKED_MORE)
    asked = Enquiry.objects.create(mentorship=mentorship, by=by, to=to, text=text.strip())
    if to == AskedOf.OTHERS:
        asked_ = [places.stub(one) for one in mentorship.partners.there() if one.member_id != by.pk]
    else:
        here = Member.objects.visible_to(by).filter(roles__contains=["coordinator"])
        asked_ = list(here.exclude(pk=by.pk))
    notices.tell_each(members=asked_, kind=texts.ASKED, about=asked)
    return asked


@transaction.atomic
def reply(*, enquiry: Enquiry, by: Member, text: str) -> Enquiry:
    """Tell more. Raises `NotAsked`."""
    found = Enquiry.objects.select_for_update(of=("self",)).get(pk=enquiry.pk)
    if found.by_id == by.pk or found.replied_at:
        raise NotAsked
    found.replied_by, found.reply, found.replied_at = by, text.strip(), clock.now()
    found.save(update_fields=["replied_by", "reply", "replied_at"])
    audit.record("tell more", by=by, community=by.community_id, target=found)
    notices.tell(member=found.by, kind=texts.TOLD, about=found)
    return found
