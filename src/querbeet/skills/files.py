"""The vocabulary files that come along; their README says how they are written."""

import hashlib
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent / "vocabulary"
FORMAT = b"1"  # raise it when loading makes something else of the same files


@dataclass(frozen=True)
class SkillFile:
    """One skill as written."""

    key: str
    names: dict[str, str]
    descriptions: dict[str, str]
    synonyms: dict[str, list[str]]
    sensitive: bool
    broader: str = ""
    related: tuple[str, ...] = ()


@dataclass(frozen=True)
class AreaFile:
    """One file: an area and its skills."""

    key: str
    names: dict[str, str]
    descriptions: dict[str, str]
    skills: list[SkillFile] = field(default_factory=list)


def fingerprint(folder: Path = FOLDER) -> str:
    """A hash of all files, as hexadecimal text of 64 signs."""
    digest = hashlib.blake2b(FORMAT, digest_size=32)
    for path in _paths(folder):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def read(folder: Path = FOLDER) -> list[AreaFile]:
    """All areas, in the order of their file names."""
    return [_area(tomllib.loads(path.read_text(encoding="utf-8"))) for path in _paths(folder)]


def _paths(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.toml"))


def _area(written: dict[str, Any]) -> AreaFile:
    skills = [_skill(skill) for skill in written["skill"]]
    return AreaFile(written["key"], written["name"], written["description"], skills)


def _skill(written: dict[str, Any]) -> SkillFile:
    return SkillFile(
        key=written["key"],
        names=written["name"],
        descriptions=written["description"],
        synonyms=written["synonyms"],
        sensitive=written["sensitive"],
        broader=written.get("broader", ""),
        related=tuple(written["related"]),
    )
