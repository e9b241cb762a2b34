"""Programmes that were open recruit; whoever took part is in the pool, whoever withdrew has left."""

from django.db import migrations
from django.db.models import F


def forwards(apps, _editor) -> None:
    programme, participant = (apps.get_model("programmes", name) for name in ("Programme", "Participant"))
    programme.objects.filter(state="open").update(state="recruiting")
    programme.objects.update(since=F("created_at"))
    participant.objects.filter(withdrawn_at=None).update(state="pool", since=F("created_at"))
    participant.objects.exclude(withdrawn_at=None).update(state="left", since=F("withdrawn_at"))


def backwards(apps, _editor) -> None:
    programme, participant = (apps.get_model("programmes", name) for name in ("Programme", "Participant"))
    programme.objects.filter(state="recruiting").update(state="open")
    programme.objects.filter(state="closing").update(state="running")
    participant.objects.filter(state__in=["left", "declined", "finished"]).update(withdrawn_at=F("since"))


class Migration(migrations.Migration):
    dependencies = [("programmes", "0003_lifecycles")]
    operations = [migrations.RunPython(forwards, backwards)]
