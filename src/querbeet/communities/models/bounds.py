"""What stands between two members, and what connects them."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from querbeet.communities.enums import TieKind
from querbeet.core.models import Age, Fate, Record


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
    AGE = Age(since="ended_at", days=365)

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


def since_block(member, *, author: str = "author", at: str = "created_at") -> Exists:
    """Rows of an outer query that somebody made after a block between them and `member`, either way.

    Where people share something, a block looks like leaving: what was there before stays, nothing new arrives.
    """
    one, other = Q(blocker=member.pk, blocked=OuterRef(author)), Q(blocker=OuterRef(author), blocked=member.pk)
    return Exists(Block.objects.filter(one | other, created_at__lte=OuterRef(at)))


def since_block_policy(table: str, *, author: str = "author_id", at: str = "created_at") -> str:
    """The same in SQL; for migrations."""
    return f"""EXISTS (SELECT 1 FROM communities_block b WHERE b.created_at <= {table}.{at}
    AND ((b.blocker_id = app_member() AND b.blocked_id = {table}.{author})
        OR (b.blocked_id = app_member() AND b.blocker_id = {table}.{author})))"""  # noqa: S608 - names of our own tables
