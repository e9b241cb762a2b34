"""What people answered, how to reach them, and the spreadsheets they came in move into the vault."""

from django.db import migrations

from querbeet.core import keyring
from querbeet.core.vault import SealedJSON, SealedText

MOVED = (
    ("participant", "contact", SealedText(owner="programme_id", max_length=254, blank=True)),
    ("participant", "answers", SealedJSON(owner="programme_id", default=dict, blank=True)),
    ("importbatch", "rows", SealedJSON(owner="programme_id", default=list)),
    ("importbatch", "problems", SealedJSON(owner="programme_id", default=list)),
    ("importbatch", "before", SealedJSON(owner="programme_id", default=list)),
)


def seal(apps, schema_editor) -> None:
    with keyring.held():
        for model, name, field in MOVED:
            for row in apps.get_model("programmes", model).objects.iterator():
                setattr(row, name, getattr(row, f"plain_{name}"))
                setattr(row, f"plain_{name}", field.get_default())  # or it would stay in the pages of a dropped column
                row.save(update_fields=[name, f"plain_{name}"])
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what was looked at twice waits to be checked


class Migration(migrations.Migration):
    dependencies = [("programmes", "0006_vetting"), ("core", "0002_vault")]
    operations = [
        *(migrations.RenameField(model, name, f"plain_{name}") for model, name, _ in MOVED),
        *(migrations.AddField(model, name, field) for model, name, field in MOVED),
        migrations.RunPython(seal, migrations.RunPython.noop),
        *(migrations.RemoveField(model, f"plain_{name}") for model, name, _ in MOVED),
    ]
