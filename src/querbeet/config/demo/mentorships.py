"""Mentorships of the demo, one in every state, through what people themselves would do."""

from typing import TYPE_CHECKING

from querbeet.communities.models.member import Member
from querbeet.core import viewing
from querbeet.mentorships.actions import agreements, answers, breaks, endings, enquiries, opening, proposals, talks
from querbeet.mentorships.enums import AskedOf, Reply, Shape
from querbeet.mentorships.models.mentorship import Mentorship
from querbeet.mentorships.queries import opening as queries
from querbeet.mentorships.rules import drafts
from querbeet.programmes.models.programme import Programme

if TYPE_CHECKING:
    from querbeet.config.demo.planting import Arrived

MENTEES = ("tilda", "bo", "valentin", "cem", "jules", "kwame", "lou", "mika", "noor", "paz")
GOALS = "Eine Bewerbung abschicken, hinter der ich stehe."
THANKS = "Danke, dass du so lange zugehört hast, bis ich es selbst wusste."
KEPT = "Ich darf fragen. Und ein Nein ist auch eine Antwort."
QUESTION = "Ginge es auch abends, nach halb acht?"


def plant(circle: dict[str, "Arrived"]) -> None:
    """Some take others along; of those who asked them each is somewhere else on the way."""
    hosts = [person.member for key, person in circle.items() if key not in (*MENTEES, "anka", "uli")]
    hosts = [one for one in hosts if _opens(one)]
    mentees = [circle[key].member for key in MENTEES]
    tilda, bo, valentin, cem, jules, kwame, lou, mika, noor, paz = mentees
    begun = _begun(tilda, hosts[0])
    _agree(begun, tilda, hosts[0])
    _ask(lou, hosts[0])  # the one place is taken: in line
    _asks_more(_ask(bo, hosts[1]), hosts[1])
    _yes(_ask(cem, hosts[2]), hosts[2])
    _rests(_begun(kwame, hosts[3]), kwame)
    _ends(_begun(jules, hosts[4]), jules)
    _closes(_begun(mika, hosts[5 % len(hosts)]), mika, hosts[5 % len(hosts)])
    _yes(_ask(valentin, hosts[1], Shape.FLASH), hosts[1])
    with viewing.as_member(noor):
        opening.take_back(mentorship=_ask(noor, hosts[2]), by=noor)
    _gather(circle["anka"].member, [paz, noor, lou])


def _opens(member: Member) -> bool:
    with viewing.as_member(member):
        skills = [offer.skill for offer in queries.shareable(member)][:3]
        if skills:
            opening.offer(member=member, places_=1, skills=skills)
    return bool(skills)


def _ask(mentee: Member, host: Member, shape: Shape = Shape.ONE_TO_ONE) -> Mentorship:
    with viewing.as_member(mentee):
        return opening.ask(place=queries.place_of(host, mentee), by=mentee, shape=shape)


def _yes(asked: Mentorship, host: Member) -> Mentorship:
    with viewing.as_member(host):
        return answers.answer(mentorship=asked, member=host, reply=Reply.YES)


def _begun(mentee: Member, host: Member) -> Mentorship:
    found = _yes(_ask(mentee, host), host)
    for member in (mentee, host):
        with viewing.as_member(member):
            found = talks.decide(mentorship=found, member=member, fits=True)
    return found


def _asks_more(asked: Mentorship, host: Member) -> None:
    with viewing.as_member(host):
        enquiries.ask(mentorship=asked, by=host, to=AskedOf.OTHERS, text=QUESTION)


def _agree(found: Mentorship, mentee: Member, host: Member) -> None:
    with viewing.as_member(mentee):
        parts = {**drafts.draft(), "goals": GOALS}
        made = agreements.write(mentorship=found, by=mentee, parts=parts, read=0)
    with viewing.as_member(host):
        agreements.sign(agreement=made, by=host)


def _rests(found: Mentorship, member: Member) -> None:
    with viewing.as_member(member):
        breaks.rest(mentorship=found, member=member)


def _ends(found: Mentorship, member: Member) -> None:
    with viewing.as_member(member):
        endings.end(mentorship=found, by=member)


def _closes(found: Mentorship, mentee: Member, host: Member) -> None:
    _ends(found, mentee)
    for member in (mentee, host):
        with viewing.as_member(member):
            found.refresh_from_db()
            endings.take_along(mentorship=found, member=member, text=KEPT)
            endings.thank(mentorship=found, by=member, text=THANKS)
            endings.say_goodbye(mentorship=found, member=member)


def _gather(coordinator: Member, people: list[Member]) -> None:
    """A circle of equals that has been suggested to its members."""
    with viewing.as_member(coordinator):
        programme = Programme.objects.visible_to(coordinator).filter(name="Gut ankommen").first()
        if programme is not None:
            proposals.gather(programme=programme, shape=Shape.CIRCLE, mentors=[], others=people, by=coordinator)
