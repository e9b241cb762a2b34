"""The page of who may open which address and see which field, drawn from the data files that the tests hold."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps

from querbeet.core.vault import SealedText
from querbeet.rights import registry

SOURCES = "tests/architecture"
PAGE = "docs/explanation/access.md"
VISITORS = ("anonymous", "member", "coordinator", "steward")
HEAD = f"""# Who may open and see what

Drawn from the files `access.toml` and `purposes.toml` in `{SOURCES}` and from `src/querbeet/rights/fields.toml` by
`.venv/bin/querbeet access`; do not edit by hand. The tests in `tests/worlds` hold every row of it over HTTP and in the
database. Whatever is hidden, somebody else's, another community's or never was answers with the same 404.
"""
ADDRESSES = """## Addresses

*ok* opens; *own* opens for one's own things and is a 404 for others'; *sign-in* leads to the way in; *404* is as though
there were no such page.
"""
FIELDS = """## Personal fields

Who sees a field. *owner*: whose row it is. *party*: who else is named in it. *members*: members of the community
between whom there is no block, and of whom neither is away. *blockers*: who blocked its owner, in their own list of
blocks. *audience*: as its owner chose. Coordinators and stewards
are those of the community, and only for people whom they may know of. `word:field` holds while that field of the row
is true. *at rest*: **sealed** fields lie encrypted in the database; **code** is a word from a closed list, a number, a
time, an id or a fingerprint; the rest lies as plain text.
"""
PURPOSES = """## Purposes

What code may do without being a person, or beyond what a person may read. Policies of the database spell each out.
"""


def page(root: Path = Path()) -> str:
    """The whole page; `root` is the folder of the project."""
    addresses, purposes = _addresses(_read(root, "access")), _purposes(_read(root, "purposes"))
    fields = _fields(registry.matrix())
    sections = (HEAD, ADDRESSES, *addresses, "", FIELDS, *fields, "", PURPOSES, *purposes)
    return "\n".join([*sections, ""])


def _read(root: Path, name: str) -> dict[str, Any]:
    return tomllib.loads((root / SOURCES / f"{name}.toml").read_text())


def _addresses(rows: dict[str, dict[str, Any]]) -> Iterator[str]:
    yield f"| address | methods | {' | '.join(VISITORS)} | note |"
    yield "| --- " * (len(VISITORS) + 3) + "|"
    for row in sorted(rows.values(), key=lambda row: row["path"]):
        cells = (f"`{row['path']}`", ", ".join(row["methods"]), *(row[one] for one in VISITORS), row.get("note", ""))
        yield f"| {' | '.join(cells)} |"


def _fields(tables: dict[str, dict[str, Any]]) -> Iterator[str]:
    yield "| field | seen by | at rest |"
    yield "| --- | --- | --- |"
    for label, table in tables.items():
        for name, words in table.get("fields", {}).items():
            yield f"| {label}.{name} | {', '.join(words.split())} | {_at_rest(label, name, table)} |"


def _at_rest(label: str, name: str, table: dict[str, Any]) -> str:
    field = apps.get_model(label)._meta.get_field(name)
    if isinstance(field, SealedText) or name.startswith("sealed_"):
        return "sealed"
    texts = ("CharField", "TextField", "EmailField", "JSONField", "ArrayField")
    return "code" if name in table.get("codes", ()) or field.get_internal_type() not in texts else "plain"


def _purposes(purposes: dict[str, str]) -> Iterator[str]:
    yield from (f"- **{name}**: {reason}" for name, reason in sorted(purposes.items()))
