"""The second wall of programmes: what `visible_to(member)` says, said again by the database."""

from django.db import migrations

from querbeet.core import rls

HERE = "community_id = app_community() AND app_member() IS NOT NULL"
COORDINATOR = f"{HERE} AND app_is('coordinator')"
# The programmes' own policy applies inside of these: a draft belongs to its coordinators.
SEEN = "programme_id IN (SELECT id FROM programmes_programme)"
STAFF = "app_is('coordinator') AND programme_id IN (SELECT id FROM programmes_programme WHERE community_id = app_community())"
# Members whose row the coordinator cannot see have left in their eyes; their enrolments go with them.
PRESENT = "(member_id IS NULL OR member_id IN (SELECT id FROM communities_member))"
TIDY = "(app_purpose() = 'tidy' AND state = 'waiting')"  # the nightly job that throws forgotten uploads away
MINE = f"(member_id = app_member() AND {SEEN})"


def coordinators(table: str, **conditions: str) -> migrations.RunSQL:
    return rls.protect(table, **{"select": STAFF, "insert": STAFF, "update": STAFF, "delete": STAFF, **conditions})


class Migration(migrations.Migration):
    dependencies = [("programmes", "0001_initial"), ("communities", "0002_policies"), ("core", "0001_functions")]
    operations = [
        rls.protect(
            "programmes_programme",
            select=f"{HERE} AND (state <> 'draft' OR app_is('coordinator'))",
            insert=COORDINATOR,
            update=COORDINATOR,
            delete=COORDINATOR,
        ),
        coordinators("programmes_question", select=SEEN),
        coordinators("programmes_rule", select=SEEN),
        coordinators("programmes_keptapart"),
        coordinators("programmes_importbatch", select=f"({STAFF}) OR {TIDY}", delete=f"({STAFF}) OR {TIDY}"),
        rls.protect("programmes_columnmapping", select=COORDINATOR, insert=COORDINATOR, update=COORDINATOR),
        rls.protect(
            "programmes_participant",
            select=f"{MINE} OR ({STAFF} AND {PRESENT})",
            insert=f"{MINE} OR ({STAFF} AND member_id IS NULL)",
            update=f"{MINE} OR ({STAFF} AND {PRESENT})",
            delete=f"{MINE} OR ({STAFF} AND {PRESENT})",
        ),
    ]
