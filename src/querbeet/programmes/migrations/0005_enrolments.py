"""An enrolment ends by its state; places are kept, and clocks run, for purposes of their own."""

import django.db.models.functions.text
from django.db import migrations, models

from querbeet.core import rls

HERE = "community_id = app_community() AND app_member() IS NOT NULL"
STAFF = "app_is('coordinator') AND programme_id IN (SELECT id FROM programmes_programme WHERE community_id = app_community())"
PRESENT = "(member_id IS NULL OR member_id IN (SELECT id FROM communities_member))"
MINE = "(member_id = app_member() AND programme_id IN (SELECT id FROM programmes_programme))"
CLOCK = "app_purpose() = 'clock'"
# A mentorship that begins or ends counts a place of both, whoever of the two acts; within the community alone.
PLACES = """(app_purpose() = 'places' AND (app_member() IS NULL
    OR programme_id IN (SELECT id FROM programmes_programme WHERE community_id = app_community())))"""
COUNTS = "(app_purpose() IN ('places', 'clock') AND app_member() IS NULL)"


class Migration(migrations.Migration):
    dependencies = [("programmes", "0004_states"), ("communities", "0002_policies"), ("core", "0001_functions")]
    operations = [
        migrations.RemoveConstraint(
            model_name='participant',
            name='one_participant_a_reference',
        ),
        migrations.RemoveConstraint(
            model_name='participant',
            name='enrol_once_a_side',
        ),
        migrations.RemoveField(
            model_name='participant',
            name='withdrawn_at',
        ),
        migrations.AddConstraint(
            model_name='participant',
            constraint=models.UniqueConstraint(models.F('programme'), models.F('side'), django.db.models.functions.text.Lower('reference'), condition=models.Q(('state__in', ['left', 'declined', 'finished']), _negated=True), name='one_participant_a_reference'),
        ),
        migrations.AddConstraint(
            model_name='participant',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['left', 'declined', 'finished']), _negated=True), fields=('programme', 'side', 'member'), name='enrol_once_a_side'),
        ),
        rls.replace(
            "programmes_programme",
            select=f"({HERE} AND (state <> 'draft' OR app_is('coordinator'))) OR {COUNTS}",
            update=f"({HERE} AND app_is('coordinator')) OR ({CLOCK} AND app_member() IS NULL)",
        ),
        rls.replace(
            "programmes_participant",
            select=f"{MINE} OR ({STAFF} AND {PRESENT}) OR {PLACES} OR {CLOCK}",
            update=f"{MINE} OR ({STAFF} AND {PRESENT}) OR {PLACES} OR {CLOCK}",
        ),
    ]
