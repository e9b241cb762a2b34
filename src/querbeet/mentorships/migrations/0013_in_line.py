"""What nobody was asked yet is seen by whoever asked for it alone, also when its time is over; and the clock learns who
is to be kept apart before it asks somebody.
"""

from django.db import migrations

from querbeet.core import rls

APART = """
CREATE FUNCTION mentorships_apart(programme uuid, who uuid[]) RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM mentorships_may_count();
  RETURN EXISTS (SELECT 1 FROM communities_block WHERE blocker_id = ANY(who) AND blocked_id = ANY(who))
    OR EXISTS (SELECT 1 FROM programmes_keptapart k
      JOIN programmes_participant a ON a.programme_id = k.programme_id AND lower(a.reference) = lower(k.one)
      JOIN programmes_participant b ON b.programme_id = k.programme_id AND lower(b.reference) = lower(k.other)
      WHERE k.programme_id = programme AND a.member_id = ANY(who) AND b.member_id = ANY(who)
        AND a.member_id <> b.member_id);
END $$;
"""
OWN = """
CREATE OR REPLACE FUNCTION app_mentorships() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp
  AS $$ SELECT p.mentorship_id FROM mentorships_partner p JOIN mentorships_mentorship m ON m.id = p.mentorship_id
    WHERE p.member_id = app_member() AND p.left_at IS NULL
      AND (m.offered_at IS NOT NULL OR m.asked_by_id = app_member()) $$;
"""
OWN_BEFORE = """
CREATE OR REPLACE FUNCTION app_mentorships() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp
  AS $$ SELECT mentorship_id FROM mentorships_partner WHERE member_id = app_member() AND left_at IS NULL $$;
"""
PRESENT = """NOT EXISTS (SELECT 1 FROM mentorships_partner p WHERE p.mentorship_id = mentorships_mentorship.id
    AND p.left_at IS NULL AND p.member_id NOT IN (SELECT id FROM communities_member))"""
KEPT = "state IN ('active', 'on_hold', 'ending', 'closed')"
MINE = f"(id IN (SELECT app_mentorships()) OR asked_by_id = app_member()) AND ({KEPT} OR {PRESENT})"
SEEN = f"""({MINE}) OR (app_is('coordinator') AND community_id = app_community() AND {PRESENT})
    OR (app_purpose() = 'conclude' AND community_id = app_community()) OR app_purpose() = 'mentoring clock'"""
OF_SEEN = "mentorship_id IN (SELECT id FROM mentorships_mentorship)"


class Migration(migrations.Migration):
    dependencies = [
        ("mentorships", "0012_state_names"),
        ("programmes", "0006_vetting"),
        ("communities", "0003_search"),
    ]
    operations = [
        migrations.RunSQL(APART, "DROP FUNCTION mentorships_apart(uuid, uuid[])"),
        migrations.RunSQL(OWN, OWN_BEFORE),
        rls.replace("mentorships_mentorship", select=SEEN, update=SEEN),
    ]
