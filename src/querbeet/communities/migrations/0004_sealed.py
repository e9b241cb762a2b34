"""What members tell about themselves, and notes on invitations, move into the vault."""

from django.db import migrations, models

from querbeet.core import keyring
from querbeet.core.vault import SealedText

MOVED = (("Facet", "value", "plain_value"), ("Invitation", "note", "plain_note"))


def seal(apps, schema_editor) -> None:
    with keyring.held():
        for model, name, plain in MOVED:
            for row in apps.get_model("communities", model).objects.exclude(**{plain: ""}).iterator():
                setattr(row, name, getattr(row, plain))
                setattr(row, plain, "")  # or it would stay in the pages of a dropped column
                row.save(update_fields=[name, plain])


class Migration(migrations.Migration):
    dependencies = [("communities", "0003_search"), ("core", "0002_vault")]
    operations = [
        migrations.RemoveConstraint("facet", "one_facet_a_value"),
        migrations.RenameField("facet", "value", "plain_value"),
        migrations.RenameField("invitation", "note", "plain_note"),
        migrations.AddField("facet", "value", SealedText(owner="member_id", max_length=2000)),
        migrations.AddField("invitation", "note", SealedText(owner="created_by_id", max_length=80, blank=True)),
        migrations.RunPython(seal, migrations.RunPython.noop),
        migrations.RemoveField("facet", "plain_value"),
        migrations.RemoveField("invitation", "plain_note"),
        migrations.AddConstraint(
            "facet",
            models.UniqueConstraint(
                fields=["member", "kind", "position"], name="one_facet_a_place", deferrable=models.Deferrable.DEFERRED
            ),
        ),
    ]
