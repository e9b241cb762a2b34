"""Signed in, one reaches one's own account; only a request that nobody signed in to may look accounts up."""

from django.db import migrations

from querbeet.core import rls

OWN = "id = app_account()"
SIGNING_IN = "app_account() IS NULL AND app_purpose() = 'authenticate'"


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial"), ("core", "0001_functions")]
    operations = [
        rls.protect(
            "people_account",
            select=f"{OWN} OR ({SIGNING_IN}) OR app_purpose() = 'join'",
            insert="app_purpose() = 'join'",
            update=f"{OWN} OR ({SIGNING_IN})",
            delete=OWN,
        )
    ]
