"""The code of conduct: publishing a version, and agreeing to it."""

from django.db import transaction

from querbeet.audit import actions as audit
from querbeet.communities import queries, rules
from querbeet.communities.models.community import Agreement, Community
from querbeet.communities.models.member import Acceptance, Member
from querbeet.core import clock


@transaction.atomic
def publish(*, community: Community, by: Member, texts: dict[str, str]) -> Agreement:
    """Put a new version into force; every member is asked at their next visit, `by` has agreed by writing it.

    Words that equal the newest version's make no new one. Raises NotYours.
    """
    rules.check_coordinate(by, community)
    Community.objects.select_for_update().get(pk=community.pk)
    newest = queries.newest_agreement(community)
    if newest.texts == texts:
        return newest
    agreement = Agreement.objects.create(community=community, version=newest.version + 1, texts=texts)
    Acceptance.objects.create(member=by, agreement=agreement)
    audit.record("agreement.published", by=by, community=community.pk, target=agreement, version=agreement.version)
    return agreement


@transaction.atomic
def accept(*, member: Member, version: int, adult: bool) -> None:
    """Agree to the newest version and confirm one's age. Raises AgreementChanged or NotAgreed."""
    member = Member.objects.select_for_update(of=("self",)).select_related("community").get(pk=member.pk)
    newest = queries.newest_agreement(member.community)
    rules.check_agreed(newest, version, adult=adult, community=member.community)
    if Acceptance.objects.filter(member=member, agreement=newest).exists():
        return
    Acceptance.objects.create(member=member, agreement=newest)
    Member.objects.filter(pk=member.pk, adult_confirmed_at=None).update(adult_confirmed_at=clock.now())
    audit.record("agreement.accepted", by=member, community=member.community_id, target=newest, version=newest.version)
