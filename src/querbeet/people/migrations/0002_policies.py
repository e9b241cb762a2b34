"""Signed in, one reaches one's own rows; only a request that nobody signed in to may look accounts up."""

from django.db import migrations

from querbeet.core import rls

OWN = "account_id = app_account()"
SIGNING_IN = "(app_account() IS NULL AND app_purpose() = 'authenticate')"
JOINING = "app_purpose() = 'join'"
KNOWN = f"digest = app_session() OR {OWN}"
EXPIRED = "(app_purpose() = 'sweep' AND expires_at < now())"


def way_in(table: str, **more: str) -> migrations.RunSQL:
    """A way in is checked before anybody is signed in, and changed only by its owner."""
    return rls.protect(table, **{"select": f"{OWN} OR {SIGNING_IN}", "insert": OWN, "update": OWN, "delete": OWN} | more)


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial"), ("core", "0001_functions")]
    operations = [
        rls.protect(
            "people_account",
            select=f"id = app_account() OR {SIGNING_IN} OR {JOINING}",
            insert=JOINING,
            update="id = app_account()",
            delete="id = app_account()",
        ),
        way_in("people_passkey"),
        way_in("people_authenticatorapp"),
        way_in("people_recoverycode"),
        rls.protect(
            "people_session",
            select=f"{KNOWN} OR {EXPIRED}",
            insert=f"digest = app_session() AND (account_id IS NULL OR {OWN})",
            update=KNOWN,
            delete=f"{KNOWN} OR {EXPIRED}",
        ),
        rls.protect(
            "people_letter",
            select=f"{OWN} OR {SIGNING_IN} OR {EXPIRED}",
            insert=OWN,
            update=OWN,
            delete=f"{OWN} OR {SIGNING_IN} OR {EXPIRED}",
        ),
    ]
