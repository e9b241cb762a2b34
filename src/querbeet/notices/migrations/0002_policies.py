"""The second wall of notices: everybody reads their own; others may only add to it, while telling."""

from django.db import migrations

from querbeet.core import rls

MINE = "member_id = app_member()"
TELL = "app_purpose() = 'tell'"
OLD = """(app_purpose() = 'sweep'
    AND (read_at < now() - interval '30 days' OR told_at < now() - interval '180 days'))"""
DELIVER = "app_purpose() = 'deliver'"


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial"), ("communities", "0002_policies"), ("core", "0001_functions")]
    operations = [
        rls.protect(
            "notices_notice",
            select=f"{MINE} OR {TELL} OR {OLD}",
            insert=TELL,
            update=f"{MINE} OR {TELL}",
            delete=f"{MINE} OR {OLD}",
        ),
        rls.protect(
            "notices_channel",
            select=f"{MINE} OR {TELL} OR {DELIVER}",
            insert=f"{MINE} AND account_id = app_account()",
            update=f"{MINE} OR {DELIVER}",
            delete=MINE,
        ),
    ]
