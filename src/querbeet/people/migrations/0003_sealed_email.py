"""E-mail addresses move from the one key of the installation to a key of each account."""

from django.conf import settings
from django.db import migrations

from querbeet.core import sealing
from querbeet.core.vault import SealedText


def move(apps, schema_editor) -> None:
    for account in apps.get_model("people", "Account").objects.exclude(sealed_email=b"").iterator():
        context = f"people_account/email/{account.pk}"
        account.email = sealing.unseal(account.sealed_email, key=settings.ACCOUNT_KEY, context=context).decode()
        account.sealed_email = b""
        account.save(update_fields=["email", "sealed_email"])


class Migration(migrations.Migration):
    dependencies = [("people", "0002_policies"), ("core", "0002_vault")]
    operations = [
        migrations.AddField("account", "email", SealedText(owner="id", max_length=254, blank=True)),
        migrations.RunPython(move, migrations.RunPython.noop),
        migrations.RemoveField("account", "sealed_email"),
    ]
