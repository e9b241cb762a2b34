"""Check-ins, ways and plants of the three, for the sweeps in tests/worlds."""

from datetime import timedelta

from querbeet.core import clock, viewing
from querbeet.growth.actions import lineage
from querbeet.growth.enums import CheckState, CompanyState, PathState
from querbeet.growth.models.checks import CheckIn, Health, Pulse
from querbeet.growth.models.lineage import Figure
from querbeet.growth.models.path import Company, Declined, Guide, Path, SelfCheck
from querbeet.growth.models.rounds import Round, RoundSeat
from querbeet.mentorships.enums import State
from querbeet.mentorships.models.mentorship import Mentorship


def plant(bed) -> None:
    a, b, c = bed.three
    now = clock.now()
    for mentorship in Mentorship.objects.filter(community=bed.community, state=State.ACTIVE):
        _checks(mentorship, now)
    for mentorship in Mentorship.objects.filter(community=bed.community, state=State.CLOSED):
        one, other = [partner.member for partner in mentorship.partners.select_related("member")]
        for by, beside in ((one, other), (other, one)):
            with viewing.as_member(by):
                lineage.show(mentorship=mentorship, other=beside, by=by)
    for member in bed.everybody:
        Path.objects.create(member=member, community=bed.community, state=PathState.SUPERVISOR, since=now)
        SelfCheck.objects.create(member=member, ticked="listen", words=f"Thoughts of {member.pk}", changed_at=now)
        Guide.objects.create(member=member, community=bed.community, words=f"Shoulder of {member.pk}")
    for learner, guide in ((a, b), (b, c), (c, a)):
        _company(bed, learner, guide)
    for host in (a, b):
        made = Round.objects.create(community=bed.community, host=host, name="Tuesdays")
        for member in bed.three:
            RoundSeat.objects.create(round=made, member=member)
    Figure.objects.create(community=bed.community, percent=40, reckoned_at=now)


def _checks(mentorship: Mentorship, now) -> None:
    for partner in mentorship.partners.all():
        for day, state in zip((7, 30, 90, 150, 210), CheckState, strict=True):
            CheckIn.objects.create(
                mentorship=mentorship,
                member_id=partner.member_id,
                day=day,
                state=state,
                due_at=now,
                ends_at=now + timedelta(days=7),
                answers='{"between": "unsafe"}' if state == CheckState.ANSWERED else "",
            )
    Pulse.objects.create(mentorship=mentorship, day=7, low=True, shown_at=now - timedelta(days=1))
    Health.objects.create(mentorship=mentorship, silent=21, low=True, without_meeting=True, reckoned_at=now)


def _company(bed, learner, guide) -> None:
    ends = clock.now() + timedelta(days=9)
    made = Company.objects.create(
        community=bed.community, learner=learner, guide=guide, state=CompanyState.ASKED, ends_at=ends
    )
    Declined.objects.create(company=made, member=guide)
