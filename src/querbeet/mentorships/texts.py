"""What mentorships tell, and in which words."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from querbeet.communities.models.member import Member
from querbeet.mentorships.enums import AskedOf, Question, Reply, State
from querbeet.mentorships.models.agreement import Agreement, Signature
from querbeet.mentorships.models.answer import Answer
from querbeet.mentorships.models.enquiry import Enquiry
from querbeet.mentorships.models.farewell import Thanks
from querbeet.mentorships.models.mentorship import Mentorship
from querbeet.notices import rules as notices
from querbeet.ui.templatetags.ui import listing

OFFERED = "mentorships.offered"
NUDGED = "mentorships.nudged"
MATCHED = "mentorships.matched"
BEGUN = "mentorships.begun"
ASKED = "mentorships.asked"
TOLD = "mentorships.told"
AGREEMENT = "mentorships.agreement"
ENDING = "mentorships.ending"
THANKED = "mentorships.thanked"
RESTED = "mentorships.rested"


def people(mentorship: Mentorship) -> Iterable[UUID]:
    """The ids of those in it. Needs `partners` loaded."""
    return [partner.member_id for partner in mentorship.partners.all() if partner.left_at is None]


def others(mentorship: Mentorship, reader: Member, names: notices.Names) -> str:
    """The others in it, as the reader may see them now."""
    return listing([names[pk].name for pk in people(mentorship) if pk != reader.pk])


def _mine(reader: Member, *states: State) -> QuerySet[Mentorship]:
    mine = Mentorship.objects.visible_to(reader).of(reader).filter(state__in=states)
    return mine.prefetch_related("partners")


def _waiting(reader: Member) -> QuerySet[Mentorship]:
    """Offers that the reader has not answered: only their own answer is looked at."""
    open_ = Answer.objects.filter(
        mentorship=OuterRef("pk"), member=reader.pk, question=Question.OFFER, reply=Reply.WAITING
    )
    return _mine(reader, State.OFFERED).filter(Exists(open_))


def _unsigned(reader: Member) -> QuerySet[Mentorship]:
    newest = Agreement.objects.filter(mentorship=OuterRef("pk")).order_by("-version").values("pk")[:1]
    mine = _mine(reader, State.EXPLORING, State.ACTIVE).annotate(newest=newest)
    signed = Signature.objects.filter(agreement=OuterRef("newest"), member=reader.pk)
    return mine.exclude(newest=None).filter(~Exists(signed))


def _put_to(reader: Member) -> QuerySet[Enquiry]:
    open_ = Enquiry.objects.visible_to(reader).filter(replied_at=None).exclude(by=reader)
    return open_.filter(mentorship__state=State.OFFERED).prefetch_related("mentorship__partners")


def _page(mentorship: Mentorship) -> str:
    return reverse("mentorships:mentorship", args=[mentorship.pk])


def _index(_thing: Any) -> str:
    return reverse("mentorships:index")


def _sentence(text: Any, where: Callable[[Any], str]) -> Callable[[Any, Member, notices.Names], notices.Line]:
    def say(thing: Any, reader: Member, names: notices.Names) -> notices.Line:
        return notices.Line(str(text) % {"name": others(thing, reader, names)}, where(thing))

    return say


def _asked(enquiry: Enquiry, reader: Member, names: notices.Names) -> notices.Line:
    if enquiry.to == AskedOf.COORDINATORS:
        text = _("Somebody asks the coordinators something before they answer.")
        return notices.Line(text, reverse("mentorships:enquiries"))
    text = _("%(name)s would like to know more before answering.")
    return notices.Line(text % {"name": names[enquiry.by_id].name}, _index(enquiry))


def _thanked(thanks: Thanks, reader: Member, names: notices.Names) -> notices.Line:
    return notices.Line(_("%(name)s thanks you.") % {"name": names[thanks.by_id].name}, _page(thanks.mentorship))


def _kind(
    name: str, label: Any, rows: Callable[[Member], QuerySet[Any]], text: Any, where: Callable[[Any], str]
) -> notices.Kind:
    return notices.Kind(name, label, rows=rows, say=_sentence(text, where), names=people)


def _in(*states: State) -> Callable[[Member], QuerySet[Mentorship]]:
    return lambda reader: _mine(reader, *states)


def declare() -> None:
    """Make the kinds known."""
    _declare_offers()
    _declare_steps()
    _declare_words()


def _declare_offers() -> None:
    could = gettext_lazy("You and %(name)s could fit.")
    notices.declare(_kind(OFFERED, gettext_lazy("Somebody could fit me"), _waiting, could, _index))
    still = gettext_lazy("The suggestion of %(name)s is still open. A no is fine too.")
    notices.declare(_kind(NUDGED, gettext_lazy("A suggestion still waits for me"), _waiting, still, _index))
    said = gettext_lazy("You all said yes: time to meet %(name)s.")
    both = _in(State.EXPLORING, State.ACTIVE)
    notices.declare(_kind(MATCHED, gettext_lazy("All said yes"), both, said, _page))


def _declare_steps() -> None:
    on = gettext_lazy("You and %(name)s go on together.")
    label = gettext_lazy("We go on after the first talk")
    notices.declare(_kind(BEGUN, label, _in(State.ACTIVE), on, _page))
    text = gettext_lazy("There is an agreement with %(name)s to read and sign.")
    notices.declare(_kind(AGREEMENT, gettext_lazy("There is an agreement to read"), _unsigned, text, _page))
    end = gettext_lazy("Your time with %(name)s is coming to its end.")
    notices.declare(_kind(ENDING, gettext_lazy("Something comes to its end"), _in(State.ENDING), end, _page))
    rest = gettext_lazy("You wanted to be asked today: go on with %(name)s, or rest longer?")
    label = gettext_lazy("My break is as long as I planned")
    notices.declare(_kind(RESTED, label, _in(State.ON_HOLD), rest, _page))


def _declare_words() -> None:
    notices.declare(
        notices.Kind(
            ASKED,
            gettext_lazy("Somebody wants to know more"),
            rows=_put_to,
            say=_asked,
            names=lambda enquiry: [enquiry.by_id],
        )
    )
    notices.declare(
        notices.Kind(
            TOLD,
            gettext_lazy("My question was replied to"),
            rows=lambda reader: Enquiry.objects.visible_to(reader).filter(by=reader).exclude(replied_at=None),
            say=lambda enquiry, reader, names: notices.Line(_("There is a reply to your question."), _index(enquiry)),
        )
    )
    notices.declare(
        notices.Kind(
            THANKED,
            gettext_lazy("Somebody thanks me"),
            rows=lambda reader: Thanks.objects.visible_to(reader).exclude(by=reader).select_related("mentorship"),
            say=_thanked,
            names=lambda thanks: [thanks.by_id],
        )
    )
