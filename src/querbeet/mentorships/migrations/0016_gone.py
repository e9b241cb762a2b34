"""Who is gone in the viewer's eyes is asked by a function, whose plan the database keeps.

Written into the policy, the question brought the members' policy with it wherever a mentorship is asked for, and each
level doubled the plan: a page about goals took longer to plan than to answer. What is seen stays the same.
"""

from django.db import migrations

from querbeet.core import rls

GONE = """
CREATE FUNCTION mentorships_gone() RETURNS SETOF uuid LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN QUERY SELECT p.mentorship_id FROM mentorships_partner p
    WHERE p.left_at IS NULL AND p.member_id NOT IN (SELECT id FROM communities_member);
END $$;
"""
PRESENT = "id NOT IN (SELECT mentorships_gone())"
KEPT = "state IN ('active', 'on_hold', 'ending', 'closed')"
MINE = f"(id IN (SELECT app_mentorships()) OR asked_by_id = app_member()) AND ({KEPT} OR {PRESENT})"
SEEN = f"""({MINE}) OR (app_is('coordinator') AND community_id = app_community() AND {PRESENT})
    OR (app_purpose() = 'conclude' AND community_id = app_community()) OR app_purpose() = 'mentoring clock'"""


class Migration(migrations.Migration):
    dependencies = [("mentorships", "0015_change")]
    operations = [
        migrations.RunSQL(GONE, migrations.RunSQL.noop),
        rls.replace("mentorships_mentorship", select=SEEN, update=SEEN),
    ]
