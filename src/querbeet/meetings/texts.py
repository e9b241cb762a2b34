"""News of meetings. Only the site says with whom, to whoever may see them."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from querbeet.communities.models.member import Member
from querbeet.core import clock
from querbeet.meetings.enums import State
from querbeet.meetings.models.meeting import Meeting
from querbeet.notices.rules import Kind, Line, Names, declare


def _rows(*states: State) -> Callable[[Member], QuerySet[Any]]:
    def rows(reader: Member) -> QuerySet[Any]:
        """What this reader may see and still has to know."""
        return Meeting.objects.visible_to(reader).under_way().filter(state__in=states, expires_at__isnull=False)

    return rows


def _says(sentence: str | Promise) -> Callable[[Any, Member, Names], Line]:
    def say(meeting: Any, reader: Member, names: Names) -> Line:
        return Line(str(sentence), reverse("meetings:detail", args=[meeting.pk]))

    return say


def _asked(meeting: Any, reader: Member, names: Names) -> Line:
    sentence = _("%(name)s would like to meet you. Which time suits you?") % {"name": names[meeting.asked_by_id].name}
    return Line(sentence, reverse("meetings:detail", args=[meeting.pk]))


def _moved(meeting: Any, reader: Member, names: Names) -> Line:
    sentence = _("%(name)s asks for another time to meet.") % {"name": names[meeting.asked_by_id].name}
    return Line(sentence, reverse("meetings:detail", args=[meeting.pk]))


def _asker(meeting: Any) -> Iterable[UUID]:
    return [meeting.asked_by_id]


def _over(reader: Member) -> QuerySet[Any]:
    return _rows(State.CONFIRMED)(reader).filter(ends_at__lte=clock.now()).exclude(words__member=reader.pk)


def _soon(reader: Member) -> QuerySet[Any]:
    return _rows(State.CONFIRMED)(reader).filter(starts_at__gt=clock.now())


def declare_all() -> None:
    """Tell the inbox which news of meetings there are."""
    asks = gettext_lazy("Somebody asks for a time to meet")
    changes = gettext_lazy("A time to meet is agreed or changed")
    declare(Kind("meetings.asked", asks, _rows(State.REQUESTED), _asked, _asker))
    declare(Kind("meetings.moved", changes, _rows(State.REQUESTED), _moved, _asker))
    agreed, unsuited = gettext_lazy("You have a time to meet."), gettext_lazy("None of the times suited. Try others?")
    declare(Kind("meetings.agreed", changes, _rows(State.CONFIRMED), _says(agreed)))
    declare(Kind("meetings.unsuited", changes, _rows(State.DECLINED), _says(unsuited)))
    off = gettext_lazy("A meeting was called off. That happens.")
    declare(Kind("meetings.called_off", changes, _rows(State.CANCELLED), _says(off)))
    soon = gettext_lazy("You meet within a day.")
    declare(Kind("meetings.soon", gettext_lazy("A meeting is near"), _soon, _says(soon)))
    over = gettext_lazy("Did you meet? One word is enough.")
    declare(Kind("meetings.over", gettext_lazy("A meeting is over"), _over, _says(over)))
