"""Whoever leaves takes their name off what they proposed, also where it waits or was not taken in.

A changed row must be readable for whoever changes it; without their name on it these no longer were.
"""

from importlib import import_module

from django.db import migrations

from querbeet.core import rls

earlier = import_module("querbeet.skills.migrations.0002_policies")
NAMELESS = f"({earlier.HERE} AND app_purpose() = 'leave' AND proposed_by_id IS NULL)"


class Migration(migrations.Migration):
    dependencies = [("skills", "0002_policies")]
    operations = [rls.replace("skills_skill", select=f"{earlier.SKILL_SEEN} OR {NAMELESS}")]
