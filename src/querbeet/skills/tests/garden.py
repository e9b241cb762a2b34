"""What members offer, wish for and are good at, for the sweeps in tests/worlds."""

from querbeet.communities.enums import Audience
from querbeet.skills.models.strengths import Strength
from querbeet.skills.models.vocabulary import Word
from querbeet.skills.tests import factories as make


def plant(bed) -> None:
    """Each of the three offers and wishes something for every audience and is good at as much."""
    Word.objects.get_or_create(text="hoe")
    shown = [make.skill(f"{tool} {bed.community.name}") for tool in ("Hoe", "Rake", "Sieve", "Spade", "Trowel")]
    own = make.skill("Scything", community=bed.community, proposed_by=bed.a)
    for member in (*bed.three, bed.blocked):
        for audience, skill in zip(Audience, shown, strict=True):
            make.offer(member, skill, audience, note=f"note for {audience} of {member.pk}", languages=["en"])
            make.strength(member, f"strength for {audience} of {member.pk}", audience)
        make.wish(member, own, Audience.COMMUNITY, note=f"wish of {member.pk}")
        make.week(member, "mon-6", "tue-18", audience=Audience.COMMUNITY)
        make.proposal(member, f"Proposal of {member.pk}")
    for owner, by, said in ((bed.c, bed.a, True), (bed.b, bed.a, True), (bed.a, bed.b, True), (bed.c, bed.b, False)):
        strength = Strength.objects.get(member=owner, audience=Audience.COMMUNITY)
        make.endorsement(strength, by, f"note of {by.pk}", shown=said)
