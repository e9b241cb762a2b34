"""The picture that a member shows, if they want to show one."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from querbeet.communities.enums import Audience
from querbeet.communities.models.member import FacetQuerySet, Member
from querbeet.core.models import Fate, Record
from querbeet.core.vault import SealedText

AUDIENCES = (Audience.ONLY_ME, Audience.MATCHES, Audience.CIRCLES, Audience.COMMUNITY)
LONGEST = 400_000  # signs of base64


class PictureQuerySet(models.QuerySet["Picture"]):
    def visible_to(self, member: Member) -> "PictureQuerySet":
        """One's own, and those of visible members whose audience includes `member`."""
        visible = Member.objects.visible_to(member).filter(pk=OuterRef("member"))
        return self.shown_to(member).filter(Q(member=member.pk) | Exists(visible))

    def shown_to(self, member: Member) -> "PictureQuerySet":
        """As far as audiences go; for those who have looked already whether the other is there."""
        return self.filter(Q(member=member.pk) | FacetQuerySet.reaching(member))


class Picture(Record):
    """Pixels and nothing else, sealed with the key of whose picture it is.

    Its id is its address. A new picture is a new row with a new address; nothing in an address tells what is on it, or
    that two are the same.
    """

    PERSONAL = {"member": Fate.ERASE, "data": Fate.ERASE, "audience": Fate.ERASE}

    member = models.OneToOneField(Member, models.CASCADE, related_name="+")
    data = SealedText(owner="member_id", max_length=LONGEST)  # a WebP image in base64
    audience = models.CharField(max_length=10, choices=Audience.choices, default=Audience.ONLY_ME)

    objects = PictureQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.id)
