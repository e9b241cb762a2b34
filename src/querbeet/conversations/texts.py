"""What conversations tell."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from querbeet.communities.models.member import Member
from querbeet.conversations import rules
from querbeet.conversations.models import Thread
from querbeet.notices import rules as notices

WRITTEN = "conversations.written"


def _written(thread: Thread, reader: Member, names: notices.Names) -> notices.Line:
    others = rules.heading(thread, reader, names)
    text = _("%(name)s wrote to you.") if len(thread.members) == 2 else _("New in your conversation with %(name)s.")
    return notices.Line(text % {"name": others}, reverse("conversations:thread", args=[thread.pk]))


def declare() -> None:
    """Make the kinds known."""
    notices.declare(
        notices.Kind(
            WRITTEN,
            gettext_lazy("Somebody writes to me"),
            rows=Thread.objects.visible_to,
            say=_written,
            names=lambda thread: thread.members,
        )
    )
