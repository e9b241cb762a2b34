"""What is shown to an audience, for models of packages above that have `member`, `community` and `audience`."""

from django.db.models import Exists, OuterRef, Q

from querbeet.communities.enums import Audience
from querbeet.communities.models.member import FacetQuerySet, Member


def shown_to(viewer: Member) -> Q:
    """One's own rows, and those of members `viewer` may see whose audience `viewer` belongs to."""
    visible = Member.objects.visible_to(viewer).filter(pk=OuterRef("member"))
    return reaching(viewer) & Q(Exists(visible))


def reaching(viewer: Member) -> Q:
    """The same, whoever the member is: only for queries that join the visible members themselves."""
    return Q(community=viewer.community_id) & (Q(member=viewer.pk) | FacetQuerySet.reaching(viewer))


def usable_for_matching(coordinator: Member) -> Q:
    """All but "only me", of members `coordinator` may see; for the purpose 'matching', never shown to anybody."""
    present = Member.objects.visible_to(coordinator).filter(pk=OuterRef("member"))
    return Q(community=coordinator.community_id) & Exists(present) & ~Q(audience=Audience.ONLY_ME)


def policy(table: str) -> str:
    """The same in SQL, as the condition by which rows of `table` may be read; for migrations."""
    return f"""member_id = app_member()
    OR member_id IN (SELECT member_id FROM communities_persona WHERE account_id = app_account())
    OR (community_id = app_community() AND app_member() IS NOT NULL
        AND app_purpose() <> 'blocks'
        AND (audience = 'community'
            OR (audience = 'matches' AND {_tied(table, "match")})
            OR (audience = 'circles' AND {_tied(table, "circle")})
            OR (audience <> 'only_me' AND app_purpose() = 'matching' AND app_is('coordinator')))
        AND EXISTS (SELECT 1 FROM communities_member m WHERE m.id = {table}.member_id
            AND m.community_id = app_community() AND m.status IN ('active', 'paused')))"""  # noqa: S608 - names of our own tables


def _tied(table: str, kind: str) -> str:
    mine = f"ended_at IS NULL AND kind = '{kind}'"
    return f"""{table}.member_id IN (
        SELECT other_id FROM communities_tie WHERE member_id = app_member() AND {mine}
        UNION ALL SELECT member_id FROM communities_tie WHERE other_id = app_member() AND {mine})"""  # noqa: S608
