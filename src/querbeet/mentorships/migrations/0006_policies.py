"""The second wall of mentorships: what `visible_to(member)` says, said again by the database.

Two policies that ask each other would run in circles, so who takes part in what is told by a function that looks past
them, for the viewer alone. Others lock members and count their free places, for one purpose: nobody reads how many
mentorships somebody else has.
"""

from django.db import migrations

from querbeet.core import rls

FUNCTIONS = """
CREATE FUNCTION app_mentorships() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp
  AS $$ SELECT mentorship_id FROM mentorships_partner WHERE member_id = app_member() AND left_at IS NULL $$;

CREATE FUNCTION mentorships_may_count() RETURNS void LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF app_purpose() NOT IN ('conclude', 'mentoring clock') THEN
    RAISE insufficient_privilege USING MESSAGE = 'places are counted for one purpose';
  END IF;
END $$;

CREATE FUNCTION mentorships_lock(members uuid[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM mentorships_may_count();
  PERFORM id FROM communities_member WHERE id = ANY(members) ORDER BY id FOR NO KEY UPDATE;
END $$;

CREATE FUNCTION mentorships_room(programme uuid, who uuid, on_side text) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM mentorships_may_count();
  IF on_side = 'peer' OR (programme IS NULL AND on_side <> 'mentor') THEN
    RETURN 1000;  -- whoever asks, and equals in a circle, know themselves how much they want
  ELSIF programme IS NULL THEN
    RETURN coalesce((SELECT CASE WHEN resting THEN 0 ELSE places END FROM mentorships_openplace WHERE member_id = who), 0)
      - (SELECT count(*) FROM mentorships_partner p JOIN mentorships_mentorship m ON m.id = p.mentorship_id
        WHERE p.member_id = who AND p.side = 'mentor' AND p.left_at IS NULL AND m.programme_id IS NULL
          AND m.state IN ('exploring', 'active', 'on_hold', 'ending'));
  END IF;
  RETURN coalesce((SELECT coalesce(e.capacity, CASE on_side WHEN 'mentor' THEN p.mentees_each ELSE p.mentors_each END) - e.taken
    FROM programmes_participant e JOIN programmes_programme p ON p.id = e.programme_id
    WHERE e.programme_id = programme AND e.member_id = who AND e.side = on_side AND e.state = 'pool'), 0);
END $$;
"""
NO_FUNCTIONS = """
DROP FUNCTION mentorships_room(uuid, uuid, text), mentorships_lock(uuid[]),
  mentorships_may_count(), app_mentorships();
"""

CLOCK = "app_purpose() = 'mentoring clock'"
CONCLUDE = "app_purpose() = 'conclude' AND community_id = app_community()"
STAFF = "app_is('coordinator') AND community_id = app_community()"
# Whoever has left in the viewer's eyes takes what has not taken place yet with them: the members' policy applies inside.
PRESENT = """NOT EXISTS (SELECT 1 FROM mentorships_partner p WHERE p.mentorship_id = mentorships_mentorship.id
    AND p.left_at IS NULL AND p.member_id NOT IN (SELECT id FROM communities_member))"""
KEPT = "state IN ('active', 'on_hold', 'ending', 'closed')"
MINE = f"""((state <> 'proposed' AND id IN (SELECT app_mentorships())) OR asked_by_id = app_member())
    AND ({KEPT} OR {PRESENT})"""
SEEN = f"({MINE}) OR ({STAFF} AND {PRESENT}) OR ({CONCLUDE}) OR {CLOCK}"
ASKED = f"""community_id = app_community() AND app_is('coordinator')
    OR (asked_by_id = app_member() AND community_id = app_community() AND programme_id IS NULL)"""
OF_MINE = "mentorship_id IN (SELECT app_mentorships())"
OF_SEEN = "mentorship_id IN (SELECT id FROM mentorships_mentorship)"
BY_VERB = f"(app_purpose() = 'conclude' AND {OF_SEEN}) OR {CLOCK}"
OWN = "member_id = app_member()"
HERE = "community_id = app_community()"
TIE = "app_member() IN (member_id, other_id) OR app_purpose() IN ('conclude', 'mentoring clock')"


class Migration(migrations.Migration):
    dependencies = [
        ("mentorships", "0005_take_over"),
        ("communities", "0003_search"),
        ("programmes", "0005_enrolments"),
        ("skills", "0002_policies"),
    ]
    operations = [
        migrations.DeleteModel("OldAnswer"),
        migrations.DeleteModel("OldProposal"),
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        rls.protect("mentorships_mentorship", select=SEEN, insert=ASKED, update=SEEN),
        rls.protect(
            "mentorships_partner",
            select=f"{OWN} OR {OF_MINE} OR ({STAFF}) OR ({CONCLUDE}) OR {CLOCK}",
            insert=f"({STAFF}) OR ({CONCLUDE})",
            update=f"{OWN} OR ({CONCLUDE}) OR {CLOCK}",
            delete=f"({CONCLUDE}) OR {CLOCK}",
        ),
        rls.protect(
            "mentorships_answer",
            select=f"""{OWN} OR {BY_VERB}
                OR (question = 'offer' AND app_is('coordinator') AND {OF_SEEN})""",
            insert=f"({OWN} AND {OF_MINE}) OR {BY_VERB} OR (reply = 'waiting' AND app_is('coordinator') AND {OF_SEEN})",
            update=f"({OWN} AND {OF_MINE}) OR {BY_VERB}",
            delete=OWN,
        ),
        rls.protect(
            "mentorships_openplace",
            select=f"""{OWN} OR ({HERE} AND NOT resting AND places > 0
                AND member_id IN (SELECT id FROM communities_member WHERE status = 'active'))""",
            insert=f"{OWN} AND {HERE}",
            update=OWN,
            delete=OWN,
        ),
        rls.protect(
            "mentorships_openskill",
            select="place_id IN (SELECT id FROM mentorships_openplace)",
            insert="place_id IN (SELECT id FROM mentorships_openplace WHERE member_id = app_member())",
            delete="place_id IN (SELECT id FROM mentorships_openplace WHERE member_id = app_member())",
        ),
        # The verbs make and end the ties of all in a mentorship, not only of the one who acts.
        rls.replace("communities_tie", select=TIE, insert=TIE, update=TIE),
    ]
