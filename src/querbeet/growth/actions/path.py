"""Steps on one's own way, and looking over a shoulder."""

from datetime import datetime

from django.db import transaction

from querbeet.audit import actions as audit
from querbeet.communities.models.member import Member
from querbeet.core import clock
from querbeet.growth.enums import CompanyEvent, CompanyState, PathEvent, PathState
from querbeet.growth.models.path import Company, Declined, Guide, Path, SelfCheck
from querbeet.growth.queries import path as queries
from querbeet.growth.rules import path as rules
from querbeet.mentorships.enums import Side, State
from querbeet.mentorships.models.mentorship import Partner
from querbeet.notices import actions as notices

OPEN = (CompanyState.ASKED, CompanyState.TOGETHER)


@transaction.atomic
def step(*, member: Member, event: PathEvent) -> Path:
    """Go a step on one's way, back, or say "not now". Raises `NotThere`."""
    now = clock.now()
    path = _own(member, now)
    before, path.state = path.state, rules.after(path.state, event)
    path.asks_at = rules.asks_at(event, now)
    if path.state != before:
        path.since = now
    path.save()
    if not rules.can_guide(path.state):
        Guide.objects.filter(member=member).delete()
    audit.record(f"path.{event}", by=member, community=member.community_id)
    return path


def _own(member: Member, now: datetime) -> Path:
    start = queries.start(member)
    defaults = {"community_id": member.community_id, "since": now, "state": start}
    Path.objects.get_or_create(member=member, defaults=defaults)
    return Path.objects.select_for_update(of=("self",)).get(member=member)


@transaction.atomic
def invite() -> int:
    """Invite those whose mentoring as a mentee ended since they were last on their way; how many.

    Nobody is invited twice for one mentoring, and nobody who went on already. Runs for the purpose `checks.CLOCK`.
    """
    now, invited = clock.now(), 0
    ended = Partner.objects.filter(side=Side.MENTEE, left_at=None, mentorship__state=State.CLOSED)
    ended = ended.filter(mentorship__began_at__isnull=False, mentorship__ended_at__gt=now - rules.INVITED)
    for partner in ended.select_related("mentorship").order_by("mentorship__ended_at"):
        path, new = Path.objects.get_or_create(
            member_id=partner.member_id, defaults={"community_id": partner.community_id, "since": now}
        )
        fresh = new or (partner.mentorship.ended_at is not None and path.since < partner.mentorship.ended_at)
        if path.state == PathState.MENTEE and fresh:
            path.state, path.since = rules.after(path.state, PathEvent.INVITE), now
            path.asks_at = rules.asks_at(PathEvent.INVITE, now)
            path.save()
            audit.record("path.invite", by=None, target=path)
            notices.tell(member=Member(pk=partner.member_id), kind="growth.invited", about=path)
            invited += 1
    return invited


@transaction.atomic
def think(*, member: Member, ticked: str, words: str) -> None:
    """Keep one's own thoughts about the next step; nobody else reads them."""
    SelfCheck.objects.update_or_create(
        member=member, defaults={"ticked": ticked, "words": words, "changed_at": clock.now()}
    )
    audit.record("path.thought", by=member, community=member.community_id)


@transaction.atomic
def guide(*, member: Member, words: str = "") -> None:
    """Let others look over one's shoulder. Raises `NotThere`."""
    rules.check_guide(_own(member, clock.now()).state)
    Guide.objects.update_or_create(member=member, defaults={"community_id": member.community_id, "words": words})
    audit.record("guide.opened", by=member, community=member.community_id)


@transaction.atomic
def stop_guiding(*, member: Member) -> None:
    """Do not let others ask any more; what has begun goes on."""
    if Guide.objects.filter(member=member).delete()[0]:
        audit.record("guide.closed", by=member, community=member.community_id)


@transaction.atomic
def ask(*, guide: Guide, by: Member) -> Company:
    """Ask to look over a guide's shoulder. Raises `NotThere` and `Asked`."""
    now = clock.now()
    path = _own(by, now)
    rules.check_ask(path.state, Company.objects.filter(learner=by, state__in=OPEN).count())
    made = Company.objects.create(
        community_id=by.community_id, learner=by, guide_id=guide.member_id, ends_at=now + rules.WAITS
    )
    audit.record("company.asked", by=by, community=by.community_id, target=made)
    notices.tell(member=Member(pk=guide.member_id), kind="growth.asked", about=made)
    return made


@transaction.atomic
def reply(*, company: Company, by: Member, yes: bool) -> Company:
    """A guide's answer. A no looks like waiting until the clock ends it. Raises `NotThere`."""
    company = Company.objects.select_for_update(of=("self",)).get(pk=company.pk)
    following = rules.company_after(company.state, CompanyEvent.YES)
    audit.record("company.answered", by=by, community=by.community_id, target=company)
    if not yes:
        Declined.objects.get_or_create(company=company, defaults={"member": by})
        return company
    Declined.objects.filter(company=company, member=by).delete()
    company.state, company.ends_at = following, clock.now() + rules.TOGETHER
    company.save(update_fields=["state", "ends_at"])
    notices.tell(member=Member(pk=company.learner_id), kind="growth.together", about=company)
    return company


@transaction.atomic
def end(*, company: Company, by: Member) -> Company:
    """End it, or take a question back; no reason is asked for. Raises `NotThere`."""
    company = Company.objects.select_for_update(of=("self",)).get(pk=company.pk)
    event = CompanyEvent.TAKE_BACK if company.state == CompanyState.ASKED else CompanyEvent.END
    company.state = rules.company_after(company.state, event)
    company.save(update_fields=["state"])
    audit.record(f"company.{event}", by=by, community=by.community_id, target=company)
    return company


@transaction.atomic
def lapse() -> int:
    """End what nobody answered and what has had its time; how many. Runs for the purpose `checks.CLOCK`."""
    late = list(Company.objects.select_for_update().filter(state__in=OPEN, ends_at__lte=clock.now()))
    for company in late:
        company.state = rules.company_after(company.state, CompanyEvent.TIME)
        company.save(update_fields=["state"])
        audit.record("company.time", by=None, target=company)
    return len(late)
