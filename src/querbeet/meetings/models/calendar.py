"""A member's own calendar: the cover title, and the secret address of the feed."""

from django.db import models

from querbeet.core.models import Fate, Record
from querbeet.core.vault import SealedText


class CalendarQuerySet(models.QuerySet["Calendar"]):
    def visible_to(self, member) -> "CalendarQuerySet":
        """One's own alone."""
        return self.filter(member=member.pk)


class Calendar(Record):
    """How meetings look in a member's calendar. Of the feed's address only a fingerprint is kept.

    `title` empty: the neutral word. `with_place`: the member wants the place in the entry, against our advice.
    """

    PERSONAL = {
        "member": Fate.ERASE,
        "title": Fate.ERASE,
        "with_place": Fate.ERASE,
        "link": Fate.ERASE,
        "fingerprint": Fate.ERASE,
        "language": Fate.ERASE,
    }

    member = models.OneToOneField("communities.Member", models.CASCADE, related_name="calendar")
    title = SealedText(owner="member_id", max_length=40)
    with_place = models.BooleanField(default=False)
    link = SealedText(owner="member_id", max_length=500)  # their own room for video, proposed for each meeting
    fingerprint = models.CharField(max_length=64, blank=True)  # empty: there is no feed

    language = models.CharField(max_length=12)  # of the neutral word: whoever asks for the feed has none

    objects = CalendarQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["fingerprint"], condition=~models.Q(fingerprint=""), name="one_calendar_an_address"
            )
        ]

    def __str__(self) -> str:
        return str(self.id)
