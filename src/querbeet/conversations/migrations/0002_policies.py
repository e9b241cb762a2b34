"""The second wall of conversations: what `visible_to(member)` says, said again by the database."""

from django.db import migrations

from querbeet.communities.models import bounds
from querbeet.core import rls

CONVERSE = "app_purpose() = 'converse'"
MINE = "community_id = app_community() AND members @> ARRAY[app_member()]"
SEAT = "member_id = app_member()"
# The policy of threads applies inside.
HERE = """thread_id IN (SELECT id FROM conversations_thread)
    AND EXISTS (SELECT 1 FROM conversations_seat s WHERE s.thread_id = conversations_message.thread_id
        AND s.member_id = app_member() AND s.created_at <= conversations_message.created_at)"""
# Of somebody who is blocked, either way, only what came before.
APART = bounds.since_block_policy("conversations_message")
WRITTEN = "author_id = app_member()"


class Migration(migrations.Migration):
    dependencies = [("conversations", "0001_initial"), ("communities", "0002_policies"), ("core", "0001_functions")]
    operations = [
        rls.protect(
            "conversations_thread",
            select=f"({MINE}) OR {CONVERSE}",
            insert=CONVERSE,
            update=CONVERSE,
        ),
        rls.protect(
            "conversations_seat",
            select=f"{SEAT} OR {CONVERSE}",
            insert=CONVERSE,
            update=SEAT,  # locked while writing
            delete=f"{SEAT} OR {CONVERSE}",
        ),
        rls.protect(
            "conversations_message",
            select=f"{HERE} AND NOT {APART}",
            insert=f"{WRITTEN} AND {HERE}",
            update=f"{WRITTEN} AND {HERE}",
        ),
    ]
