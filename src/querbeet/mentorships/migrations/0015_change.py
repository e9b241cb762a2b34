"""The offer of a change: the coordinators' own; what each of the two says to it is theirs alone."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from querbeet.core import rls

OF_SEEN = "mentorship_id IN (SELECT id FROM mentorships_mentorship)"
STAFF = f"app_is('coordinator') AND {OF_SEEN}"
BY_VERB = f"(app_purpose() = 'conclude' AND {OF_SEEN}) OR app_purpose() = 'mentoring clock'"
STATES = [("offered", "waiting for a yes from all"), ("agreed", "all said yes"), ("lapsed", "did not come about")]
QUESTIONS = [
    ("offer", "Would you like this?"),
    ("fit", "After the first talk: do you want to go on together?"),
    ("rest", "Do you need a break?"),
    ("change", "Would a change help?"),
]


class Migration(migrations.Migration):
    dependencies = [("mentorships", "0014_shredding")]
    operations = [
        migrations.AlterField("answer", "question", models.CharField(choices=QUESTIONS, max_length=8)),
        migrations.CreateModel(
            name="Change",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("state", models.CharField(choices=STATES, default="offered", max_length=8)),
                ("ends_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="communities.member",
                    ),
                ),
                (
                    "mentorship",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="changes",
                        to="mentorships.mentorship",
                    ),
                ),
            ],
            options={"ordering": ["-created_at", "pk"]},
        ),
        migrations.AddConstraint(
            model_name="change",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "offered")), fields=("mentorship",), name="one_change_at_a_time"
            ),
        ),
        rls.protect(
            "mentorships_change",
            select=f"({STAFF}) OR {BY_VERB}",
            insert=f"{STAFF} AND by_id = app_member()",
            update=f"({STAFF}) OR {BY_VERB}",
        ),
    ]
