"""Five pairs of the demo who asked each other directly: what they write, plan, get stuck in and get past."""

from typing import TYPE_CHECKING

from querbeet.conversations import actions as conversations
from querbeet.core import viewing
from querbeet.mentorships.actions import answers, clock, goals, notes, obstacles, opening, talks, tips
from querbeet.mentorships.enums import Reply
from querbeet.mentorships.models.mentorship import Mentorship
from querbeet.mentorships.models.openness import OpenPlace
from querbeet.mentorships.models.together import Obstacle
from querbeet.skills.models.exchange import Offer

if TYPE_CHECKING:
    from querbeet.config.demo.planting import Arrived

# mentee, mentor, a goal, its steps, how many of them are done
PAIRS = (
    (
        "valentin",
        "bo",
        "Mein erstes kleines Programm",
        ("Den Editor einrichten", "Ein Spiel zum Raten", "Es Bo zeigen"),
        2,
    ),
    ("quinn", "tilda", "Alle Papiere stimmen", ("Liste machen", "Beim Amt anrufen", "Bank", "Krankenkasse"), 1),
    ("noor", "uli", "Eine Sitzung leiten", ("Ablauf schreiben", "Einmal üben"), 2),
    ("yuki", "kwame", "Ruhiger in Gesprächen", ("Drei Sätze sammeln",), 0),
    ("ole", "gundi", "Eine Ausbildung finden", ("Aufschreiben, was mir Freude macht", "Zwei Betriebe ansehen"), 1),
)
TALK = (
    "Hallo! Ich habe den Editor zum Laufen gebracht. Nur die Farben sind noch komisch.",
    "Großartig! Farben sind Geschmackssache. Zeig mir beim nächsten Mal, was du gebaut hast?",
    "Mach ich. Ein Ratespiel, es kennt bis jetzt nur die Zahl sieben.",
)


def plant(circle: dict[str, "Arrived"]) -> None:
    """Pairs under way, with everything that they do together; two tips go on the shelf."""
    made = [_pair(circle, *pair) for pair in PAIRS]
    _valentin_and_bo(made[0], circle["valentin"].member, circle["bo"].member)
    _quinn_and_tilda(made[1], circle["quinn"].member, circle["tilda"].member)
    with viewing.as_member(circle["noor"].member):
        goal = goals.add(mentorship=made[2], by=circle["noor"].member, title="Keine Angst vor dem Protokoll")
        goals.reach(goal=goal, by=circle["noor"].member)
    with viewing.for_purpose(clock.PURPOSE):
        tips.shelve()


def _pair(
    circle: dict[str, "Arrived"], asks: str, asked: str, title: str, steps: tuple[str, ...], done: int
) -> Mentorship:
    mentee, mentor = circle[asks].member, circle[asked].member
    with viewing.as_member(mentor):
        offered = [offer.skill for offer in Offer.objects.filter(member=mentor).select_related("skill")[:2]]
        opening.offer(member=mentor, places_=2, skills=offered)
    with viewing.as_member(mentee):
        mentorship = opening.ask(place=OpenPlace.objects.get(member=mentor), by=mentee)
    with viewing.as_member(mentor):
        mentorship = answers.answer(mentorship=mentorship, member=mentor, reply=Reply.YES)
    for member in (mentee, mentor):
        with viewing.as_member(member):
            mentorship = talks.decide(mentorship=mentorship, member=member, fits=True)
    with viewing.as_member(mentee):
        goal = goals.add(mentorship=mentorship, by=mentee, title=title, steps=steps)
        for step in list(goal.steps.all())[:done]:
            goals.tick(step=step, by=mentee, done=True)
    return mentorship


def _valentin_and_bo(mentorship: Mentorship, valentin, bo) -> None:
    with viewing.as_member(valentin):
        thread = conversations.open_thread(members=[valentin, bo], about=mentorship)
    for text, member in zip(TALK, (valentin, bo, valentin), strict=True):
        with viewing.as_member(member):
            conversations.write(thread=thread, by=member, text=text)
    with viewing.as_member(valentin):
        stuck = obstacles.name(
            mentorship=mentorship,
            by=valentin,
            text="Nach zehn Minuten Fehlermeldungen habe ich keine Lust mehr.",
            tried="Alles noch einmal von vorn abschreiben.",
            next_step="Nur die letzte Zeile der Meldung laut vorlesen",
        )
        notes.write(
            mentorship=mentorship, by=valentin, text="Fragen für Dienstag: Was ist eine Schleife? Wann speichere ich?"
        )
        notes.keep(mentorship=mentorship, member=valentin, text="Bo lacht nicht, wenn ich etwas nicht weiß.", version=0)
    with viewing.as_member(bo):
        tips.give(obstacle=stuck, by=bo, text="Eine Pause nach jeder dritten Meldung. Ein Keks hilft auch.")
    _shared(
        stuck,
        valentin,
        bo,
        "Der Badewannen-Trick: das Problem einer Ente erklären.",
        "Erklär dein Problem laut einer Badeente. Meistens findest du den Fehler vor ihr.",
    )


def _quinn_and_tilda(mentorship: Mentorship, quinn, tilda) -> None:
    with viewing.as_member(quinn):
        back = obstacles.name(
            mentorship=mentorship,
            by=quinn,
            text="Das Amt hat den Antrag zurückgeschickt.",
            tried="Anrufen",
            setback=True,
        )
    _shared(
        back,
        tilda,
        quinn,
        "Schriftlich nachfragen, mit Frist.",
        "Wenn ein Amt nicht antwortet: schriftlich nachfragen und eine Frist nennen. Zwei Wochen sind üblich.",
    )
    with viewing.as_member(quinn):
        obstacles.overcome(obstacle=back, by=quinn)


def _shared(obstacle: Obstacle, giver, other, text: str, words: str) -> None:
    """A tip that both agree to share."""
    with viewing.as_member(giver):
        tip = tips.offer(tip=tips.give(obstacle=obstacle, by=giver, text=text), by=giver, words=words)
    with viewing.as_member(other):
        tips.agree(tip=tip, by=other, words=words)
