"""Worlds of skills for tests, laid out as the database owner."""

from querbeet.communities.enums import Audience
from querbeet.communities.models.member import Member
from querbeet.skills.enums import Source, State
from querbeet.skills.models.availability import Week
from querbeet.skills.models.exchange import Offer, Wish
from querbeet.skills.models.strengths import Endorsement, Strength
from querbeet.skills.models.vocabulary import Area, Skill, Wording


def area(key: str = "garden", name: str = "Garden") -> Area:
    return Area.objects.get_or_create(key=key, defaults={"names": {"en": name, "de": name}})[0]


def skill(name: str = "Sewing", *, de: str = "", broader: Skill | None = None, **fields) -> Skill:
    """A skill of the shared vocabulary, or of `community`; `de` is its German name where that differs."""
    names = {"en": name, "de": de or name}
    fields.setdefault("area", None)
    fields["area"] = fields["area"] or area()
    if fields.get("community"):
        fields.setdefault("source", Source.COMMUNITY)
    made = Skill.objects.create(names=names, **fields)
    if broader:
        made.broader.add(broader)
    if made.community_id is None:
        for language in names:
            Wording.objects.create(
                skill=made,
                language=language,
                name=names[language],
                synonyms=made.synonyms.get(language, []),
                description=made.descriptions.get(language, ""),
            )
    return made


def proposal(member: Member, name: str = "Beekeeping", **fields) -> Skill:
    fields.setdefault("state", State.PROPOSED)
    return skill(name, community=member.community, proposed_by=member, **fields)


def offer(member: Member, skill: Skill, audience: str = Audience.COMMUNITY, **fields) -> Offer:
    return Offer.objects.create(community=member.community, member=member, skill=skill, audience=audience, **fields)


def wish(member: Member, skill: Skill, audience: str = Audience.COMMUNITY, **fields) -> Wish:
    return Wish.objects.create(community=member.community, member=member, skill=skill, audience=audience, **fields)


def week(member: Member, *times: str, audience: str = Audience.COMMUNITY) -> Week:
    return Week.objects.create(community=member.community, member=member, times=list(times), audience=audience)


def strength(member: Member, text: str = "Listening", audience: str = Audience.COMMUNITY) -> Strength:
    return Strength.objects.create(community=member.community, member=member, text=text, audience=audience)


def endorsement(strength: Strength, by: Member, note: str = "", **fields) -> Endorsement:
    return Endorsement.objects.create(strength=strength, by=by, note=note, **fields)
