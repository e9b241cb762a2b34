"""Whoever acts may add an entry; a member reads their own, stewards those of their community; nobody changes one."""

from django.db import migrations

from querbeet.core import rls


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial"), ("core", "0001_functions")]
    operations = [
        rls.protect(
            "audit_entry",
            select="actor IN (app_member(), app_account()) OR (community = app_community() AND app_is('steward'))",
            insert="true",
            append_only=True,
        )
    ]
