"""What stands between two members, and what connects them."""

from django.db import models
from django.db.models import F, Q

from querbeet.communities.enums import TieKind
from querbeet.core.models import Fate, Record


class BlockQuerySet(models.QuerySet["Block"]):
    def visible_to(self, member) -> "BlockQuerySet":
        """One's own blocks; nobody learns who blocked them."""
        return self.filter(blocker=member.pk)


class Block(Record):
    """In each other's eyes, both have left."""

    PERSONAL = {"blocker": Fate.ERASE, "blocked": Fate.ERASE}

    blocker = models.ForeignKey("Member", models.CASCADE, related_name="blocks")
    blocked = models.ForeignKey("Member", models.CASCADE, related_name="+")

    objects = BlockQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["blocker", "blocked"], name="block_once"),
            models.CheckConstraint(condition=~Q(blocker=F("blocked")), name="nobody_blocks_themself"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class TieQuerySet(models.QuerySet["Tie"]):
    def between(self, one, other) -> "TieQuerySet":
        """Current ties between two members, ids or references to an outer query."""
        return self.filter(Q(member=one, other=other) | Q(member=other, other=one), ended_at=None)

    def tied_to(self, member, kind: TieKind, *, by: str) -> Q:
        """Rows of an outer query whose column `by` names somebody whom `member` has a current tie of this kind with."""
        current = self.filter(kind=kind, ended_at=None)
        partners = current.filter(member=member.pk).values("other"), current.filter(other=member.pk).values("member")
        return Q(**{f"{by}__in": partners[0]}) | Q(**{f"{by}__in": partners[1]})

    def visible_to(self, member) -> "TieQuerySet":
        return self.filter(Q(member=member.pk) | Q(other=member.pk))


class Tie(Record):
    """Two members belong together for now; packages above make and end ties, audiences read them.

    `source` is the id of whatever made the tie (a mentorship, a circle), so that each maker ends its own.
    """

    PERSONAL = {
        "member": Fate.ERASE,
        "other": Fate.ERASE,
        "kind": Fate.ERASE,
        "source": Fate.ERASE,
        "ended_at": Fate.ERASE,
    }

    member = models.ForeignKey("Member", models.CASCADE, related_name="ties")
    other = models.ForeignKey("Member", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=TieKind.choices)
    source = models.UUIDField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = TieQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "other", "kind", "source"], name="one_tie_a_source")]
        indexes = [models.Index(fields=["other", "member"], name="ties_backwards")]

    def __str__(self) -> str:
        return str(self.id)
