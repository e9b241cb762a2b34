"""Mentorships in every state, for the sweeps in tests/worlds."""

from querbeet.core import viewing
from querbeet.mentorships.actions import goals, notes, obstacles, tips
from querbeet.mentorships.enums import State
from querbeet.mentorships.models.mentorship import Mentorship
from querbeet.mentorships.models.together import ShelfTip
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
    _together(bed)


def _together(bed) -> None:
    """In everything under way each has written one of each, and notes of their own; a tip lies on the shelf."""
    for mentorship in Mentorship.objects.filter(community=bed.community, state=State.ACTIVE):
        for member in [partner.member for partner in mentorship.partners.there()]:
            words = f"Words of {member.pk}"
            with viewing.as_member(member):
                goals.add(mentorship=mentorship, by=member, title=words, steps=[words])
                obstacle = obstacles.name(mentorship=mentorship, by=member, text=words, tried=words, next_step=words)
                tips.offer(tip=tips.give(obstacle=obstacle, by=member, text=words), by=member, words=words)
                notes.write(mentorship=mentorship, by=member, text=words)
                notes.keep(mentorship=mentorship, member=member, text=words, version=0)
    ShelfTip.objects.create(community=bed.community, text="Ask twice.")
