"""ESCO's CSV packages (v1.1 and v1.2) as they are downloaded: read by header, bad rows named by row and column."""

import csv
import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from querbeet.core.errors import Refused

CONCEPTS = ("skills", "skillGroups")  # file names, with "_" and a language behind them
BROADER, RELATED = "broaderRelationsSkillPillar", "skillSkillRelations"
LONGEST_NAME = 300
LONGEST_CELL = 1024 * 1024


class NotESCO(Refused):
    """The folder does not hold an ESCO package."""


@dataclass(frozen=True)
class Problem:
    """A row that was left out. `row` as spreadsheets count: the headers are row 1."""

    file: str
    row: int
    column: str
    why: str

    @property
    def sentence(self) -> str:
        place = _("%(file)s, row %(row)d, column “%(column)s”") % {
            "file": self.file,
            "row": self.row,
            "column": self.column,
        }
        return f"{place}: {self.why}"


@dataclass
class Concept:
    """A skill, a piece of knowledge or a group of them, in all languages that were there."""

    names: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    synonyms: dict[str, list[str]] = field(default_factory=dict)


@dataclass
class Package:
    """What was read: concepts by key, links between keys, and what was left out."""

    concepts: dict[str, Concept] = field(default_factory=dict)
    broader: set[tuple[str, str]] = field(default_factory=set)
    related: set[tuple[str, str]] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)


def fingerprint(folder: Path, languages: tuple[str, ...]) -> str:
    """A hash of all files that would be read, as hexadecimal text of 64 signs."""
    digest = hashlib.blake2b(repr(languages).encode(), digest_size=32)
    for path in sorted(path for path in folder.glob("*.csv") if _wanted(path.name, languages)):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def read(folder: Path, languages: tuple[str, ...]) -> Package:
    """The package in a folder, in these languages. Raises NotESCO where a needed file or column is missing."""
    usual = csv.field_size_limit(LONGEST_CELL)  # one for the whole process: other readers want theirs back
    try:
        return _read(folder, languages)
    finally:
        csv.field_size_limit(usual)


def _read(folder: Path, languages: tuple[str, ...]) -> Package:
    package = Package()
    found = [(language, folder / f"skills_{language}.csv") for language in languages]
    if not any(path.exists() for _language, path in found):
        names = ", ".join(path.name for _language, path in found)
        raise NotESCO(_("There is no ESCO package in this folder: one of %(files)s is needed.") % {"files": names})
    for language in languages:
        for kind in CONCEPTS:
            _read_concepts(folder / f"{kind}_{language}.csv", language, package)
    for pattern, low, high, links in (
        (BROADER, "conceptUri", "broaderUri", package.broader),
        (RELATED, "originalSkillUri", "relatedSkillUri", package.related),
    ):
        for path in sorted(folder.glob(f"{pattern}_*.csv"))[:1]:  # the same in all languages
            _read_links(path, low, high, package, links)
    return package


def key_of(uri: str) -> str:
    """The last part of a concept's address, fit for an address of ours; empty where it is no address."""
    match = re.fullmatch(r"https?://\S+/([^/\s]{1,50})", uri)
    return "esco-" + re.sub(r"[^0-9A-Za-z-]", "-", match[1]).lower() if match else ""


def _wanted(name: str, languages: tuple[str, ...]) -> bool:
    concepts = {f"{kind}_{language}.csv" for kind in CONCEPTS for language in languages}
    return name in concepts or name.startswith((f"{BROADER}_", f"{RELATED}_"))


def _rows(path: Path, *needed: str) -> Iterator[tuple[int, dict[str, str]]]:
    text = path.read_bytes().decode("utf-8-sig", errors="replace")
    reader = csv.reader(io.StringIO(text, newline=""))
    headers = [header.strip() for header in next(reader, [])]
    for column in needed:
        if column not in headers:
            raise NotESCO(_("%(file)s has no column “%(column)s”.") % {"file": path.name, "column": column})
    for number, row in enumerate(reader, 2):
        if any(cell.strip() for cell in row):
            cells = [cell.strip() for cell in row] + [""] * (len(headers) - len(row))
            yield number, dict(zip(headers, cells, strict=False))


def _read_concepts(path: Path, language: str, package: Package) -> None:
    if not path.exists():
        return
    seen: set[str] = set()
    for number, row in _rows(path, "conceptUri", "preferredLabel"):
        key, name = key_of(row["conceptUri"]), " ".join(row["preferredLabel"].split())
        if row.get("status", "").lower() == "obsolete":
            continue
        why = _wrong(key, name, seen)
        if why:
            package.problems.append(Problem(path.name, number, *why))
            continue
        seen.add(key)
        concept = package.concepts.setdefault(key, Concept())
        concept.names[language] = name
        concept.descriptions[language] = " ".join((row.get("description") or row.get("definition") or "").split())
        labels = f"{row.get('altLabels', '')}\n{row.get('hiddenLabels', '')}".splitlines()
        others = dict.fromkeys(" ".join(label.split()) for label in labels)
        concept.synonyms[language] = [label for label in others if label and label != name]


def _wrong(key: str, name: str, seen: set[str]) -> tuple[str, str] | None:
    if not key:
        return "conceptUri", _("This is not the address of a concept.")
    if key in seen:
        return "conceptUri", _("This concept was in a row above already.")
    if not name:
        return "preferredLabel", _("There is no name.")
    if "\ufffd" in name or len(name) > LONGEST_NAME:
        return "preferredLabel", _("This name cannot be read, or is too long.")
    return None


def _read_links(path: Path, low: str, high: str, package: Package, links: set[tuple[str, str]]) -> None:
    for number, row in _rows(path, low, high):
        ends = []
        for column in (low, high):
            key = key_of(row[column])
            if key in package.concepts:
                ends.append(key)
            else:
                package.problems.append(Problem(path.name, number, column, _("This concept is in no file of skills.")))
                break
        if len(ends) == 2 and ends[0] != ends[1]:
            links.add((ends[0], ends[1]))
