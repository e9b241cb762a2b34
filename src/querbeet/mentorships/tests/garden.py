"""Mentorships in every state, for the sweeps in tests/worlds."""

from querbeet.mentorships.enums import State
from querbeet.mentorships.tests import factories as make
from querbeet.programmes.models.programme import Programme
from querbeet.skills.tests import factories as skills


def plant(bed) -> None:
    """The three are in everything together, each as mentee and as mentor; everybody takes others along."""
    programme = Programme.objects.filter(community=bed.community).exclude(state="draft").first()
    a, b, c = bed.three
    for number, state in enumerate(State):
        for mentee, mentor in ((a, b), (b, c)) if number % 2 else ((b, a), (c, a)):
            reasons = [{"label": "Topics", "mentee": "rest", "mentor": f"rest {mentor.pk}"}]
            make.mentorship(state, mentee, mentor, programme=programme, asked_by=mentee, reasons=reasons)
    skill = skills.skill(f"Pruning {bed.community.name}")
    for member in (*bed.three, bed.blocked):
        make.open_place(member, skill, places=2)
