"""The next best pairs of a run, for when what somebody was offered comes to nothing."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from querbeet.core import rls

SEEN = """run_id IN (SELECT id FROM matching_run) AND mentee_id IN (SELECT id FROM programmes_participant)
    AND mentor_id IN (SELECT id FROM programmes_participant)"""


class Migration(migrations.Migration):
    dependencies = [("matching", "0002_policies"), ("programmes", "0006_vetting")]
    operations = [
        migrations.CreateModel(
            name="Reserve",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("fit", models.FloatField()),
                ("worth", models.JSONField(default=list)),
                ("rank", models.PositiveSmallIntegerField()),
                (
                    "mentee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="programmes.participant"
                    ),
                ),
                (
                    "mentor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="programmes.participant"
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reserves", to="matching.run"
                    ),
                ),
            ],
            options={"ordering": ["rank", "-fit", "pk"]},
        ),
        migrations.AddConstraint(
            model_name="reserve",
            constraint=models.UniqueConstraint(fields=("run", "mentee", "mentor"), name="reserve_once_a_run"),
        ),
        rls.protect("matching_reserve", select=SEEN, insert=SEEN, update=SEEN, delete=SEEN),
    ]
