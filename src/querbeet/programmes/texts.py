"""What programmes tell: members where they stand, coordinators what waits for them."""

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from querbeet.communities.models.member import Member
from querbeet.notices import rules as notices
from querbeet.programmes.enums import EnrolmentState as S
from querbeet.programmes.enums import Group, State
from querbeet.programmes.models.participant import Participant
from querbeet.programmes.models.programme import Programme
from querbeet.programmes.rules.enrolment import GROUPS

MOVED, WAIT, SEASON = "programmes.moved", "programmes.waiting", "programmes.season"
WAITING = GROUPS[Group.YOURS]
NEWS = {
    S.INFO: gettext_lazy("There is a question about your place in “%(name)s”."),
    S.TRAINING: gettext_lazy("The next step in “%(name)s” is the training."),
    S.POOL: gettext_lazy("You are in: in “%(name)s” somebody who fits is looked for."),
    S.PAUSED: gettext_lazy("You are on a break in “%(name)s”. Come back whenever you like, or step out."),
    S.RENEWAL: gettext_lazy("Something in “%(name)s” has to be looked at again before it goes on."),
    S.SUSPENDED: gettext_lazy("Your place in “%(name)s” rests at the moment."),
    S.DECLINED: gettext_lazy("There was no place in “%(name)s” this time."),
    S.FINISHED: gettext_lazy("“%(name)s” has come to its end. Thank you for being part of it."),
}


def _own(reader: Member) -> QuerySet[Participant]:
    mine = Participant.objects.visible_to(reader).filter(member=reader.pk, state__in=NEWS)
    return mine.select_related("programme")


def _moved(row: Participant, reader: Member, names: notices.Names) -> notices.Line:
    text = str(NEWS[S(row.state)]) % {"name": row.programme.name}
    return notices.Line(text, reverse("programmes:detail", args=[row.programme_id]))


def _with_somebody_waiting(reader: Member) -> QuerySet[Programme]:
    if not reader.coordinates:
        return Programme.objects.none()
    people = Participant.objects.visible_to(reader).filter(programme=OuterRef("pk"), state__in=WAITING)
    return Programme.objects.visible_to(reader).filter(Exists(people))


def _waiting(row: Programme, reader: Member, names: notices.Names) -> notices.Line:
    text = _("In “%(name)s” somebody waits for you.") % {"name": row.name}
    return notices.Line(text, reverse("programmes:people", args=[row.pk]))


def _open(reader: Member) -> QuerySet[Programme]:
    return Programme.objects.visible_to(reader) if reader.coordinates else Programme.objects.none()


def _season(row: Programme, reader: Member, names: notices.Names) -> notices.Line:
    text = _("“%(name)s” is %(state)s. Look whether it is time for the next step.")
    return notices.Line(
        text % {"name": row.name, "state": State(row.state).label}, reverse("programmes:detail", args=[row.pk])
    )


def declare() -> None:
    """Make the kinds known."""
    kinds = (
        notices.Kind(MOVED, gettext_lazy("My place in a programme"), rows=_own, say=_moved),
        notices.Kind(WAIT, gettext_lazy("Sign-ups wait for me as a coordinator"), _with_somebody_waiting, _waiting),
        notices.Kind(SEASON, gettext_lazy("A programme that I coordinate needs its next step"), _open, _season),
    )
    for kind in kinds:
        notices.declare(kind)
