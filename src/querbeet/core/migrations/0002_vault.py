"""The data keys of the vault. A wrapped key is useless without the key that wraps it, so whoever is somebody may read
it; nobody reads nothing. Only its owner, or an erasure, throws one away."""

import uuid

from django.db import migrations, models

from querbeet.core import rls

SOMEBODY = "app_account() IS NOT NULL OR app_member() IS NOT NULL OR app_purpose() <> ''"


class Migration(migrations.Migration):
    dependencies = [("core", "0001_functions")]
    operations = [
        migrations.CreateModel(
            name="DataKey",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("owner", models.UUIDField(unique=True)),
                ("wrapped", models.BinaryField()),
                ("wrapping", models.PositiveIntegerField(db_index=True)),
            ],
            options={"abstract": False},
        ),
        rls.protect(
            "core_datakey",
            select=SOMEBODY,
            insert=SOMEBODY,
            update="app_purpose() = 'keys'",
            delete="owner IN (app_member(), app_account()) OR app_purpose() = 'erase'",
        ),
    ]
