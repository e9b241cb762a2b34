"""One's own copies and erasures are one's own; the ledger is for the job that erases. That job reaches every table."""

from django.db import migrations

from querbeet.core import rls

OWN = "account_id = app_account()"


class Migration(migrations.Migration):
    dependencies = [
        ("rights", "0001_initial"),
        ("core", "0002_vault"),
        ("conversations", "0002_policies"),
        ("matching", "0002_policies"),
        ("mentorships", "0002_policies"),
        ("notices", "0002_policies"),
        ("programmes", "0005_enrolments"),
        ("safety", "0002_policies"),
        ("skills", "0002_policies"),
    ]
    operations = [
        rls.protect("rights_download", select=OWN, insert=OWN, update=OWN, delete=OWN),
        rls.protect("rights_erasure", select=OWN, insert=OWN, delete=OWN),
        rls.protect("rights_erased", select="app_purpose() = 'erase'", insert="app_purpose() = 'erase'"),
        rls.erasable(),
    ]
