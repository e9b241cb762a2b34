"""The second wall of growth: what `visible_to(member)` says, said again by the database.

Check-ins, thoughts and one's own way are seen by their owner alone. The clock plans and reckons from dates; what a
check-in comes to is added for one purpose, and coordinators see it when the time to answer is over.
"""

from django.db import migrations

from querbeet.core import rls

FUNCTIONS = """
CREATE FUNCTION app_rounds() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp
  AS $$ SELECT round_id FROM growth_roundseat WHERE member_id = app_member() $$;
"""
NO_FUNCTIONS = "DROP FUNCTION app_rounds()"

HERE = "community_id = app_community()"
CLOCK = "app_purpose() = 'growth clock'"
LINEAGE = "app_purpose() = 'lineage'"
OWN = "member_id = app_member()"
OF_SEEN = "mentorship_id IN (SELECT id FROM mentorships_mentorship)"
STAFF = f"app_is('coordinator') AND {OF_SEEN}"
PULSE = "app_purpose() = 'pulse' AND mentorship_id IN (SELECT app_mentorships())"
PRESENT = "(SELECT id FROM communities_member)"
OF_TWO = "app_member() IN (learner_id, guide_id)"
OF_BOTH = "app_member() IN (mentor_id, mentee_id)"
OF_ROUND = "round_id IN (SELECT id FROM growth_round)"
READ_BY_CLOCK = (
    "mentorships_mentorship",
    "mentorships_partner",
    "meetings_meeting",
    "conversations_thread",
    "conversations_message",
)


def _read_by_clock(table: str) -> migrations.RunSQL:
    made = f"""CREATE POLICY "growth_clock_rows" ON "{table}" FOR SELECT USING ((SELECT app_purpose()) = 'growth clock')"""
    return migrations.RunSQL(made, f'DROP POLICY "growth_clock_rows" ON "{table}"')


def own(table: str, also: str = "") -> migrations.RunSQL:
    rows = f"{OWN} OR {also}" if also else OWN
    return rls.protect(table, select=rows, insert=rows, update=rows, delete=rows)


class Migration(migrations.Migration):
    dependencies = [
        ("growth", "0001_initial"),
        ("communities", "0003_search"),
        ("conversations", "0002_policies"),
        ("meetings", "0002_policies"),
        ("mentorships", "0006_policies"),
    ]
    operations = [
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        rls.protect(
            "growth_checkin",
            select=f"({OWN} AND {OF_SEEN}) OR {CLOCK}",
            insert=CLOCK,
            update=f"({OWN} AND {OF_SEEN}) OR {CLOCK}",
            delete=OWN,
        ),
        rls.protect(
            "growth_pulse",
            select=f"({STAFF} AND shown_at <= now()) OR ({PULSE}) OR {CLOCK}",
            insert=PULSE,
            update=PULSE,
        ),
        rls.protect(
            "growth_health", select=f"({STAFF}) OR {CLOCK}", insert=CLOCK, update=f"({STAFF}) OR {CLOCK}", delete=CLOCK
        ),
        own("growth_path", CLOCK),
        own("growth_selfcheck"),
        rls.protect(
            "growth_guide",
            select=f"{OWN} OR ({HERE} AND member_id IN (SELECT id FROM communities_member WHERE status = 'active'))",
            insert=f"{OWN} AND {HERE}",
            update=OWN,
            delete=OWN,
        ),
        rls.protect(
            "growth_company",
            select=f"({OF_TWO} AND ((learner_id IN {PRESENT} AND guide_id IN {PRESENT}) OR {LINEAGE})) OR {CLOCK}",
            insert=f"learner_id = app_member() AND {HERE} AND guide_id IN (SELECT member_id FROM growth_guide)",
            update=f"({OF_TWO} AND learner_id IN {PRESENT} AND guide_id IN {PRESENT}) OR {CLOCK}",
            delete=f"{LINEAGE} AND {OF_TWO}",
        ),
        own("growth_declined", f"({LINEAGE} AND company_id IN (SELECT id FROM growth_company))"),
        rls.protect(
            "growth_round",
            select=f"{HERE} AND (host_id IN {PRESENT} OR id IN (SELECT app_rounds()))",
            insert=f"{HERE} AND host_id = app_member()",
            update=f"{HERE} AND (host_id = app_member() OR app_purpose() = 'seats' OR {LINEAGE})",
        ),
        rls.protect(
            "growth_roundseat",
            select=f"{OWN} OR ({OF_ROUND} AND (member_id IN {PRESENT} OR app_purpose() = 'seats'))",
            insert=f"{OWN} AND {OF_ROUND}",
            delete=OWN,
        ),
        rls.protect(
            "growth_consent",
            select=f"{OWN} OR ({LINEAGE} AND {OF_BOTH})",
            insert=f"{OWN} AND mentorship_id IN (SELECT app_mentorships())",
            delete=f"{OWN} OR ({LINEAGE} AND {OF_BOTH})",
        ),
        rls.protect(
            "growth_branch",
            select=f"({HERE} AND mentor_id IN {PRESENT} AND mentee_id IN {PRESENT}) OR ({LINEAGE} AND {OF_BOTH})",
            insert=f"{LINEAGE} AND {OF_BOTH} AND {HERE}",
            delete=f"{LINEAGE} AND {OF_BOTH}",
        ),
        rls.protect("growth_figure", select=f"{HERE} OR {CLOCK}", insert=CLOCK, update=CLOCK),
        *(_read_by_clock(table) for table in READ_BY_CLOCK),
    ]
