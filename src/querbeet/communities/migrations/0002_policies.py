"""The second wall of communities: what `visible_to(member)` says, said again by the database."""

from django.db import migrations

from querbeet.core import rls

HERE = "community_id = app_community() AND app_member() IS NOT NULL"
COORDINATOR_HERE = "community_id = app_community() AND app_is('coordinator')"
OPERATOR = "app_purpose() = 'operate'"
STAFF = "(app_is('coordinator') OR app_is('steward'))"
OWN_ROW = "member_id = app_member()"
BY_CODE = "code_hash = app_invitation()"
MY_PERSONAS = "(SELECT member_id FROM communities_persona WHERE account_id = app_account())"
I_BLOCKED = "(SELECT blocked_id FROM communities_block WHERE blocker_id = app_member())"
BLOCKED_ME = "(SELECT blocker_id FROM communities_block WHERE blocked_id = app_member())"


def tied(column: str, kind: str) -> str:
    """Whether the viewer and the member in this column belong together now."""
    current = f"ended_at IS NULL AND kind = '{kind}'"
    return f"""{column} IN (SELECT other_id FROM communities_tie WHERE member_id = app_member() AND {current}
        UNION ALL SELECT member_id FROM communities_tie WHERE other_id = app_member() AND {current})"""


MEMBER_SEEN = f"""id = app_member() OR id IN {MY_PERSONAS}
    OR ({HERE} AND onboarded_at IS NOT NULL AND id NOT IN {I_BLOCKED} AND id NOT IN {BLOCKED_ME}
        AND (status = 'active' OR (status = 'paused' AND {tied("id", "match")})))
    OR ({HERE} AND status = 'suspended' AND app_is('steward'))
    OR ({HERE} AND onboarded_at IS NOT NULL AND app_purpose() = 'blocks' AND status = 'active'
        AND id IN {I_BLOCKED} AND id NOT IN {BLOCKED_ME})"""

FACET_SEEN = f"""{OWN_ROW} OR member_id IN {MY_PERSONAS} OR (
    EXISTS (SELECT 1 FROM communities_member m WHERE m.id = member_id AND m.community_id = app_community()
        AND m.status IN ('active', 'paused') AND app_purpose() <> 'blocks')
    AND (audience = 'community'
        OR (audience = 'matches' AND {tied("communities_facet.member_id", "match")})
        OR (audience = 'circles' AND {tied("communities_facet.member_id", "circle")})
        OR (audience <> 'only_me' AND app_purpose() = 'matching' AND app_is('coordinator')))
)"""

COMMUNITY_SEEN = f"""id = app_community() OR {OPERATOR}
    OR id IN (SELECT community_id FROM communities_member WHERE id IN {MY_PERSONAS})
    OR id IN (SELECT community_id FROM communities_invitation WHERE {BY_CODE})"""

OPEN_INVITATION = f"""app_purpose() = 'join' AND EXISTS (
    SELECT 1 FROM communities_invitation i WHERE i.{BY_CODE} AND i.used_at IS NULL AND i.revoked_at IS NULL
        AND i.community_id = communities_member.community_id AND communities_member.roles <@ i.roles)"""

MY_INVITATIONS = f"({COORDINATOR_HERE}) OR (created_by_id = app_member())"

# A policy cannot compare a row before and after. Nobody makes themself a coordinator, moves to another community or
# ends their own suspension, whatever statement is sent; others' rows change in nothing but roles and suspension.
GUARD = """
CREATE FUNCTION communities_member_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'MEMBER') THEN RETURN NEW; END IF;
  IF NEW.id <> OLD.id OR NEW.community_id <> OLD.community_id
    OR (NEW.roles IS DISTINCT FROM OLD.roles AND NOT app_is('coordinator') AND NOT (NEW.status = 'left' AND NEW.roles = '{}'))
    OR (NEW.status <> OLD.status AND 'suspended' IN (NEW.status, OLD.status) AND NOT app_is('steward'))
    OR (NEW.id IS DISTINCT FROM app_member() AND (
      (NEW.key, NEW.display_name, NEW.onboarded_at, NEW.adult_confirmed_at)
        IS DISTINCT FROM (OLD.key, OLD.display_name, OLD.onboarded_at, OLD.adult_confirmed_at)
      OR (NEW.status <> OLD.status AND 'suspended' NOT IN (NEW.status, OLD.status))))
  THEN RAISE insufficient_privilege USING MESSAGE = 'this change of a member is not allowed';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER communities_member_guard BEFORE UPDATE ON communities_member
  FOR EACH ROW EXECUTE FUNCTION communities_member_guard();
"""
NO_GUARD = "DROP TRIGGER communities_member_guard ON communities_member; DROP FUNCTION communities_member_guard()"


class Migration(migrations.Migration):
    dependencies = [("communities", "0001_initial"), ("core", "0001_functions")]
    operations = [
        rls.protect(
            "communities_persona",
            select="account_id = app_account()",
            insert="account_id = app_account() AND app_purpose() = 'join'",
            delete="account_id = app_account()",
        ),
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
            "communities_invitation",
            select=f"{MY_INVITATIONS} OR {BY_CODE}",
            insert=f"({COORDINATOR_HERE}) OR {OPERATOR}",
            update=f"{MY_INVITATIONS} OR {BY_CODE}",
        ),
        rls.protect(
            "communities_member",
            select=MEMBER_SEEN,
            insert=OPEN_INVITATION,
            update=f"id = app_member() OR ({HERE} AND {STAFF})",
        ),
        rls.protect("communities_facet", select=FACET_SEEN, insert=OWN_ROW, update=OWN_ROW, delete=OWN_ROW),
        rls.protect("communities_acceptance", select=f"{OWN_ROW} OR member_id IN {MY_PERSONAS}", insert=OWN_ROW),
        rls.protect(
            "communities_community",
            select=COMMUNITY_SEEN,
            insert=OPERATOR,
            update="id = app_community() AND app_is('coordinator')",
        ),
        rls.protect(
            "communities_agreement",
            select="community_id IN (SELECT id FROM communities_community)",
            insert=f"({COORDINATOR_HERE}) OR {OPERATOR}",
        ),
        migrations.RunSQL(GUARD, NO_GUARD),
    ]
