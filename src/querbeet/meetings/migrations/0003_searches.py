"""Looks for times count for whoever looked, with whomever it was; a meeting that goes takes no count away, which would
tell that somebody left from that somebody is blocked."""

from django.db import migrations

from querbeet.core import rls

OWN = "member_id = app_member()"


class Migration(migrations.Migration):
    dependencies = [("meetings", "0002_policies")]
    operations = [
        rls.replace("meetings_search", select=OWN, insert=OWN, update=OWN, delete=OWN),
        migrations.RemoveField("search", "meeting"),
    ]
