"""What somebody wants to know before they answer."""

from django.db import models
from django.db.models import Q

from querbeet.communities.models.member import Member
from querbeet.core.models import Fate, Record
from querbeet.core.vault import SealedText
from querbeet.mentorships.enums import AskedOf
from querbeet.mentorships.models.mentorship import Mentorship

LONGEST = 600


class EnquiryQuerySet(models.QuerySet["Enquiry"]):
    def visible_to(self, member: Member) -> "EnquiryQuerySet":
        """One's own, and those put to the others in one's mentorships; coordinators see those put to them."""
        seen = Mentorship.objects.visible_to(member)
        mine = Q(by=member.pk) | Q(to=AskedOf.OTHERS, mentorship__in=seen.of(member))
        return self.filter(mine | Q(to=AskedOf.COORDINATORS, mentorship__in=seen) if member.coordinates else mine)


class Enquiry(Record):
    """A question before the answer. A reply is shown without saying who of several wrote it."""

    PERSONAL = {
        "mentorship": Fate.ERASE,
        "by": Fate.ERASE,
        "to": Fate.ERASE,
        "text": Fate.ERASE,
        "reply": Fate.ERASE,
        "replied_by": Fate.DETACH,  # the question stays whoever asked it
        "replied_at": Fate.ERASE,
    }

    mentorship = models.ForeignKey(Mentorship, models.CASCADE, related_name="enquiries")
    by = models.ForeignKey("communities.Member", models.CASCADE, related_name="+")
    to = models.CharField(max_length=12, choices=AskedOf.choices)
    text = SealedText(owner="by_id", max_length=LONGEST)
    reply = SealedText(owner="replied_by_id", max_length=LONGEST)
    replied_by = models.ForeignKey("communities.Member", models.SET_NULL, null=True, blank=True, related_name="+")
    replied_at = models.DateTimeField(null=True, blank=True)

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return str(self.id)
