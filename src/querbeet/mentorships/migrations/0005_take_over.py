"""Proposals that were made before become mentorships: open ones are offered, matches get to know each other."""

from django.db import migrations

TAKE_OVER = """
INSERT INTO mentorships_mentorship
  (id, created_at, community_id, programme_id, shape, state, reasons, source, rank, offered_at, expires_at,
   exploring_at, decide_by, ended_at)
SELECT o.id, o.created_at, p.community_id, o.programme_id, 'one_to_one',
  CASE o.state WHEN 'accepted' THEN 'exploring' ELSE o.state END, o.reasons, o.source, 0, o.created_at, o.expires_at,
  CASE o.state WHEN 'accepted' THEN now() END, CASE o.state WHEN 'accepted' THEN now() + interval '14 days' END,
  CASE o.state WHEN 'lapsed' THEN now() END
FROM mentorships_oldproposal o JOIN programmes_programme p ON p.id = o.programme_id;
INSERT INTO mentorships_partner (id, created_at, community_id, mentorship_id, member_id, side)
SELECT gen_random_uuid(), o.created_at, m.community_id, o.id, s.member, s.side
FROM mentorships_oldproposal o JOIN mentorships_mentorship m ON m.id = o.id,
  LATERAL (VALUES (o.mentee_id, 'mentee'), (o.mentor_id, 'mentor')) AS s (member, side);
INSERT INTO mentorships_answer (id, created_at, mentorship_id, member_id, question, reply, answered_at, nudges)
SELECT gen_random_uuid(), p.created_at, p.mentorship_id, p.member_id, 'offer',
  CASE m.state WHEN 'exploring' THEN 'agreed' WHEN 'lapsed' THEN 'expired' ELSE coalesce(a.reply, 'waiting') END,
  a.created_at, 0
FROM mentorships_partner p JOIN mentorships_mentorship m ON m.id = p.mentorship_id
  LEFT JOIN mentorships_oldanswer a ON a.proposal_id = p.mentorship_id AND a.member_id = p.member_id;
INSERT INTO mentorships_answer (id, created_at, mentorship_id, member_id, question, reply, nudges)
SELECT gen_random_uuid(), now(), p.mentorship_id, p.member_id, 'fit', 'waiting', 0
FROM mentorships_partner p JOIN mentorships_mentorship m ON m.id = p.mentorship_id WHERE m.state = 'exploring';
"""


class Migration(migrations.Migration):
    dependencies = [("mentorships", "0004_mentorship")]
    operations = [migrations.RunSQL(TAKE_OVER, migrations.RunSQL.noop)]
