"""The second wall of skills: what `visible_to(member)` says, said again by the database."""

from django.db import migrations

from querbeet.communities.models import audiences
from querbeet.core import rls

OPERATE = "app_purpose() = 'operate'"
STEWARD = "app_is('steward')"
HERE = "community_id = app_community()"
MINE = f"(member_id = app_member() AND {HERE})"
MERGE = f"({HERE} AND {STEWARD} AND app_purpose() = 'merge')"

SKILL_SEEN = f"""community_id IS NULL OR ({HERE} AND (
    state IN ('accepted', 'merged') OR proposed_by_id = app_member() OR {STEWARD} OR {MERGE}))"""
SKILL_PROPOSED = f"({HERE} AND state = 'proposed' AND proposed_by_id = app_member())"
# Whoever leaves takes their name off what they proposed.
SKILL_DETACHED = f"""({HERE} AND app_purpose() = 'leave'
    AND (proposed_by_id IS NULL OR proposed_by_id = app_member()))"""
OWN_SKILL = f"from_skill_id IN (SELECT id FROM skills_skill WHERE {HERE})"
ACCEPTED = "skill_id IN (SELECT id FROM skills_skill WHERE state = 'accepted')"

# The policies of strengths and members apply inside of these.
GIVEN = f"""strength_id IN (SELECT id FROM skills_strength) AND by_id IN (SELECT id FROM communities_member)
    AND (shown OR by_id = app_member()
        OR strength_id IN (SELECT id FROM skills_strength WHERE member_id = app_member()))"""
FOR_ME = "strength_id IN (SELECT id FROM skills_strength WHERE member_id = app_member())"
FOR_ANOTHER = """by_id = app_member() AND NOT shown AND decided_at IS NULL
    AND strength_id IN (SELECT id FROM skills_strength WHERE member_id <> app_member())"""

# A policy cannot compare a row before and after: the owner of a strength decides, and never rewrites what was said.
GUARD = """
CREATE FUNCTION skills_endorsement_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id, NEW.strength_id, NEW.by_id, NEW.note) IS DISTINCT FROM (OLD.id, OLD.strength_id, OLD.by_id, OLD.note)
  THEN RAISE insufficient_privilege USING MESSAGE = 'what was said stays as it was said';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER skills_endorsement_guard BEFORE UPDATE ON skills_endorsement
  FOR EACH ROW EXECUTE FUNCTION skills_endorsement_guard();
"""
NO_GUARD = "DROP TRIGGER skills_endorsement_guard ON skills_endorsement; DROP FUNCTION skills_endorsement_guard()"


def shared(table: str) -> migrations.RunSQL:
    """Everybody reads, only whoever runs the server writes. A policy of plain `true` costs no index."""
    return rls.protect(table, select="true", insert=OPERATE, update=OPERATE, delete=OPERATE)


def linked(table: str) -> migrations.RunSQL:
    """Which skills lie close to each other: ids alone."""
    write = f"{OPERATE} OR {OWN_SKILL}"
    return rls.protect(table, select="true", insert=write, delete=write)


class Migration(migrations.Migration):
    dependencies = [("skills", "0001_initial"), ("communities", "0002_policies"), ("core", "0001_functions")]
    operations = [
        shared("skills_edition"),
        shared("skills_area"),
        shared("skills_wording"),
        shared("skills_word"),
        rls.protect(
            "skills_skill",
            select=SKILL_SEEN,
            insert=f"(community_id IS NULL AND {OPERATE}) OR {SKILL_PROPOSED}",
            update=f"(community_id IS NULL AND {OPERATE}) OR ({HERE} AND {STEWARD}) OR {SKILL_DETACHED}",
            delete=f"(community_id IS NULL AND {OPERATE}) OR {SKILL_PROPOSED}",
        ),
        linked("skills_skill_broader"),
        linked("skills_skill_related"),
        rls.protect(
            "skills_listing",
            select=f"{audiences.policy('skills_listing')} OR {MERGE}",
            insert=f"{MINE} AND {ACCEPTED}",
            update=f"{MINE} OR {MERGE}",
            delete=f"{MINE} OR {MERGE}",
        ),
        rls.protect("skills_week", select=audiences.policy("skills_week"), insert=MINE, update=MINE, delete=MINE),
        rls.protect(
            "skills_strength", select=audiences.policy("skills_strength"), insert=MINE, update=MINE, delete=MINE
        ),
        rls.protect(
            "skills_endorsement",
            select=GIVEN,
            insert=FOR_ANOTHER,
            update=FOR_ME,
            delete=f"by_id = app_member() OR {FOR_ME}",
        ),
        migrations.RunSQL(GUARD, NO_GUARD),
    ]
