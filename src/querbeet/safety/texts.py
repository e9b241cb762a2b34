"""What the inbox says about calls for help: never by whom or about whom."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from querbeet.communities.models.member import Member
from querbeet.notices import rules as notices
from querbeet.safety.enums import State
from querbeet.safety.models import Report

ASKED, ANSWERED = "safety.asked", "safety.answered"


def _to_read(reader: Member) -> QuerySet[Report]:
    return Report.objects.visible_to(reader).exclude(reporter=reader).filter(state__in=(State.RECEIVED, State.TAKEN))


def _own(reader: Member) -> QuerySet[Report]:
    return Report.objects.visible_to(reader).filter(reporter=reader)


def _asked(report: Report, reader: Member, names: notices.Names) -> notices.Line:
    return notices.Line(
        _("Somebody asks for help. Please look at it soon."), reverse("safety:detail", args=[report.pk])
    )


def _answered(report: Report, reader: Member, names: notices.Names) -> notices.Line:
    return notices.Line(_("There is an answer to what you asked."), reverse("safety:mine", args=[report.pk]))


def declare() -> None:
    """Make the kinds known."""
    notices.declare(notices.Kind(ASKED, gettext_lazy("Somebody asks for help, for stewards"), _to_read, _asked))
    notices.declare(notices.Kind(ANSWERED, gettext_lazy("An answer to my call for help"), _own, _answered))
