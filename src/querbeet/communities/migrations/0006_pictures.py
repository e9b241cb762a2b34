"""A member may show a picture, sealed; it is seen by those whom its audience names."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from querbeet.core import rls, vault

earlier = __import__("querbeet.communities.migrations.0002_policies", fromlist=["MY_PERSONAS"])
OWN = "member_id = app_member()"
SEEN = f"""{OWN} OR member_id IN {earlier.MY_PERSONAS} OR (
    EXISTS (SELECT 1 FROM communities_member m WHERE m.id = member_id AND m.community_id = app_community()
        AND m.status IN ('active', 'paused') AND app_purpose() <> 'blocks')
    AND (audience = 'community'
        OR (audience = 'matches' AND {earlier.tied("communities_picture.member_id", "match")})
        OR (audience = 'circles' AND {earlier.tied("communities_picture.member_id", "circle")})))"""


class Migration(migrations.Migration):
    dependencies = [("communities", "0005_clock"), ("core", "0002_vault")]
    operations = [
        migrations.CreateModel(
            name="Picture",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("data", vault.SealedText(max_length=400000, owner="member_id")),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("only_me", "only me"),
                            ("matching", "used for matching, shown to nobody"),
                            ("matches", "my matches"),
                            ("circles", "my circles"),
                            ("community", "this community"),
                        ],
                        default="only_me",
                        max_length=10,
                    ),
                ),
                (
                    "member",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="communities.member"
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        rls.protect("communities_picture", select=SEEN, insert=OWN, update=OWN, delete=OWN),
    ]
