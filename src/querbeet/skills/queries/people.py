"""Finding people by what they share and what they wish for. Only what the viewer may see takes part, in any way."""

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import BooleanField, Case, F, FloatField, Func, Q, QuerySet, TextField, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Concat, Lower

from querbeet.communities import queries as communities
from querbeet.communities.models.member import Member
from querbeet.skills.enums import Format, Side
from querbeet.skills.models.exchange import Listing, Offer, Wish
from querbeet.skills.queries import exchange, wording

PAGE = 20
MOST_PAGES = 10  # a search is for finding somebody, not for reading everybody
CHIPS = 6  # offers, and as many wishes, shown of one person
NOTE_FIT = 45.0
NEAR_NAME = 0.5  # word similarity of a name with a typing error
MUTUAL_FIT = 50.0  # somebody offers what the viewer wishes for


@dataclass(frozen=True)
class Asked:
    """What somebody looks for. An empty side means offers and wishes."""

    text: str = ""
    side: str = ""
    language: str = ""
    format: str = ""
    level: int = 0

    @property
    def narrowed(self) -> bool:
        return bool(self.side or self.language or self.format or self.level)


@dataclass(frozen=True)
class Person:
    """Somebody who was found, with what they show the viewer; what was searched for comes first."""

    member: UUID
    card: communities.Card
    offers: list[Listing] = field(default_factory=list)
    wishes: list[Listing] = field(default_factory=list)


@dataclass(frozen=True)
class Found:
    """One page of people. How many there are in all is told to nobody."""

    people: list[Person]
    number: int
    has_next: bool
    near: bool = False  # nothing matched; these come close

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def earlier(self) -> str:
        """The query of the page before; the first page has none."""
        return f"?page={self.number - 1}" if self.number > 2 else "?"

    @property
    def following(self) -> int:
        return self.number + 1


def find(asked: Asked, viewer: Member, now: datetime, *, page: int = 1) -> Found:
    """People for a search, the best fit first; equals in an order that is the viewer's own and new each week.

    The same number of queries for one person and for many.
    """
    page = min(max(page, 1), MOST_PAGES)
    text = wording.tidy(asked.text)
    near = False
    skills: list[wording.Match] = []
    if wording.words(text):
        skills = wording.matching(text, viewer)
        hits = _hits(asked, text, skills, viewer)
        rows = _page(hits, viewer, now, page) if skills else []
        if len(rows) <= PAGE or rows[-1][1] <= NOTE_FIT:  # notes could be among the best
            rows = _page([*hits, _noted(asked, text, viewer)], viewer, now, page)
        if not rows and page == 1:
            near, skills = True, wording.near(text, viewer)
            hits = _near_hits(asked, text, skills, viewer)
            rows = _page(hits, viewer, now, page)[:PAGE] if hits else []
    else:
        rows = _page(_browsed(asked, viewer), viewer, now, page)
    meant = {match.skill: match.fit for match in skills}
    return Found(_people(rows[:PAGE], meant, viewer), page, len(rows) > PAGE and page < MOST_PAGES, near)


def of_skill(skills: Iterable[UUID], side: str, viewer: Member, now: datetime, *, most: int = PAGE) -> list[Person]:
    """Some people who offer, or wish for, one of these skills, in the viewer's own order."""
    chosen = list(skills)
    hits = _with_fit(Listing.objects.reaching(viewer).filter(skill__in=chosen, side=side), Value(1.0))
    return _people(_page([hits], viewer, now, 1)[:most], dict.fromkeys(chosen, 1.0), viewer)


def _hits(asked: Asked, text: str, skills: list[wording.Match], viewer: Member) -> list[QuerySet]:
    hits = _listed(asked, skills, viewer)
    return hits if asked.narrowed else [*hits, _named(text, viewer)]


def _near_hits(asked: Asked, text: str, skills: list[wording.Match], viewer: Member) -> list[QuerySet]:
    hits = _listed(asked, skills, viewer)
    return hits if asked.narrowed else [*hits, _nearly_named(text, viewer)]


def _browsed(asked: Asked, viewer: Member) -> list[QuerySet]:
    """Without words: whoever passes the filters; before all others, those who offer what the viewer wishes for."""
    wished = Wish.objects.filter(member=viewer).values("skill")
    if asked.narrowed:
        mutual = When(side=Side.OFFER, skill__in=wished, then=Value(MUTUAL_FIT))
        fit = Case(mutual, default=Value(0.0), output_field=FloatField())
        return [_with_fit(_filtered(asked, viewer), fit)]
    everybody = Member.objects.visible_to(viewer)
    offering = Offer.objects.reaching(viewer).filter(skill__in=wished)
    nothing = Value(0.0, output_field=FloatField())
    return [everybody.values_list("pk", nothing), _with_fit(offering, Value(MUTUAL_FIT))]


def _filtered(asked: Asked, viewer: Member) -> QuerySet:
    listings = Listing.objects.reaching(viewer)
    if asked.side:
        listings = listings.filter(side=asked.side)
    if asked.language:
        listings = listings.filter(languages__contains=[asked.language])
    if asked.format:
        listings = listings.filter(format__in=(asked.format, Format.BOTH))
    if asked.level:
        listings = listings.filter(level__gte=asked.level)
    return listings


def _listed(asked: Asked, skills: list[wording.Match], viewer: Member) -> list[QuerySet]:
    by_fit: dict[float, list[UUID]] = {}
    for match in skills:
        by_fit.setdefault(match.fit, []).append(match.skill)
    fit = Case(*(When(skill__in=ids, then=Value(fit)) for fit, ids in by_fit.items()), output_field=FloatField())
    listed = _filtered(asked, viewer).filter(skill__in=[match.skill for match in skills])
    return [_with_fit(listed, fit)] if skills else []


def _noted(asked: Asked, text: str, viewer: Member) -> QuerySet:
    terms = wording.terms(text, suffix="*")
    sql = f"words @@ {wording.tsquery('terms')}".replace("%(terms)s", "%s")
    matched = RawSQL(sql, [terms, terms], output_field=BooleanField())  # noqa: S611 - bound parameters
    return _with_fit(_filtered(asked, viewer).exclude(note="").filter(matched), Value(NOTE_FIT))


def _named(text: str, viewer: Member) -> QuerySet:
    """People whose name, or a word of it, begins like this."""
    seen = Member.objects.visible_to(viewer).annotate(plain_name=_plain_name(), sought=_plain(text))
    begins, inside = Q(plain_name__startswith=F("sought")), Q(plain_name__contains=Concat(Value(" "), F("sought")))
    fit = Case(
        When(plain_name=F("sought"), then=Value(100.0)),
        When(begins, then=Value(90.0)),
        default=Value(85.0),
        output_field=FloatField(),
    )
    return seen.filter(begins | inside).values_list("pk", fit)


def _nearly_named(text: str, viewer: Member) -> QuerySet:
    likeness = Func(_plain(text), _plain_name(), function="word_similarity", output_field=FloatField())
    near = Member.objects.visible_to(viewer).annotate(likeness=likeness).filter(likeness__gte=NEAR_NAME)
    return near.values_list("pk", F("likeness") * 100)


def _plain(text: str) -> Func:
    return Lower(Func(Value(text), function="f_unaccent", output_field=TextField()))


def _plain_name() -> RawSQL:
    """A column that the database keeps; see the migration communities.0003_search."""
    return RawSQL("communities_member.plain_name", [], output_field=TextField())


def _with_fit(listings: QuerySet, fit: Case | Value) -> QuerySet:
    return listings.values_list("member", fit)


def _page(hits: list[QuerySet], viewer: Member, now: datetime, page: int) -> list[tuple[UUID, float]]:
    """Others on one page and one more, with their best fit; one query. Whom the viewer may not see drops out here."""
    every = hits[0].union(*hits[1:], all=True) if len(hits) > 1 else hits[0]
    hit, hit_parameters = every.query.sql_with_params()
    others = Member.objects.visible_to(viewer).exclude(pk=viewer.pk)
    seen, seen_parameters = others.values_list("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT member, max(fit) AS fit FROM ({hit}) AS hit (member, fit) JOIN ({seen}) AS seen (id) "  # noqa: S608
            "ON seen.id = hit.member GROUP BY member "
            "ORDER BY max(fit) DESC, uuid_hash_extended(member, %s), member LIMIT %s OFFSET %s",
            [*hit_parameters, *seen_parameters, seed(viewer, now), PAGE + 1, (page - 1) * PAGE],
        )
        return cursor.fetchall()


def seed(viewer: Member, now: datetime) -> int:
    """What makes the order of equals the viewer's own and new each week, so that it tells nothing about anybody."""
    year, number, _day = now.isocalendar()
    message = f"{viewer.pk}:{year}-{number}".encode()
    digest = hmac.new(settings.SECRET_KEY.encode(), message, hashlib.sha256).digest()
    return int.from_bytes(digest[:8], "big", signed=True)


def _people(rows: list[tuple[UUID, float]], meant: dict[UUID, float], viewer: Member) -> list[Person]:
    ids = [member for member, _fit in rows]
    cards = communities.cards(viewer, ids)
    listed = exchange.shown_by(ids, viewer)
    return [
        Person(pk, cards[pk], _first(listed[pk], Side.OFFER, meant), _first(listed[pk], Side.WISH, meant)) for pk in ids
    ]


def _first(listings: list[Listing], side: Side, meant: dict[UUID, float]) -> list[Listing]:
    here = (listing for listing in listings if listing.side == side)
    return sorted(here, key=lambda listing: -meant.get(listing.skill_id, 0))[:CHIPS]
