"""What people answered, how to reach them, and the spreadsheets they came in move into the vault."""

from django.db import migrations

from querbeet.core import keyring
from querbeet.core.vault import SealedJSON, SealedText

MOVED = {
    "participant": {
        "contact": SealedText(owner="programme_id", max_length=254, blank=True),
        "answers": SealedJSON(owner="programme_id", default=dict, blank=True),
    },
    "importbatch": {
        "rows": SealedJSON(owner="programme_id", default=list),
        "problems": SealedJSON(owner="programme_id", default=list),
        "before": SealedJSON(owner="programme_id", default=list),
    },
}
ALL = [(model, name, field) for model, fields in MOVED.items() for name, field in fields.items()]


def seal(apps, schema_editor) -> None:
    """Each row is written once: a second time in one transaction would hold up the changes of its table."""
    with keyring.held():
        for model, fields in MOVED.items():
            for row in apps.get_model("programmes", model).objects.iterator():
                for name, field in fields.items():
                    setattr(row, name, getattr(row, f"plain_{name}"))
                    setattr(row, f"plain_{name}", field.get_default())  # or it would stay in a dropped column's pages
                row.save(update_fields=[*fields, *(f"plain_{name}" for name in fields)])


class Migration(migrations.Migration):
    dependencies = [("programmes", "0006_vetting"), ("core", "0002_vault")]
    operations = [
        *(migrations.RenameField(model, name, f"plain_{name}") for model, name, _ in ALL),
        *(migrations.AddField(model, name, field) for model, name, field in ALL),
        migrations.RunPython(seal, migrations.RunPython.noop),
        *(migrations.RemoveField(model, f"plain_{name}") for model, name, _ in ALL),
    ]
