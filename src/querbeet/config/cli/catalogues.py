"""`querbeet translations`: build the catalogues, or find sentences that have no German."""

import ast
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.extract import extract_python

from querbeet.core import translations

KEYWORDS = dict.fromkeys(("_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"))
CALL = re.compile(r"(?<!\w)(?:(n|p|np)?gettext|_)\(((?:\s*u?(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")\s*,?)+)")


def build() -> int:
    print(f"{translations.compile_all()} catalogues built.")
    return 0


def check() -> int:
    """Print each sentence without German and each entry nobody uses; 1 if there is one."""
    known = {}
    for po in sorted(translations.ROOT.glob("*/locale/de/LC_MESSAGES/django.po")):
        for message in translations.read(po):
            if message.id:
                known[_single(message.id)] = (po, message)
    used = {}
    for path, text in used_sentences(translations.ROOT):
        used.setdefault(text, path)
    missing = [f"{path}: no German for {text!r}" for text, path in used.items() if not _done(known.get(text))]
    unused = [f"{po}: nobody says {text!r}" for text, (po, _) in known.items() if text not in used]
    for line in [*missing, *unused]:
        print(line)
    return 1 if missing or unused else 0


def used_sentences(root: Path) -> Iterator[tuple[Path, str]]:
    """Every sentence of the interface under `root`, singular form, with its file."""
    for path in sorted(root.rglob("*")):
        if "tests" in path.parts:
            continue
        if path.suffix == ".py":
            yield from ((path, text) for text in in_python(path.read_bytes()))
        elif path.suffix in (".html", ".txt") and "templates" in path.parts:
            yield from ((path, text) for text in in_template(path.read_text()))


def in_python(source: bytes) -> Iterator[str]:
    for _, name, messages, _ in extract_python(BytesIO(source), KEYWORDS, [], {"encoding": "utf-8"}):
        parts = messages if isinstance(messages, tuple) else (messages,)
        text = parts[1] if name.startswith("p") and len(parts) > 1 else parts[0]
        if text:
            yield text


def in_template(source: str) -> Iterator[str]:
    from django.utils.translation.template import templatize

    for kind, arguments in CALL.findall(templatize(source)):
        parts = ast.literal_eval(f"({arguments.rstrip().rstrip(',')},)")
        yield parts[1] if "p" in kind else parts[0]


def _single(ids: str | tuple[str, ...] | list[str]) -> str:
    return ids if isinstance(ids, str) else ids[0]


def _done(entry) -> bool:
    if entry is None:
        return False
    message = entry[1]
    strings = message.string if isinstance(message.string, list | tuple) else [message.string]
    return all(strings) and not message.fuzzy
