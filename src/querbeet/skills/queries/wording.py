"""From words that somebody typed to the skills they may mean."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from querbeet.communities.models.member import Member
from querbeet.skills import spelling

MOST_WORDS = 8
LONGEST_WORD = 40
LONGEST_TEXT = 100
MOST_DIRECT = 60  # skills found by their own words
MOST_FOUND = 500  # with what lies below and above them
MOST_NEAR = 12  # guesses at a typing error
SHORTEST_INSIDE = 4  # signs that are looked for inside of words: "repair" in "bikerepair"
ALIKE_ENOUGH = 0.2  # similarity of words looked at for typing errors
BELOW, ABOVE = 0.65, 0.5  # what a step down or up takes from the fit
FROM = 60  # the fit from which skills below and above are taken along

UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
DIGRAPHS = re.compile("([aou])e")

# A found skill fits, best first: its name is just that; a synonym is just that; its name, then its synonyms have the
# words; they have words that begin so; words that hold it; the description has the words; words that begin so.
FIT = """CASE WHEN plain LIKE ANY(skills_fold_all(%(name)s::text[])) THEN 100
    WHEN plain LIKE ANY(skills_fold_all(%(synonym)s::text[])) THEN 95
    WHEN search @@ {exact_a} THEN 80 WHEN search @@ {exact_ab} THEN 70 WHEN search @@ {start_ab} THEN 60
    WHEN plain LIKE ANY(skills_fold_all(%(inside)s::text[])) THEN 50 WHEN search @@ {exact} THEN 40 ELSE 30 END"""
FOUND = "(search @@ {start} OR plain LIKE ANY(skills_fold_all(%(inside)s::text[])))"
OWN = """SELECT s.id AS skill_id, skills_plain(n.value, w.words) AS plain,
        skills_document(n.key, n.value, w.words, s.descriptions ->> n.key) AS search
    FROM skills_skill s CROSS JOIN LATERAL jsonb_each_text(s.names) n CROSS JOIN LATERAL
        (SELECT ARRAY(SELECT jsonb_array_elements_text(coalesce(s.synonyms -> n.key, '[]'))) AS words) w
    WHERE s.community_id = %(community)s AND s.state = 'accepted'"""
MATCHING = f"""WITH RECURSIVE hit AS (
    SELECT skill_id, {FIT} AS fit FROM skills_wording WHERE {FOUND}
    UNION ALL SELECT skill_id, {FIT} FROM ({OWN}) own WHERE {FOUND}
), direct AS (
    SELECT skill_id, max(fit)::float AS fit FROM hit GROUP BY skill_id ORDER BY fit DESC, skill_id LIMIT {MOST_DIRECT}
), down AS (
    SELECT skill_id, fit, 0 AS steps FROM direct
    UNION SELECT b.from_skill_id, d.fit * {BELOW}, d.steps + 1 FROM down d
        JOIN skills_skill_broader b ON b.to_skill_id = d.skill_id
        WHERE d.steps < 3 AND d.fit >= {FROM} * {BELOW} ^ d.steps
), every AS (
    SELECT skill_id, fit, steps > 0 AS beside FROM down
    UNION ALL SELECT b.to_skill_id, d.fit * {ABOVE}, true FROM direct d
        JOIN skills_skill_broader b ON b.from_skill_id = d.skill_id WHERE d.fit >= {FROM}
) SELECT skill_id, max(fit) AS best, bool_and(beside) FROM every GROUP BY skill_id ORDER BY best DESC, skill_id
LIMIT {MOST_FOUND}"""  # noqa: S608 - put together from the constants above
NEAR = f"""WITH hit AS (
    SELECT skill_id, word_similarity(skills_fold(%(text)s), plain) AS likeness FROM skills_wording
        WHERE skills_fold(%(text)s) <%% plain
    UNION ALL SELECT skill_id, word_similarity(skills_fold(%(text)s), plain) FROM ({OWN}) own
        WHERE skills_fold(%(text)s) <%% plain
    UNION ALL SELECT skill_id, ts_rank(search, {{any}}) FROM skills_wording WHERE search @@ {{any}}
) SELECT skill_id, 40 * least(max(likeness), 1) AS best, false FROM hit GROUP BY skill_id ORDER BY best DESC, skill_id
LIMIT {MOST_NEAR}"""  # noqa: S608
ALIKE = """SELECT sought.word, w.text FROM unnest(%s::text[]) AS sought(word) CROSS JOIN LATERAL (
    SELECT text FROM skills_word WHERE text %% skills_fold(sought.word)
    ORDER BY similarity(text, skills_fold(sought.word)) DESC, text LIMIT 60) w"""


@dataclass(frozen=True)
class Match:
    """A skill and how well it fits, from 0 to 100. `beside`: it lies below or above one that was meant."""

    skill: UUID
    fit: float
    beside: bool = False


def tidy(text: str) -> str:
    """What was typed, without what a search cannot use."""
    return " ".join(text.replace("\0", " ").split())[:LONGEST_TEXT]


def words(text: str) -> list[str]:
    """The words of a search; the first few are enough."""
    found = re.findall(r"[^\W_]+", text.casefold())[:MOST_WORDS]
    return [word[:LONGEST_WORD] for word in found]


def spellings(text: str) -> list[str]:
    """The same with umlauts written out and drawn together: "größe", "groesse" and "grosse" find each other."""
    folded = text.casefold()
    return list(dict.fromkeys((folded, folded.translate(UMLAUTS), DIGRAPHS.sub(r"\1", folded))))


def terms(text: str, *, suffix: str = "", joint: str = " & ") -> str:
    """The text of a tsquery for all words (any of them with joint " | "), each in all its spellings."""
    mark = f":{suffix}" if suffix else ""
    return joint.join("(" + " | ".join(f"{variant}{mark}" for variant in spellings(word)) + ")" for word in words(text))


def tsquery(name: str) -> str:
    """SQL for the parameter of this name as a query in both languages."""
    return f"(to_tsquery('german_plain', %({name})s) || to_tsquery('english_plain', %({name})s))"


def matching(text: str, viewer: Member) -> list[Match]:
    """Skills whose words are meant, best first, with those below them, and those above a little behind. One query."""
    text = tidy(text)
    if not words(text):
        return []
    queries = {"exact_a": "A", "exact_ab": "AB", "start_ab": "*AB", "start": "*", "exact": ""}
    parameters = {name: terms(text, suffix=suffix) for name, suffix in queries.items()}
    like = [_escaped(variant) for variant in spellings(text)]
    shapes = {
        "name": [f"\n{variant}\n%" for variant in like],
        "synonym": [f"%\n{variant}\n%" for variant in like],
        "inside": [f"%{variant}%" for variant in like if len(variant) >= SHORTEST_INSIDE],
    }
    sql = MATCHING.format(**{name: tsquery(name) for name in queries})
    return _run(sql, {**parameters, **shapes, "community": viewer.community_id})


def near(text: str, viewer: Member) -> list[Match]:
    """Skills that somebody may have meant who made a typing error.

    For when nothing matched. Without a likely error, skills that have one of the words, or sound alike. Four queries
    at most.
    """
    text = tidy(text)
    if not words(text):
        return []
    meant = _corrected(words(text))
    if meant and (found := matching(meant, viewer)):
        return found
    parameters = {"text": text, "any": terms(text, suffix="AB", joint=" | "), "community": viewer.community_id}
    return _run(NEAR.format(any=tsquery("any")), parameters)


def _corrected(typed: list[str]) -> str:
    """The words with each typing error mended; empty where none was found."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.similarity_threshold', %s, true)", [str(ALIKE_ENOUGH)])
        cursor.execute(ALIKE, [typed])
        alike: dict[str, list[str]] = {}
        for word, known in cursor.fetchall():
            alike.setdefault(word, []).append(known)
    mended = [spelling.closest(plain(word), alike.get(word, [])) or word for word in typed]
    return " ".join(mended) if any(new != plain(old) for new, old in zip(mended, typed, strict=True)) else ""


def plain(word: str) -> str:
    """A word without accents, much as the database writes it."""
    signs = unicodedata.normalize("NFKD", word.casefold())
    return "".join(sign for sign in signs if not unicodedata.combining(sign))


def _run(sql: str, parameters: dict[str, Any]) -> list[Match]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [Match(*row) for row in cursor.fetchall()]


def _escaped(text: str) -> str:
    return re.sub(r"([\\%_])", r"\\\1", text)
