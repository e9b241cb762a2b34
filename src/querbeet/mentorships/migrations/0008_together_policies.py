"""What people in a mentorship share is theirs: coordinators see states, never contents; a freeze is for stewards alone."""

from django.db import migrations

from querbeet.core import rls

OF_MINE = "mentorship_id IN (SELECT app_mentorships())"
OF_SEEN = "mentorship_id IN (SELECT id FROM mentorships_mentorship)"
# The mentorship's own policy applies inside: with somebody who is not there any more, what never took place is gone.
MINE = f"{OF_MINE} AND {OF_SEEN}"
CONCLUDE = "app_purpose() = 'conclude'"
BY = "by_id = app_member()"
OWN = "member_id = app_member()"
HERE = "mentorship_id IN (SELECT id FROM mentorships_mentorship WHERE community_id = app_community())"
STEWARD = "(app_is('steward') OR app_is('coordinator')) AND community_id = app_community()"
TO_STAFF = f"\"to\" = 'coordinators' AND app_is('coordinator') AND {OF_SEEN}"
TO_OTHERS = f"\"to\" = 'others' AND {MINE}"


class Migration(migrations.Migration):
    dependencies = [("mentorships", "0007_together")]
    operations = [
        rls.protect(
            "mentorships_enquiry",
            select=f"{BY} OR ({TO_OTHERS}) OR ({TO_STAFF})",
            insert=f"{BY} AND {OF_MINE}",
            update=f"({TO_OTHERS}) OR ({TO_STAFF})",
            delete=BY,
        ),
        rls.protect("mentorships_agreement", select=MINE, insert=f"{BY} AND {OF_MINE}"),
        rls.protect(
            "mentorships_signature",
            select="agreement_id IN (SELECT id FROM mentorships_agreement)",
            insert=f"{OWN} AND agreement_id IN (SELECT id FROM mentorships_agreement)",
        ),
        rls.protect(
            "mentorships_farewell",
            select=f"{OWN} OR ({CONCLUDE} AND {HERE})",
            insert=f"{OWN} AND {OF_MINE}",
            update=OWN,
            delete=OWN,
        ),
        rls.protect(
            "mentorships_thanks",
            select=f"{BY} OR ({MINE} AND by_id IN (SELECT id FROM communities_member))",
            insert=f"{BY} AND {OF_MINE}",
            update=BY,
            delete=BY,
        ),
        rls.protect(
            "mentorships_freeze",
            select=f"({STEWARD}) OR ({CONCLUDE} AND {HERE})",
            insert=STEWARD,
            update=STEWARD,
        ),
    ]
