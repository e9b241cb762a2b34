"""Catalogs of the interface: committed as .po, built into .mo beside them, with the styles of gender-inclusive German.

`de` writes "Mentor*in". `de-colon` is the same catalog with "Mentor:in". `de-neutral` is the same catalog, with the
sentences of `locale/de_Neutral/LC_MESSAGES/django.po` in their place where a package has such a file. The styles are
no languages of their own: a page in any of them says `lang="de"`.
"""

import os
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[1]
NAME = Path("LC_MESSAGES") / "django"
STAR = re.compile(r"(?<=[^\W\d_])\*(?=[^\W\d_])")


def language_of(code: str) -> str:
    """The language for `lang=` and Content-Language: `de-colon` is German."""
    return code.partition("-")[0]


def in_style(language: str, style: str) -> str:
    """The code to activate for a language and a style of naming people; only German has styles beside the star."""
    return f"de-{style}" if language == "de" and style in ("colon", "neutral") else language


def compile_all(root: Path = ROOT) -> int:
    """Build every catalog under `root`; returns how many .mo files were written."""
    built = list(_catalogs(root))
    for target, catalog in built:
        _write(target, catalog)
    return len(built)


def stale(root: Path = ROOT) -> bool:
    """Whether a catalog is newer than what was built from it."""
    sources = [source for folder in _folders(root) for source in folder.glob(f"*/{NAME}.po")]
    wanted = {target for target, _ in _targets(root)}
    if any(not target.exists() for target in wanted):
        return True
    newest = max((path.stat().st_mtime for path in [*sources, Path(__file__)]), default=0)
    return any(target.stat().st_mtime < newest for target in wanted)


def read(path: Path, locale: str = "de") -> Catalog:
    """A .po file."""
    with path.open("rb") as file:
        return read_po(file, locale=locale, domain="django")


def with_colons(catalog: Catalog) -> Catalog:
    """The same catalog, with the colon where people are named with a star."""
    return _mapped(catalog, lambda text: STAR.sub(":", text))


def _folders(root: Path) -> list[Path]:
    return sorted(root.glob("*/locale"))


def _targets(root: Path) -> Iterator[tuple[Path, Path]]:
    """Each .mo to build, with its package's `locale` folder."""
    for folder in _folders(root):
        locales = {path.parent.parent.name for path in folder.glob(f"*/{NAME}.po")}
        if "de" in locales:
            locales |= {"de_Colon", "de_Neutral"}
        for locale in sorted(locales):
            yield folder / locale / NAME.with_suffix(".mo"), folder


def _catalogs(root: Path) -> Iterator[tuple[Path, Catalog]]:
    for target, folder in _targets(root):
        locale = target.parent.parent.name
        own = target.with_suffix(".po")
        if locale == "de_Colon":
            yield target, with_colons(read(folder / "de" / NAME.with_suffix(".po")))
        elif locale == "de_Neutral":
            yield target, _overlaid(read(folder / "de" / NAME.with_suffix(".po")), read(own) if own.exists() else None)
        else:
            yield target, read(own, locale)


def _overlaid(catalog: Catalog, over: Catalog | None) -> Catalog:
    for message in over or ():
        own = catalog.get(message.id if isinstance(message.id, str) else message.id[0], message.context)
        if message.id and message.string and not message.fuzzy and own is not None:
            own.string = message.string
    return catalog


def _mapped(catalog: Catalog, change) -> Catalog:
    for message in catalog:
        _change(message, change)
    return catalog


def _change(message: Message, change) -> None:
    if not message.id:
        return  # the header
    if isinstance(message.string, str):
        message.string = change(message.string)
    else:
        message.string = tuple(change(text) for text in message.string or ())


def _write(target: Path, catalog: Catalog) -> None:
    """In one step, so that a server that is starting never reads half a file."""
    target.parent.mkdir(parents=True, exist_ok=True)
    out = BytesIO()
    write_mo(out, catalog)
    passing = target.with_name(f".{target.name}.{os.getpid()}")
    passing.write_bytes(out.getvalue())
    passing.replace(target)
