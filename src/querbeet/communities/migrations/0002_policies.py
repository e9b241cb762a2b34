"""The second wall of communities: what `visible_to(member)` says, said again by the database."""

from django.db import migrations

from querbeet.core import rls

HERE = "community_id = app_community() AND app_member() IS NOT NULL"
STAFF = "(app_is('coordinator') OR app_is('steward'))"
MY_PERSONAS = "(SELECT member_id FROM communities_persona WHERE account_id = app_account())"
NOT_BLOCKED = """id NOT IN (SELECT blocked_id FROM communities_block WHERE blocker_id = app_member())
    AND id NOT IN (SELECT blocker_id FROM communities_block WHERE blocked_id = app_member())"""
TIED = """{id} IN (SELECT other_id FROM communities_tie WHERE member_id = app_member() AND ended_at IS NULL AND kind = '{kind}'
    UNION ALL SELECT member_id FROM communities_tie WHERE other_id = app_member() AND ended_at IS NULL AND kind = '{kind}')"""

MEMBER_SEEN = f"""id = app_member() OR id IN {MY_PERSONAS} OR (
    {HERE} AND {NOT_BLOCKED} AND (status = 'active' OR (status = 'paused' AND {TIED.format(id="id", kind="match")}))
) OR ({HERE} AND status = 'suspended' AND app_is('steward')) OR app_purpose() = 'join'"""

FACET_SEEN = f"""member_id = app_member() OR member_id IN {MY_PERSONAS} OR (
    EXISTS (SELECT 1 FROM communities_member m WHERE m.id = member_id AND m.community_id = app_community())
    AND (audience = 'community'
        OR (audience = 'matches' AND {TIED.format(id="communities_facet.member_id", kind="match")})
        OR (audience = 'circles' AND {TIED.format(id="communities_facet.member_id", kind="circle")})
        OR (audience <> 'only_me' AND app_purpose() = 'matching' AND app_is('coordinator')))
)"""

MY_INVITATIONS = "community_id = app_community() AND (app_is('coordinator') OR created_by_id = app_member())"
OWN_ROW = "member_id = app_member()"


class Migration(migrations.Migration):
    dependencies = [("communities", "0001_initial"), ("core", "0001_functions")]
    operations = [
        rls.protect("communities_persona", select="account_id = app_account()", insert="app_purpose() = 'join'", delete="account_id = app_account()"),
        rls.protect(
            "communities_block",
            select="app_member() IN (blocker_id, blocked_id)",
            insert="blocker_id = app_member()",
            delete="blocker_id = app_member()",
        ),
        rls.protect(
            "communities_tie",
            select="app_member() IN (member_id, other_id)",
            insert="app_member() IN (member_id, other_id)",
            update="app_member() IN (member_id, other_id)",
        ),
        rls.protect(
            "communities_member",
            select=MEMBER_SEEN,
            insert="app_purpose() = 'join'",
            update=f"id = app_member() OR ({HERE} AND {STAFF})",
        ),
        rls.protect("communities_facet", select=FACET_SEEN, insert=OWN_ROW, update=OWN_ROW, delete=OWN_ROW),
        rls.protect("communities_acceptance", select=f"{OWN_ROW} OR member_id IN {MY_PERSONAS}", insert=OWN_ROW),
        rls.protect(
            "communities_invitation",
            select=f"({MY_INVITATIONS}) OR code_hash = app_invitation()",
            insert="community_id = app_community() AND app_is('coordinator')",
            update=f"({MY_INVITATIONS}) OR code_hash = app_invitation()",
        ),
    ]
