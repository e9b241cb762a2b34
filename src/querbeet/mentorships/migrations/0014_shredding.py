"""Whoever is done with the shared notes does not see them any more; when all are, they are erased."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from querbeet.communities.models import bounds
from querbeet.core import rls

OF_MINE = "mentorship_id IN (SELECT app_mentorships())"
MINE = f"{OF_MINE} AND mentorship_id IN (SELECT id FROM mentorships_mentorship)"
OWN = "member_id = app_member()"
CONCLUDE = f"app_purpose() = 'conclude' AND {OF_MINE}"
ENDS = "app_purpose() = 'mentoring clock' OR app_purpose() = 'erase'"
SHREDDED = """EXISTS (SELECT 1 FROM mentorships_shredding s WHERE s.mentorship_id = mentorships_note.mentorship_id
    AND s.member_id = app_member() AND s.at >= mentorships_note.created_at)"""
SEEN = f"({MINE} AND NOT {bounds.since_block_policy('mentorships_note')} AND NOT {SHREDDED})"


class Migration(migrations.Migration):
    dependencies = [("mentorships", "0013_in_line")]
    operations = [
        migrations.CreateModel(
            name="Shredding",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("at", models.DateTimeField()),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="communities.member"
                    ),
                ),
                (
                    "mentorship",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="mentorships.mentorship"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="shredding",
            constraint=models.UniqueConstraint(fields=("mentorship", "member"), name="shred_once_each"),
        ),
        rls.protect(
            "mentorships_shredding",
            select=f"{OWN} OR ({CONCLUDE})",
            insert=f"{OWN} AND {OF_MINE}",
            update=OWN,
            delete=OWN,
        ),
        rls.replace(
            "mentorships_note", select=f"{SEEN} OR ({CONCLUDE})", delete=f"{ENDS} OR ({CONCLUDE})"
        ),
    ]
