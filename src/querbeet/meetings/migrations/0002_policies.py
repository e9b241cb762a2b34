"""The second wall of meetings: what `visible_to(member)` says, said again by the database.

Two policies that ask each other would run in circles, so who sits at which meeting is told by functions that look past
them, for the viewer alone. Finding times may look at weeks, time zones and other meetings of those one is about to meet,
for one purpose and as far as they let it; what each of them answered is seen for another, by the verb alone.
"""

from django.db import migrations

from querbeet.core import rls

FUNCTIONS = """
CREATE FUNCTION app_meetings() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp
  AS $$ SELECT meeting_id FROM meetings_seat WHERE member_id = app_member() $$;

CREATE FUNCTION meetings_begun() RETURNS TABLE (id uuid, mentorship_id uuid) LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp
  AS $$ SELECT id, mentorship_id FROM meetings_meeting WHERE asked_by_id = app_member() AND state = 'draft' $$;

CREATE FUNCTION app_met() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp
  AS $$ SELECT member_id FROM meetings_seat WHERE meeting_id IN (SELECT app_meetings()) $$;
"""
NO_FUNCTIONS = "DROP FUNCTION app_met(), meetings_begun(), app_meetings()"

HERE = "community_id = app_community()"
CLOCK = "app_purpose() = 'meeting clock'"
MEET = "app_purpose() = 'meet'"
OWN = "member_id = app_member()"
PRESENT = "member_id IN (SELECT id FROM communities_member)"
OTHERS = f"""EXISTS (SELECT 1 FROM meetings_seat s WHERE s.meeting_id = meetings_meeting.id
    AND s.member_id <> app_member() AND s.{PRESENT})"""
SEEN = f"""({HERE} AND id IN (SELECT app_meetings()) AND (state <> 'draft' OR asked_by_id = app_member()) AND {OTHERS})
    OR ({MEET} AND {HERE}) OR {CLOCK}"""
OF_MINE = "meeting_id IN (SELECT app_meetings())"
OF_SEEN = "meeting_id IN (SELECT id FROM meetings_meeting)"
BY_VERB = f"({MEET} AND {OF_SEEN}) OR {CLOCK}"
TIMES = "app_purpose() = 'times' AND member_id IN (SELECT app_met())"
# Only people of the mentorship are seated; a group's are its own package's business.
SEATED = f"""{PRESENT} AND EXISTS (SELECT 1 FROM meetings_begun() m WHERE m.id = meetings_seat.meeting_id
    AND (m.mentorship_id IS NULL OR EXISTS (SELECT 1 FROM mentorships_partner p
        WHERE p.mentorship_id = m.mentorship_id AND p.member_id = meetings_seat.member_id AND p.left_at IS NULL)))"""
LET = f"""audience <> 'only_me' AND ({TIMES.replace("app_purpose()", "(SELECT app_purpose())")})"""
BY_ADDRESS = "app_purpose() = 'calendar' AND fingerprint <> '' AND fingerprint = app_invitation()"


def _further(table: str, name: str, condition: str) -> migrations.RunSQL:
    """One more way to read a table of a package below, beside its own."""
    made = f'CREATE POLICY "{name}" ON "{table}" FOR SELECT USING ({condition})'
    return migrations.RunSQL(made, f'DROP POLICY "{name}" ON "{table}"')


def answers(table: str) -> migrations.RunSQL:
    own = f"({OWN} AND {OF_SEEN})"
    return rls.protect(
        table, select=f"{OWN} OR {BY_VERB}", insert=own, update=f"{own} OR {BY_VERB}", delete=f"{OWN} OR {BY_VERB}"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0001_initial"),
        ("communities", "0003_search"),
        ("mentorships", "0006_policies"),
        ("skills", "0002_policies"),
    ]
    operations = [
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        rls.protect(
            "meetings_meeting",
            select=SEEN,
            insert=f"""{HERE} AND asked_by_id = app_member() AND state = 'draft'
                AND (mentorship_id IS NULL OR mentorship_id IN (SELECT app_mentorships()))""",
            update=SEEN,
            delete=f"{MEET} AND {HERE}",
        ),
        rls.protect(
            "meetings_seat",
            select=f"{OWN} OR ({OF_MINE} AND ({PRESENT} OR {MEET})) OR ({TIMES}) OR {CLOCK}",
            insert=SEATED,
            update=f"{OF_MINE} OR {CLOCK}",
            delete=f"{OWN} OR ({MEET} AND {OF_MINE})",
        ),
        rls.protect(
            "meetings_slot",
            select=f"{OF_SEEN} OR {CLOCK}",
            insert=OF_SEEN,
            update=OF_SEEN,
            delete=OF_SEEN,
        ),
        answers("meetings_reply"),
        answers("meetings_word"),
        answers("meetings_search"),
        rls.protect(
            "meetings_place",
            select=f"told_by_id = app_member() OR ({OF_SEEN} AND told_by_id IN (SELECT id FROM communities_member)) OR {BY_VERB}",
            insert=f"told_by_id = app_member() AND {OF_SEEN}",
            update=f"told_by_id = app_member() AND {OF_SEEN}",
            delete=f"told_by_id = app_member() OR {OF_SEEN}",
        ),
        rls.protect(
            "meetings_calendar",
            select=f"{OWN} OR ({BY_ADDRESS})",
            insert=OWN,
            update=OWN,
            delete=OWN,
        ),
        _further("skills_week", "times_rows", LET),
        _further("communities_facet", "times_rows", f"kind = 'time_zone' AND {LET}"),
        _further("mentorships_mentorship", "meeting_clock_rows", CLOCK),
    ]
