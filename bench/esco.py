"""How long it takes to import ESCO: `python bench/esco.py [concepts]`, by default 14000 in two languages.

The package is made up: as many concepts, labels, descriptions and links as the real one has, from made-up words.
"""

import csv
import random
import sys
import tempfile
import time
import uuid
from pathlib import Path

import search as bench

HEADERS = ["conceptType", "conceptUri", "skillType", "preferredLabel", "altLabels", "status", "description"]
BASE = "http://data.europa.eu/esco/skill/"
SYLLABLES = [
    "an",
    "ber",
    "chi",
    "dor",
    "eis",
    "fal",
    "gro",
    "hei",
    "ium",
    "jol",
    "kra",
    "lum",
    "mer",
    "nor",
    "olt",
    "pra",
    "qui",
    "ras",
    "ste",
    "tur",
    "ulm",
    "ver",
    "wel",
    "zen",
]
LEXICON = ["".join(random.Random(number).choices(SYLLABLES, k=2 + number % 3)) for number in range(12_000)]


def words(count: int) -> str:
    return " ".join(random.choices(LEXICON, k=count))


def write(path: Path, headers: list[str], rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([headers, *rows])


def package(folder: Path, concepts: int) -> None:
    """A package of so many concepts, each with five other labels a language, one above and four beside it."""
    uris = [BASE + str(uuid.UUID(int=random.getrandbits(128))) for _concept in range(concepts)]
    for language in ("en", "de"):
        rows = [
            ["KnowledgeSkillCompetence", uri, "skill/competence", words(3) + f" {number}",
             "\n".join(words(3) for _label in range(5)), "released", words(25)]
            for number, uri in enumerate(uris)
        ]  # fmt: skip
        write(folder / f"skills_{language}.csv", HEADERS, rows)
    above = [[uri, random.choice(uris[:600])] for uri in uris[600:]]
    write(folder / "broaderRelationsSkillPillar_en.csv", ["conceptUri", "broaderUri"], above)
    beside = [[uri, other] for uri in uris for other in random.sample(uris, 4) if other != uri]
    write(folder / "skillSkillRelations_en.csv", ["originalSkillUri", "relatedSkillUri"], beside)


def main() -> None:
    concepts = int(sys.argv[1]) if len(sys.argv) > 1 else 14_000
    random.seed(1)
    bench.database()
    from querbeet.skills.actions import esco

    with tempfile.TemporaryDirectory() as folder:
        package(Path(folder), concepts)
        for attempt in ("first", "again"):
            start = time.perf_counter()
            imported = esco.import_folder(Path(folder))
            print(f"{attempt}: {imported.skills} skills in {time.perf_counter() - start:.2f} s", flush=True)
        viewer = bench.fill(200)
        bench.measure(viewer)


if __name__ == "__main__":
    main()
