"""The second wall of calls for help: whom a call is about is not among those who may read it."""

from django.db import migrations

from querbeet.core import rls

CARE = "app_purpose() = 'care'"
MINE = "reporter_id = app_member()"
STAFF = "(app_is('steward') OR app_is('coordinator'))"
CHOSEN = f"(community_id = app_community() AND {STAFF} AND app_member() = ANY(readers))"
SEEN = f"{MINE} OR {CHOSEN}"
OF_SEEN = "report_id IN (SELECT id FROM safety_report)"
HERE = "community_id = app_community() AND app_member() IS NOT NULL"


class Migration(migrations.Migration):
    dependencies = [("safety", "0001_initial"), ("communities", "0002_policies"), ("core", "0002_vault")]
    operations = [
        rls.protect(
            "safety_report",
            select=f"{SEEN} OR {CARE}",
            insert=f"{MINE} AND {HERE}",
            update=f"{SEEN} OR {CARE}",
            delete=f"{MINE} AND {CARE}",
        ),
        rls.protect(
            "safety_word",
            select=OF_SEEN,
            insert=f"author_id = app_member() AND {OF_SEEN}",
            delete=f"{CARE} AND {OF_SEEN}",
        ),
        rls.protect(
            "safety_line",
            select=HERE,
            insert=f"{HERE} AND app_is('coordinator')",
            delete=f"{HERE} AND app_is('coordinator')",
        ),
    ]
