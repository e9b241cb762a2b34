"""Naming strengths, confirming those of others, and deciding which confirmations are shown."""

from django.db import transaction

from querbeet.audit import actions as audit
from querbeet.communities.enums import Audience
from querbeet.communities.models.member import Member
from querbeet.core import clock
from querbeet.skills import rules
from querbeet.skills.models.strengths import Endorsement, Strength


@transaction.atomic
def name(*, member: Member, text: str, audience: str = Audience.COMMUNITY) -> Strength:
    """Name a strength of one's own; naming it again changes who sees it. Raises NothingSaid or TooMany."""
    Member.objects.select_for_update().get(pk=member.pk)
    text = " ".join(text.split())
    mine = Strength.objects.filter(member=member)
    known = mine.filter(text=text).first()
    if known is not None:
        show(strength=known, by=member, audience=audience)
        return known
    rules.check_name_strength(text, named=mine.count())
    made = Strength.objects.create(
        community_id=member.community_id, member=member, text=text, audience=Audience(audience)
    )
    audit.record("strength.named", by=member, community=member.community_id)
    return made


@transaction.atomic
def show(*, strength: Strength, by: Member, audience: str) -> None:
    """Change who sees a strength of one's own. Raises NotThere."""
    own = _own(strength, by)
    if own.audience != audience:
        own.audience = Audience(audience)
        own.save(update_fields=["audience"])
        audit.record("strength.shown", by=by, community=by.community_id)


@transaction.atomic
def drop(*, strength: Strength, by: Member) -> None:
    """Take a strength of one's own away, with what others said about it. Raises NotThere."""
    _own(strength, by).delete()
    audit.record("strength.dropped", by=by, community=by.community_id)


@transaction.atomic
def endorse(*, strength: Strength, by: Member, note: str = "") -> Endorsement:
    """Confirm somebody's strength; its owner is asked whether others may see that. Saying it again changes nothing.

    Raises NotThere for a strength that `by` may not see, NotOneself for one's own.
    """
    seen = Strength.objects.visible_to(by).filter(pk=strength.pk).first()
    if seen is None:
        raise rules.NotThere
    rules.check_endorse(by, seen)
    given = Endorsement.objects.filter(strength=seen, by=by).first()
    if given is None:
        given = Endorsement.objects.create(strength=seen, by=by, note=note.strip())
        audit.record("endorsement.given", by=by, community=by.community_id)
    return given


@transaction.atomic
def take_back(*, endorsement: Endorsement, by: Member) -> None:
    """Take back what one said, or what was said to one: a no needs no reason. Raises NotThere."""
    if endorsement.by_id != by.pk:
        rules.check_decide(by, endorsement.strength)
    endorsement.delete()
    audit.record("endorsement.taken_back", by=by, community=by.community_id)


@transaction.atomic
def decide(*, endorsement: Endorsement, by: Member, shown: bool) -> None:
    """Say whether others may see that somebody confirmed one's strength; can be changed later. Raises NotThere."""
    rules.check_decide(by, endorsement.strength)
    endorsement.shown, endorsement.decided_at = shown, clock.now()
    endorsement.save(update_fields=["shown", "decided_at"])
    audit.record("endorsement.decided", by=by, community=by.community_id)


def _own(strength: Strength, by: Member) -> Strength:
    found = Strength.objects.select_for_update().filter(pk=strength.pk).first()
    if found is None:
        raise rules.NotThere
    rules.check_decide(by, found)
    return found
