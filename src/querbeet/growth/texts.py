"""News of growth, and its questions and thoughts in words."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from querbeet.communities.models.member import Member
from querbeet.growth.enums import CompanyState, PathState
from querbeet.growth.models.checks import CheckIn
from querbeet.growth.models.path import Company, Declined, Path
from querbeet.growth.rules import checks
from querbeet.mentorships.enums import State
from querbeet.mentorships.models.mentorship import Mentorship
from querbeet.notices.rules import Kind, Line, Names, declare

THOUGHTS: dict[str, str | Promise] = {
    "listen": gettext_lazy("I can listen without solving everything at once."),
    "story": gettext_lazy("I remember what helped me, and that it may not help somebody else."),
    "time": gettext_lazy("I have a little time, and I say so when I have none."),
    "no": gettext_lazy("I can say no, and hear a no."),
    "help": gettext_lazy("I know whom to ask when something is too much for me."),
    "quiet": gettext_lazy("What somebody tells me stays with me, and I know where that ends."),
}


def _checks(reader: Member) -> QuerySet[Any]:
    return CheckIn.objects.visible_to(reader).filter(state__in=checks.OPEN)


def _say_check(sentence: Promise) -> Callable[[Any, Member, Names], Line]:
    return lambda check, reader, names: Line(str(sentence), reverse("growth:check", args=[check.pk]))


def _running(reader: Member) -> QuerySet[Any]:
    return Mentorship.objects.visible_to(reader).of(reader).filter(state=State.ACTIVE)


def _say_mentoring(sentence: Promise) -> Callable[[Any, Member, Names], Line]:
    return lambda one, reader, names: Line(str(sentence), reverse("mentorships:mentorship", args=[one.pk]))


def _invited(reader: Member) -> QuerySet[Any]:
    return Path.objects.visible_to(reader).filter(state=PathState.REFLECTING)


def _asked(reader: Member) -> QuerySet[Any]:
    mine = Company.objects.visible_to(reader).filter(guide=reader.pk, state=CompanyState.ASKED)
    return mine.exclude(pk__in=Declined.objects.visible_to(reader).values("company"))


def _together(reader: Member) -> QuerySet[Any]:
    return Company.objects.visible_to(reader).filter(learner=reader.pk, state=CompanyState.TOGETHER)


def _learner(company: Any) -> Iterable[UUID]:
    return [company.learner_id]


def _guide(company: Any) -> Iterable[UUID]:
    return [company.guide_id]


def _say_asked(company: Any, reader: Member, names: Names) -> Line:
    sentence = _("%(name)s would like to look over your shoulder.") % {"name": names[company.learner_id].name}
    return Line(sentence, reverse("growth:path"))


def _say_together(company: Any, reader: Member, names: Names) -> Line:
    sentence = _("%(name)s is glad to let you look over their shoulder.") % {"name": names[company.guide_id].name}
    return Line(sentence, reverse("growth:path"))


def _say_invited(path: Any, reader: Member, names: Names) -> Line:
    return Line(_("Would you like to pass on what you took with you? There is no hurry."), reverse("growth:path"))


def declare_all() -> None:
    """Tell the inbox which news of growth there are."""
    asks, how = (
        gettext_lazy("We ask how your mentoring goes"),
        gettext_lazy("How is your mentoring going? Four questions."),
    )
    again = gettext_lazy("There are still four short questions for you. They end by themselves.")
    declare(Kind("growth.check", asks, _checks, _say_check(how)))
    declare(Kind("growth.check_again", asks, _checks, _say_check(again)))
    kindly = gettext_lazy("Whoever coordinates asks after a mentoring")
    you = gettext_lazy("Somebody thinks of you two: how are you? A few words to each other are enough.")
    declare(Kind("growth.how_are_you", kindly, _running, _say_mentoring(you)))
    change = gettext_lazy("Would a change help you two? You may go on, rest, or come to a good end and begin anew.")
    declare(Kind("growth.change", kindly, _running, _say_mentoring(change)))
    shoulder = gettext_lazy("Looking over a shoulder")
    declare(Kind("growth.asked", shoulder, _asked, _say_asked, _learner))
    declare(Kind("growth.together", shoulder, _together, _say_together, _guide))
    declare(Kind("growth.invited", gettext_lazy("An invitation to pass on"), _invited, _say_invited))
