"""The second wall of what people in a mentorship do together: theirs alone. Coordinators read none of it."""

from django.db import migrations

from querbeet.communities.models import bounds
from querbeet.core import rls

MINE = "mentorship_id IN (SELECT app_mentorships()) AND mentorship_id IN (SELECT id FROM mentorships_mentorship)"
CLOCK = "app_purpose() = 'mentoring clock'"
ENDS = f"{CLOCK} OR app_purpose() = 'erase'"
NIGHT = f"({CLOCK} AND (ready OR shelved))"  # an update must meet it before and after
HERE = "community_id = app_community() AND app_member() IS NOT NULL"


def shared(table: str, night: str = "") -> migrations.RunSQL:
    """For those in the mentorship; of somebody who is blocked, either way, only what was there before."""
    seen = f"({MINE} AND NOT {bounds.since_block_policy(table)})"
    seen = f"{seen} OR {night}" if night else seen
    return rls.protect(table, select=seen, insert=f"{MINE} AND author_id = app_member()", update=seen, delete=ENDS)


class Migration(migrations.Migration):
    dependencies = [("mentorships", "0009_goals_obstacles_notes"), ("communities", "0003_search")]
    operations = [
        shared("mentorships_goal"),
        shared("mentorships_step"),
        shared("mentorships_obstacle"),
        shared("mentorships_tip", NIGHT),
        shared("mentorships_note"),
        rls.protect(
            "mentorships_privatenote",
            select="member_id = app_member()",
            insert=f"member_id = app_member() AND {MINE}",
            update="member_id = app_member()",
            delete=f"member_id = app_member() OR {ENDS}",

        ),
        rls.protect(
            "mentorships_shelftip",
            select=f"{HERE} AND (taken_down_on IS NULL OR app_is('steward'))",
            insert=CLOCK,
            update=f"{HERE} AND app_is('steward')",
        ),
    ]
