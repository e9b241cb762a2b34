"""What a programme has checked, and the result for each person; what was asked and answered is sealed."""

import django.db.models.deletion
import querbeet.core.vault
import uuid
from django.db import migrations, models

from querbeet.core import rls

SEEN = "programme_id IN (SELECT id FROM programmes_programme)"
STAFF = "app_is('coordinator') AND programme_id IN (SELECT id FROM programmes_programme WHERE community_id = app_community())"
# The participants' own policy applies inside: whoever has left in the coordinator's eyes takes their results along.
PEOPLE = """app_is('coordinator') AND participant_id IN (SELECT p.id FROM programmes_participant p
    JOIN programmes_programme r ON r.id = p.programme_id WHERE r.community_id = app_community())"""
MINE = "participant_id IN (SELECT id FROM programmes_participant WHERE member_id = app_member())"


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0003_search'),
        ('core', '0002_vault'),
        ('programmes', '0005_enrolments'),
    ]

    operations = [
        migrations.RemoveField(model_name='participant', name='asked'),
        migrations.RemoveField(model_name='participant', name='said'),
        migrations.AddField(
            model_name='participant',
            name='asked',
            field=querbeet.core.vault.SealedText(blank=True, max_length=2000, owner='member_id'),
        ),
        migrations.AddField(
            model_name='participant',
            name='said',
            field=querbeet.core.vault.SealedText(blank=True, max_length=4000, owner='member_id'),
        ),
        migrations.AlterField(
            model_name='participant',
            name='state',
            field=models.CharField(choices=[('submitted', 'signed up'), ('info', 'asked for more'), ('screening', 'being looked at'), ('training', 'in training'), ('ready', 'ready'), ('pool', 'can be matched'), ('full', 'no place free'), ('paused', 'taking a break'), ('renewal', 'to be checked again'), ('suspended', 'on hold by the coordinators'), ('left', 'stepped out'), ('declined', 'not taken this time'), ('finished', 'finished')], default='submitted', max_length=10),
        ),
        migrations.CreateModel(
            name='VettingStep',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('kind', models.CharField(choices=[('talk', 'a first talk'), ('reference', 'somebody who vouches'), ('promise', 'a signed promise'), ('record', 'a certificate that was shown'), ('training', 'a training that was attended'), ('other', 'something else')], default='talk', max_length=10)),
                ('label', models.CharField(blank=True, max_length=80)),
                ('asked', models.CharField(choices=[('both', 'both'), ('mentee', 'mentees'), ('mentor', 'mentors')], default='mentor', max_length=8)),
                ('valid_months', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='vetting_steps', to='programmes.programme')),
            ],
            options={
                'ordering': ['position', 'created_at'],
            },
        ),
        migrations.CreateModel(
            name='Check',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('passed', models.BooleanField()),
                ('checked_on', models.DateField()),
                ('expires_on', models.DateField(blank=True, null=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='communities.member')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='checks', to='programmes.participant')),
                ('second', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='communities.member')),
                ('step', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='checks', to='programmes.vettingstep')),
            ],
            options={
                'ordering': ['-created_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('second', None), models.Q(('second', models.F('by')), _negated=True), _connector='OR'), name='two_people_are_two'), models.CheckConstraint(condition=models.Q(('expires_on', None), ('expires_on__gte', models.F('checked_on')), _connector='OR'), name='check_expires_later')],
            },
        ),
        rls.protect("programmes_vettingstep", select=SEEN, insert=STAFF, update=STAFF, delete=STAFF),
        rls.protect("programmes_check", select=f"({MINE}) OR ({PEOPLE})", insert=PEOPLE, update=PEOPLE, delete=PEOPLE),
    ]
