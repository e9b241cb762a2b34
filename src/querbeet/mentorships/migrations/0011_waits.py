"""What a word about a wait is made of: how long others took, and since when somebody's places are taken."""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION mentorships_lasted(here uuid) RETURNS SETOF double precision
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM mentorships_may_count();
  RETURN QUERY SELECT extract(epoch FROM ended_at - began_at)::double precision FROM mentorships_mentorship
    WHERE community_id = here AND state = 'closed' AND programme_id IS NULL AND began_at IS NOT NULL AND shape <> 'flash';
END $$;
CREATE FUNCTION mentorships_taken(who uuid[]) RETURNS TABLE (member uuid, began timestamptz)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM mentorships_may_count();
  RETURN QUERY SELECT p.member_id, coalesce(m.began_at, m.exploring_at)
    FROM mentorships_partner p JOIN mentorships_mentorship m ON m.id = p.mentorship_id
    WHERE p.member_id = ANY(who) AND p.side = 'mentor' AND p.left_at IS NULL AND m.programme_id IS NULL
      AND m.state IN ('exploring', 'active', 'on_hold', 'ending');
END $$;
"""
NO_FUNCTIONS = "DROP FUNCTION mentorships_lasted(uuid), mentorships_taken(uuid[])"


class Migration(migrations.Migration):
    dependencies = [("mentorships", "0010_goals_policies")]
    operations = [migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS)]
