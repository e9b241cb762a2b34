"""Answers to the two of a proposal make room for answers to any mentorship."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("mentorships", "0002_policies")]
    operations = [
        migrations.RemoveConstraint("answer", "answer_once"),
        migrations.RenameModel("Answer", "OldAnswer"),
        migrations.RenameModel("Proposal", "OldProposal"),
        migrations.RunSQL(
            'ALTER INDEX "mentorships_answer_member_id_60502a0b" RENAME TO "mentorships_oldanswer_member"',
            'ALTER INDEX "mentorships_oldanswer_member" RENAME TO "mentorships_answer_member_id_60502a0b"',
        ),
    ]
