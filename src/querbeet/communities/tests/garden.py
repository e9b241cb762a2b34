"""What members tell about themselves and have together, for the sweeps in tests/worlds."""

from querbeet.communities.enums import Audience, Kind, TieKind
from querbeet.communities.tests import factories as make


def plant(bed) -> None:
    """Everybody shows something to each audience; a is tied to b and c, and so is c."""
    for member in bed.everybody:
        for audience in Audience:
            make.facet(member, Kind.TAG, f"tag for {audience} of {member.pk}", audience)
        make.picture(member, Audience.MATCHES)
        make.facet(member, Kind.PRONOUNS, "they/them")
        make.facet(member, Kind.ABOUT, f"about {member.pk}", Audience.COMMUNITY)
        make.facet(member, Kind.REGION, f"region of {member.pk}", Audience.MATCHES)
        make.facet(member, Kind.LANGUAGE, "en")
        make.facet(member, Kind.TIME_ZONE, "Europe/Berlin")
        make.signed_in_client(member)  # a visit of their own
    make.tie(bed.a, bed.c)
    make.tie(bed.a, bed.b, TieKind.CIRCLE)
    make.tie(bed.b, bed.c, TieKind.CIRCLE)
    make.block(bed.c, bed.blocked)
    for member in (bed.a, bed.b, bed.coordinator):
        make.invitation(bed.community, by=member, note=f"for {member.pk}")
    make.invitation(bed.community, by=bed.a, used_by=bed.b)
