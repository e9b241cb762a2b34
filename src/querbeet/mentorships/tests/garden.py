"""Mentorships in every state, for the sweeps in tests/worlds."""

from querbeet.core import clock, viewing
from querbeet.mentorships.actions import changes, goals, notes, obstacles, tips
from querbeet.mentorships.enums import AskedOf, State
from querbeet.mentorships.models.agreement import PARTS, Agreement, Signature
from querbeet.mentorships.models.enquiry import Enquiry
from querbeet.mentorships.models.farewell import Farewell, Thanks
from querbeet.mentorships.models.freeze import Freeze
from querbeet.mentorships.models.mentorship import Mentorship
from querbeet.mentorships.models.together import ShelfTip, Shredding
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
    _words(bed)
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


def _asked(mentorship: Mentorship, member, to: AskedOf) -> None:
    """A question of theirs to the coordinators waits; one to the others has its reply."""
    asked = Enquiry.objects.create(mentorship=mentorship, by=member, to=to, text=f"question of {member.pk}")
    if to == AskedOf.OTHERS:
        asked.replied_by = next(one for one in mentorship.people if one != member)
        asked.reply, asked.replied_at = f"reply to {member.pk}", clock.now()
        asked.save()


def _words(bed) -> None:
    """What they ask, agree on, keep and say."""
    here = Mentorship.objects.filter(community=bed.community)
    for mentorship in here.filter(state__in=(State.OFFERED, State.ACTIVE, State.CLOSED)):
        for member in mentorship.people:
            if mentorship.state == State.OFFERED:
                for to in AskedOf:
                    _asked(mentorship, member, to)
            elif mentorship.state == State.ACTIVE:
                number = mentorship.agreements.count() + 1
                words = {part: f"{part} by {member.pk}" for part in PARTS}
                made = Agreement.objects.create(mentorship=mentorship, version=number, by=member, **words)
                Signature.objects.create(agreement=made, member=member)
            else:
                Shredding.objects.create(mentorship=mentorship, member=member, at=clock.now())
                Farewell.objects.create(mentorship=mentorship, member=member, text=f"kept by {member.pk}")
                Thanks.objects.create(mentorship=mentorship, by=member, text=f"thanks of {member.pk}")
    frozen = here.filter(state=State.ON_HOLD).first()
    under_way = here.filter(state=State.ACTIVE).first()
    with viewing.as_member(bed.coordinator):
        changes.offer(mentorship=under_way, by=bed.coordinator)
    Freeze.objects.create(mentorship=frozen, community=bed.community, by=bed.steward)
