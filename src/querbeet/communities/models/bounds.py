"""What stands between two members, and what connects them."""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection, models
from django.db.models import Exists, F, OuterRef, Q

from querbeet.communities.enums import TieKind
from querbeet.core import viewing
from querbeet.core.models import Age, Fate, Record

BOUNDS = """SELECT
    ARRAY(SELECT blocked_id FROM communities_block WHERE blocker_id = %(me)s
        UNION SELECT blocker_id FROM communities_block WHERE blocked_id = %(me)s),
    ARRAY(SELECT other_id FROM communities_tie WHERE member_id = %(me)s AND kind = 'match' AND ended_at IS NULL
        UNION SELECT member_id FROM communities_tie WHERE other_id = %(me)s AND kind = 'match' AND ended_at IS NULL),
    ARRAY(SELECT other_id FROM communities_tie WHERE member_id = %(me)s AND kind = 'circle' AND ended_at IS NULL
        UNION SELECT member_id FROM communities_tie WHERE other_id = %(me)s AND kind = 'circle' AND ended_at IS NULL)"""


@dataclass(frozen=True)
class Bounds:
    """The ids of those whom one member is apart from (a block, either way) or belongs together with now."""

    apart: frozenset[UUID]
    matches: frozenset[UUID]
    circles: frozenset[UUID]


def of(member) -> Bounds:
    """The bounds of a member: one statement, once a request. All are as small as one person's life."""
    return viewing.once(("bounds", member.pk), lambda: _bounds(member.pk))


def _bounds(pk: UUID) -> Bounds:
    with connection.cursor() as cursor:
        cursor.execute(BOUNDS, {"me": pk})
        return Bounds(*map(frozenset, cursor.fetchone()))


class BoundQuerySet(models.QuerySet):
    """Rows that bounds are made of: whoever changes some has them asked anew."""

    def update(self, **kwargs) -> int:
        viewing.forget()
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        viewing.forget()
        return super().delete()

    def bulk_create(self, objs, *args, **kwargs):
        viewing.forget()
        return super().bulk_create(objs, *args, **kwargs)


class Bound(Record):
    class Meta:
        abstract = True

    def save(self, *args, **kwargs) -> None:
        viewing.forget()
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs) -> tuple[int, dict[str, int]]:
        viewing.forget()
        return super().delete(*args, **kwargs)


class BlockQuerySet(BoundQuerySet):
    def visible_to(self, member) -> "BlockQuerySet":
        """One's own blocks; nobody learns who blocked them."""
        return self.filter(blocker=member.pk)


class Block(Bound):
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


class TieQuerySet(BoundQuerySet):
    def between(self, one, other) -> "TieQuerySet":
        """Current ties between two members, ids or references to an outer query."""
        return self.filter(Q(member=one, other=other) | Q(member=other, other=one), ended_at=None)

    def visible_to(self, member) -> "TieQuerySet":
        return self.filter(Q(member=member.pk) | Q(other=member.pk))


class Tie(Bound):
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
