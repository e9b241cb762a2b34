"""The second wall of mentorships: what `visible_to(member)` says, said again by the database."""

from django.db import migrations

from querbeet.core import rls

# Whoever has left in the viewer's eyes takes the proposal with them: the members' own policy applies inside.
PRESENT = "mentee_id IN (SELECT id FROM communities_member) AND mentor_id IN (SELECT id FROM communities_member)"
MINE = f"app_member() IN (mentee_id, mentor_id) AND {PRESENT}"
STAFF = f"""app_is('coordinator') AND {PRESENT}
    AND programme_id IN (SELECT id FROM programmes_programme WHERE community_id = app_community())"""
CLOCK = "app_purpose() = 'clock'"
LATE = f"{CLOCK} AND expires_at <= now()"
OF_MINE = "proposal_id IN (SELECT id FROM mentorships_proposal WHERE app_member() IN (mentee_id, mentor_id))"
OF_STAFF = "app_is('coordinator') AND proposal_id IN (SELECT id FROM mentorships_proposal)"


class Migration(migrations.Migration):
    dependencies = [("mentorships", "0001_initial"), ("programmes", "0002_policies"), ("communities", "0002_policies")]
    operations = [
        rls.protect(
            "mentorships_proposal",
            select=f"({MINE}) OR ({STAFF}) OR ({LATE})",
            insert=STAFF,
            update=f"({MINE}) OR ({LATE})",
        ),
        rls.protect(
            "mentorships_answer",
            select=f"member_id = app_member() OR ({OF_STAFF}) OR (app_purpose() = 'conclude' AND {OF_MINE})",
            insert=f"member_id = app_member() AND {OF_MINE}",
            update=f"member_id = app_member() AND {OF_MINE}",
        ),
    ]
