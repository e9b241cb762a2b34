"""Who takes others along outside of programmes, as one member may see them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from querbeet.communities import queries as communities
from querbeet.communities.enums import Audience
from querbeet.communities.models.member import Member
from querbeet.communities.queries import Card
from querbeet.core import viewing
from querbeet.mentorships.models.mentorship import OVER, Mentorship
from querbeet.mentorships.models.openness import OpenPlace, OpenSkill
from querbeet.mentorships.rules import openness as rules
from querbeet.skills.models.exchange import Listing, Offer
from querbeet.skills.models.vocabulary import Skill


@dataclass(frozen=True)
class Door:
    """Somebody who takes others along, in which skills, and about how long one waits."""

    place: OpenPlace
    card: Card
    skills: list[Skill]
    wait: str
    open: bool  # whether the viewer has something open or running with them already


def doors(viewer: Member, now: datetime) -> list[Door]:
    """Those whom a member can ask, by name; the same number of queries however many they are."""
    places = list(OpenPlace.objects.visible_to(viewer).exclude(member=viewer).filter(resting=False))
    cards = communities.cards(viewer, [place.member_id for place in places])
    skills = _skills(places)
    waits = _waits(places, viewer, now)
    mine = Mentorship.objects.visible_to(viewer).of(viewer).filter(programme=None).exclude(state__in=OVER)
    together = set(mine.values_list("partners__member", flat=True))
    found = [
        Door(place, cards[place.member_id], skills[place.pk], waits[place.pk], place.member_id in together)
        for place in places
    ]
    return sorted(found, key=lambda door: door.card.name.casefold())


def door(place: OpenPlace, viewer: Member, now: datetime) -> Door:
    """One whom a member can ask."""
    return next(one for one in doors(viewer, now) if one.place.pk == place.pk)


def initial(own: OpenPlace | None) -> dict[str, object]:
    """A member's own places as their form takes them."""
    if own is None:
        return {}
    keys = list(own.skills.values_list("skill__key", flat=True))
    return {"places": 0 if own.resting else own.places, "flash": own.flash, "skills": keys}


def own(member: Member) -> OpenPlace | None:
    """A member's own places."""
    return OpenPlace.objects.filter(member=member).first()


def place_of(member: Member, viewer: Member) -> OpenPlace:
    """The places of another member, as far as `viewer` may see them."""
    return OpenPlace.objects.visible_to(viewer).get(member=member)


def shareable(member: Member) -> list[Listing]:
    """A member's own offers that the community sees anyway: naming one of them here tells nothing new."""
    mine = Offer.objects.filter(member=member, audience=Audience.COMMUNITY).select_related("skill")
    return sorted(mine, key=lambda offer: offer.skill.name.casefold())


def _skills(places: Iterable[OpenPlace]) -> dict[UUID, list[Skill]]:
    by_place: dict[UUID, list[Skill]] = defaultdict(list)
    for one in OpenSkill.objects.filter(place__in=list(places)).select_related("skill"):
        by_place[one.place_id].append(one.skill)
    return by_place


def _waits(places: list[OpenPlace], viewer: Member, now: datetime) -> dict[UUID, str]:
    """Waits in words. What they are made of is counted by the database and shown to nobody."""
    with viewing.purpose("conclude"), connection.cursor() as cursor:
        cursor.execute("SELECT seconds FROM mentorships_lasted(%s) AS seconds", [viewer.community_id])
        lasted = [timedelta(seconds=float(seconds)) for (seconds,) in cursor.fetchall()]
        cursor.execute("SELECT member, began FROM mentorships_taken(%s)", [[place.member_id for place in places]])
        began: dict[UUID, list[datetime]] = defaultdict(list)
        for member, since in cursor.fetchall():
            began[member].append(since)
    return {
        place.pk: rules.wait_text(
            rules.wait(place.places - len(began[place.member_id]), began[place.member_id], lasted, now)
        )
        for place in places
    }
