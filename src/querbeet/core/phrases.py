"""The sentences of the interface as they stand in code and templates, against what is translated.

`python -m querbeet.core.phrases people` adds new sentences of a package to its German catalog, without a translation,
and takes out those that are gone. Needs no gettext programs: a plain system has none.
"""

import io
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import write_po

from querbeet.core import translations

KEYWORDS: dict[str, tuple | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


@dataclass(frozen=True)
class Gap:
    """A sentence that a reader of German would not get in German."""

    package: str
    sentence: str
    why: str

    def __str__(self) -> str:
        return f"{self.package}: {self.sentence!r}: {self.why}"


def collect(package: Path) -> Catalog:
    """Every sentence marked for translation in a package's code and templates, tests left out."""
    catalog = Catalog(locale="de", domain="django")
    for path in sorted([*package.rglob("*.py"), *package.rglob("templates/**/*.html")]):
        place = path.relative_to(package)
        if {"tests", "migrations"} & set(place.parts):
            continue
        for line, ids, context in _sentences(path):
            catalog.add(ids, None, [(str(place), line)], context=context)
    return catalog


def update(package: Path) -> int:
    """Bring a package's German catalog up to its sentences; returns how many still need a translation."""
    target = package / "locale" / "de" / translations.NAME.with_suffix(".po")
    wanted = collect(package)
    known = translations.read(target) if target.exists() else Catalog(locale="de", domain="django")
    fresh = Catalog(locale="de", domain="django", header_comment="", fuzzy=False)
    for message in wanted:
        if message.id:
            before = known.get(_key(message), message.context)
            fresh.add(message.id, before.string if before else None, context=message.context)
    target.parent.mkdir(parents=True, exist_ok=True)
    out = io.BytesIO()
    write_po(out, fresh, width=120, no_location=True, omit_header=True, sort_output=True)
    target.write_bytes(HEADER + out.getvalue())
    return sum(not _translated(message) for message in fresh if message.id)


HEADER = b"""msgid ""
msgstr ""
"Language: de\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


def gaps(root: Path = translations.ROOT) -> list[Gap]:
    """What is missing, left over, marked as doubtful, or has other placeholders than its source."""
    return [gap for package in sorted(path for path in root.iterdir() if path.is_dir()) for gap in _gaps(package)]


def _gaps(package: Path) -> Iterator[Gap]:
    path = package / "locale" / "de" / translations.NAME.with_suffix(".po")
    wanted = collect(package)
    known = translations.read(path) if path.exists() else Catalog(locale="de")
    for message in wanted:
        if not message.id:
            continue
        found = known.get(_key(message), message.context)
        if found is None or not _translated(found):
            yield Gap(package.name, _key(message), "has no German")
            continue
        if found.fuzzy:
            yield Gap(package.name, _key(message), "is marked fuzzy, which is not shown")
        for problem in found.check(known):
            yield Gap(package.name, _key(message), str(problem))
    for message in known:
        if message.id and wanted.get(_key(message), message.context) is None:
            yield Gap(package.name, _key(message), "is translated but no longer used")


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _translated(message: Message) -> bool:
    strings = [message.string] if isinstance(message.string, str) else list(message.string or ())
    return bool(strings) and all(strings)


def _sentences(path: Path) -> Iterator[tuple[int, str | tuple[str, ...], str | None]]:
    text = path.read_text()
    if path.suffix == ".html":
        from django.utils.translation.template import templatize

        # what stands between the sentences comes out as X and B; indented, it would be read as bad Python
        text = "\n".join(line.strip() for line in templatize(text, origin=str(path)).splitlines())
    for line, ids, _comments, context in extract("python", io.BytesIO(text.encode()), keywords=KEYWORDS):
        yield line, ids, context


if __name__ == "__main__":
    for name in sys.argv[1:]:
        missing = update(translations.ROOT / name)
        sys.stdout.write(f"{name}: {missing} sentences without German\n")
