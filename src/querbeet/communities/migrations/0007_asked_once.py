"""Who belongs to whom is asked by functions, whose plans the database keeps for each connection.

Nearly every policy of the house asks who may see a member. Written out, that question brought the policies of personas,
blocks and ties with it each time, and most queries took longer to plan than to answer. The functions run with the
rights of whoever asks, behind the same policies: what is seen stays the same.
"""

from django.db import migrations

from querbeet.core import rls

ANSWER = "RETURNS SETOF uuid LANGUAGE plpgsql STABLE ROWS 10 AS $$ BEGIN RETURN QUERY {}; END $$"
CURRENT = "ended_at IS NULL AND kind = wanted"
QUESTIONS = {
    "communities_selves()": "SELECT member_id FROM communities_persona WHERE account_id = app_account()",
    "communities_homes()": "SELECT community_id FROM communities_member WHERE id IN (SELECT communities_selves())",
    "communities_blocked()": "SELECT blocked_id FROM communities_block WHERE blocker_id = app_member()",
    "communities_blockers()": "SELECT blocker_id FROM communities_block WHERE blocked_id = app_member()",
    "communities_tied(wanted text)": f"""SELECT other_id FROM communities_tie WHERE member_id = app_member() AND {CURRENT}
        UNION ALL SELECT member_id FROM communities_tie WHERE other_id = app_member() AND {CURRENT}""",
}
HERE = "community_id = app_community() AND app_member() IS NOT NULL"
SELF = "(SELECT communities_selves())"
I_BLOCKED, BLOCKED_ME = "(SELECT communities_blocked())", "(SELECT communities_blockers())"
MEMBER_SEEN = f"""id = app_member() OR id IN {SELF}
    OR ({HERE} AND onboarded_at IS NOT NULL AND id NOT IN {I_BLOCKED} AND id NOT IN {BLOCKED_ME}
        AND (status = 'active' OR (status = 'paused' AND id IN (SELECT communities_tied('match')))))
    OR ({HERE} AND status = 'suspended' AND app_is('steward'))
    OR ({HERE} AND onboarded_at IS NOT NULL AND app_purpose() = 'blocks' AND status = 'active'
        AND id IN {I_BLOCKED} AND id NOT IN {BLOCKED_ME})
    OR (app_purpose() = 'clock' AND app_member() IS NULL AND status = 'active'
        AND roles @> ARRAY['coordinator']::varchar[])"""
FACET_SEEN = f"""member_id = app_member() OR member_id IN {SELF} OR (
    EXISTS (SELECT 1 FROM communities_member m WHERE m.id = member_id AND m.community_id = app_community()
        AND m.status IN ('active', 'paused') AND app_purpose() <> 'blocks')
    AND (audience = 'community'
        OR (audience = 'matches' AND member_id IN (SELECT communities_tied('match')))
        OR (audience = 'circles' AND member_id IN (SELECT communities_tied('circle')))
        OR (audience <> 'only_me' AND app_purpose() = 'matching' AND app_is('coordinator')))
)"""
COMMUNITY_SEEN = """id = app_community() OR app_purpose() = 'operate' OR id IN (SELECT communities_homes())
    OR id IN (SELECT community_id FROM communities_invitation WHERE code_hash = app_invitation())"""


class Migration(migrations.Migration):
    dependencies = [("communities", "0006_pictures")]
    operations = [
        *(
            migrations.RunSQL(f"CREATE FUNCTION {name} {ANSWER.format(answer)}", f"DROP FUNCTION {name}")
            for name, answer in QUESTIONS.items()
        ),
        rls.replace("communities_member", select=MEMBER_SEEN),
        rls.replace("communities_facet", select=FACET_SEEN),
        rls.replace("communities_acceptance", select=f"member_id = app_member() OR member_id IN {SELF}"),
        rls.replace("communities_community", select=COMMUNITY_SEEN),
    ]
