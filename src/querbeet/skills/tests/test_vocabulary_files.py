"""The vocabulary files keep the promises of their README; every check has a planted breach that it must find."""

import re
import tomllib
from collections import Counter
from copy import deepcopy
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parent.parent / "vocabulary"
LANGUAGES = ("de", "en")
MAX_DEPTH = 3
MAX_DESCRIPTION = 160
AREA_FIELDS = {"key", "name", "description", "skill"}
SKILL_FIELDS = {"key", "name", "description", "synonyms", "related", "sensitive"}
SLUG = re.compile(r"[a-z]+(-[a-z]+)*")

# Keys end up in addresses, logs and exports, where a stranger may read them.
TELLING_WORD = re.compile(
    r"\b(aids|asylum|bi|binders?|butch|coming-out|drag|femme|gay|gender|hiv|homo|intersex|kings?|lesbian|lgbtq?|lsbtiq|"
    r"nonbinary|outing|poly|prep|pride|pronouns?|queens?|queer|rainbow|refugee|sex|trans|transgender|transition|vogue)\b"
)
OTHER_GENDER_STYLES = re.compile(r"\w(?::|_|/-?)in(?:nen)?\b|[a-zäöüß]Innen\b")


def vocabulary():
    return {path.name: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.toml"))}


def skills(areas):
    return [skill for area in areas.values() for skill in area["skill"]]


def concepts(areas):
    return [*areas.values(), *skills(areas)]


def wrong_file_names(areas):
    return [name for name, area in areas.items() if name != f"{area['key']}.toml"]


def wrong_fields(areas):
    found = [area["key"] for area in areas.values() if set(area) != AREA_FIELDS]
    found += [skill["key"] for skill in skills(areas) if set(skill) - {"broader"} != SKILL_FIELDS]
    return found + [s["key"] for s in skills(areas) if not isinstance(s.get("sensitive"), bool)]


def repeated_keys(areas):
    counts = Counter(concept["key"] for concept in concepts(areas))
    return [key for key, count in counts.items() if count > 1]


def bad_keys(areas):
    keys = [concept["key"] for concept in concepts(areas)]
    return [key for key in keys if not SLUG.fullmatch(key) or TELLING_WORD.search(key)]


def missing_languages(areas):
    found = []
    for concept in concepts(areas):
        for field in ("name", "description"):
            texts = concept[field]
            if tuple(sorted(texts)) != LANGUAGES or any(not t or t != " ".join(t.split()) for t in texts.values()):
                found.append((concept["key"], field))
    return found


def clumsy_descriptions(areas):
    """Descriptions that are no single sentence, or longer than a phone shows in one go."""
    found = []
    for concept in concepts(areas):
        for language, text in concept["description"].items():
            if not text.endswith(".") or re.search(r"[.!?…]", text[:-1]) or len(text) > MAX_DESCRIPTION:
                found.append((concept["key"], language))
    return found


def repeated_names(areas):
    found = []
    for language in LANGUAGES:
        for group in (list(areas.values()), skills(areas)):
            counts = Counter(concept["name"][language].casefold() for concept in group)
            found += [(language, name) for name, count in counts.items() if count > 1]
    return found


def bad_synonyms(areas):
    """Synonyms that repeat within a skill, or are the name of a skill: search would lead to the wrong place."""
    found = []
    for language in LANGUAGES:
        names = {skill["name"][language].casefold() for skill in skills(areas)}
        for skill in skills(areas):
            words = [word.casefold() for word in skill["synonyms"][language]]
            if len(words) > 5 or len(set(words)) < len(words) or names & set(words) or "" in words:
                found.append((skill["key"], language, sorted(names & set(words))))
    return found


def without_synonyms(areas):
    return [s["key"] for s in skills(areas) if any(not s["synonyms"].get(language) for language in LANGUAGES)]


def dead_links(areas):
    """Broader skills live in the same area, related ones anywhere; both must exist and say something new."""
    keys = {skill["key"] for skill in skills(areas)}
    found = []
    for area in areas.values():
        own = {skill["key"] for skill in area["skill"]}
        for skill in area["skill"]:
            key, broader, related = skill["key"], skill.get("broader"), skill["related"]
            if broader is not None and broader not in own:
                found.append((key, broader))
            found += [(key, other) for other in related if other not in keys or other in (key, broader)]
            found += [(key, other) for other, count in Counter(related).items() if count > 1]
    return found


def too_deep(areas):
    """Skills whose chain of broader skills has more than three levels or never ends."""
    broader = {skill["key"]: skill.get("broader") for skill in skills(areas)}
    found = []
    for key in broader:
        chain = [key]
        while len(chain) <= MAX_DEPTH and (parent := broader.get(chain[-1])):
            chain.append(parent)
        if len(chain) > MAX_DEPTH:
            found.append(key)
    return found


def flat_areas(areas):
    return [area["key"] for area in areas.values() if len({s.get("broader") for s in area["skill"]} - {None}) < 2]


def exposed(areas):
    """Skills open to all although the broader one is sensitive: the narrower tells at least as much."""
    sensitive = {skill["key"] for skill in skills(areas) if skill["sensitive"]}
    return [s["key"] for s in skills(areas) if s.get("broader") in sensitive and not s["sensitive"]]


def other_gender_styles(areas):
    """German that is not in the star form from which the other styles are derived."""
    found = []
    for concept in concepts(areas):
        words = concept.get("synonyms", {"de": []})["de"]
        if any(
            OTHER_GENDER_STYLES.search(text) for text in (concept["name"]["de"], concept["description"]["de"], *words)
        ):
            found.append(concept["key"])
    return found


def test_the_vocabulary_is_large_and_its_areas_few():
    areas = vocabulary()
    assert len(skills(areas)) >= 250
    assert 10 <= len(areas) <= 15
    assert all(len(area["skill"]) >= 15 for area in areas.values())


def test_most_skills_are_found_by_other_words_in_both_languages():
    areas = vocabulary()
    assert len(without_synonyms(areas)) <= 0.3 * len(skills(areas))


CHECKS = (
    wrong_file_names,
    wrong_fields,
    repeated_keys,
    bad_keys,
    missing_languages,
    clumsy_descriptions,
    repeated_names,
    bad_synonyms,
    dead_links,
    too_deep,
    flat_areas,
    exposed,
    other_gender_styles,
)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_vocabulary_has_no(check):
    assert check(vocabulary()) == []


def small_vocabulary():
    """A correct vocabulary of one area, small enough to spoil one thing at a time."""

    def skill(key, broader=None):
        made = {
            "key": key,
            "name": {"de": f"{key} lernen", "en": f"learning {key}"},
            "description": {"de": "Ein Satz.", "en": "One sentence."},
            "synonyms": {"de": [f"{key} üben"], "en": [f"practising {key}"]},
            "related": [],
            "sensitive": False,
        }
        return made | ({"broader": broader} if broader else {})

    area = {"key": "garden", "name": {"de": "Garten", "en": "Garden"}}
    area["description"] = {"de": "Alles im Beet.", "en": "All in the bed."}
    area["skill"] = [skill("soil"), skill("compost", "soil"), skill("worms", "compost"), skill("seeds")]
    return {"garden.toml": area}


BREACHES = [
    (wrong_file_names, lambda a: a.update({"beds.toml": a.pop("garden.toml")}), ["beds.toml"]),
    (wrong_fields, lambda a: a["garden.toml"].update(colour="green"), ["garden"]),
    (wrong_fields, lambda a: skills(a)[0].update(sensitiv=True), ["soil"]),
    (wrong_fields, lambda a: skills(a)[0].update(sensitive="no"), ["soil"]),
    (repeated_keys, lambda a: skills(a)[3].update(key="soil"), ["soil"]),
    (repeated_keys, lambda a: skills(a)[3].update(key="garden"), ["garden"]),
    (bad_keys, lambda a: skills(a)[3].update(key="Seeds_2"), ["Seeds_2"]),
    (bad_keys, lambda a: skills(a)[3].update(key="queer-seeds"), ["queer-seeds"]),
    (bad_keys, lambda a: skills(a)[3].update(key="coming-out"), ["coming-out"]),
    (missing_languages, lambda a: skills(a)[3]["name"].pop("en"), [("seeds", "name")]),
    (missing_languages, lambda a: skills(a)[3]["description"].update(de="Zwei  Lücken."), [("seeds", "description")]),
    (clumsy_descriptions, lambda a: skills(a)[3]["description"].update(de="Zwei. Sätze."), [("seeds", "de")]),
    (clumsy_descriptions, lambda a: skills(a)[3]["description"].update(en="No full stop"), [("seeds", "en")]),
    (clumsy_descriptions, lambda a: skills(a)[3]["description"].update(en="a" * 160 + "."), [("seeds", "en")]),
    (repeated_names, lambda a: skills(a)[3]["name"].update(en="Learning soil"), [("en", "learning soil")]),
    (bad_synonyms, lambda a: skills(a)[3]["synonyms"].update(de=["Säen", "säen"]), [("seeds", "de", [])]),
    (
        bad_synonyms,
        lambda a: skills(a)[3]["synonyms"].update(en=["learning soil"]),
        [("seeds", "en", ["learning soil"])],
    ),
    (without_synonyms, lambda a: skills(a)[3]["synonyms"].update(en=[]), ["seeds"]),
    (dead_links, lambda a: skills(a)[3].update(broader="nowhere"), [("seeds", "nowhere")]),
    (dead_links, lambda a: skills(a)[3].update(related=["nowhere"]), [("seeds", "nowhere")]),
    (dead_links, lambda a: skills(a)[1].update(related=["soil"]), [("compost", "soil")]),
    (dead_links, lambda a: skills(a)[3].update(related=["soil", "soil"]), [("seeds", "soil")]),
    (too_deep, lambda a: skills(a)[3].update(broader="worms"), ["seeds"]),
    (too_deep, lambda a: skills(a)[0].update(broader="worms"), ["soil", "compost", "worms"]),
    (flat_areas, lambda a: skills(a)[2].update(broader="soil"), ["garden"]),
    (exposed, lambda a: skills(a)[1].update(sensitive=True), ["worms"]),
    (other_gender_styles, lambda a: skills(a)[3]["name"].update(de="Gärtner:innen finden"), ["seeds"]),
    (other_gender_styles, lambda a: skills(a)[3]["synonyms"].update(de=["GärtnerInnen"]), ["seeds"]),
]


@pytest.mark.parametrize("check", [*CHECKS, without_synonyms], ids=lambda check: check.__name__)
def test_a_correct_vocabulary_passes(check):
    assert check(small_vocabulary()) == []


@pytest.mark.parametrize(("check", "spoil", "found"), BREACHES)
def test_a_planted_breach_is_found(check, spoil, found):
    areas = deepcopy(small_vocabulary())
    spoil(areas)
    assert check(areas) == found


def test_every_check_has_a_planted_breach():
    assert {check for check, _, _ in BREACHES} == {*CHECKS, without_synonyms}
