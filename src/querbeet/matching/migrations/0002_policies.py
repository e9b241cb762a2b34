"""The second wall of matching: runs are the coordinators' own; members who have left in their eyes are not in them."""

from django.db import migrations

from querbeet.core import rls

STAFF = """app_is('coordinator')
    AND programme_id IN (SELECT id FROM programmes_programme WHERE community_id = app_community())"""
OF_RUN = "run_id IN (SELECT id FROM matching_run)"
BOTH = "mentee_id IN (SELECT id FROM programmes_participant) AND mentor_id IN (SELECT id FROM programmes_participant)"
ONE = "participant_id IN (SELECT id FROM programmes_participant)"
# A run must know who blocked whom, or it could put the two together; it runs for this purpose and tells nobody. The
# condition names no other table: members' policies read blocks, and PostgreSQL refuses policies that run in circles.
BLOCKS = "app_member() IN (blocker_id, blocked_id) OR (app_purpose() = 'matching' AND app_is('coordinator'))"


def coordinators(table: str, condition: str) -> migrations.RunSQL:
    return rls.protect(table, select=condition, insert=condition, update=condition, delete=condition)


class Migration(migrations.Migration):
    dependencies = [("matching", "0001_initial"), ("programmes", "0002_policies"), ("communities", "0002_policies")]
    operations = [
        coordinators("matching_run", STAFF),
        coordinators("matching_pair", f"{OF_RUN} AND {BOTH}"),
        coordinators("matching_left", f"{OF_RUN} AND {ONE}"),
        coordinators("matching_marking", f"{STAFF} AND {BOTH}"),
        rls.replace("communities_block", select=BLOCKS),
    ]
