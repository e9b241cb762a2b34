"""One stylesheet instead of forty: `ui/css/app.css` with its imports written in, wherever static files are served from.

`app.css` is valid as it is (a browser would fetch each import); this finder only saves the requests.
"""

import hashlib
import re
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage

NAME = "ui/css/app.css"
SOURCE = Path(__file__).parent / "static" / NAME
IMPORT = re.compile(r'^@import url\("(?P<path>[\w./-]+)"\) layer\((?P<layer>\w+)\)(?P<media>[^;]*);$', re.MULTILINE)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def inline(source: Path = SOURCE) -> str:
    """The stylesheet with every import replaced by the file's rules, inside the layer and media the import named."""

    def rules(found: re.Match[str]) -> str:
        text = (source.parent / found["path"]).read_text("utf-8")
        text = f"@layer {found['layer']} {{\n{text}}}"
        media = found["media"].strip()
        return f"@media {media} {{\n{text}\n}}" if media else text

    text = COMMENT.sub("", IMPORT.sub(rules, source.read_text("utf-8")))
    return "\n".join(line.strip() for line in text.splitlines() if line.strip()) + "\n"


class BundleFinder(BaseFinder):
    """A static file finder that knows one file."""

    def _write(self) -> Path:
        text = inline()
        folder = Path(tempfile.gettempdir()) / f"sheet-{hashlib.sha256(text.encode()).hexdigest()[:16]}"
        target = folder / NAME
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, "utf-8")
        return folder

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """The path of the bundle, or nothing for any other name."""
        if path != NAME:
            return [] if find_all else None
        found = str(self._write() / NAME)
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        """The one file, for collectstatic."""
        yield NAME, FileSystemStorage(location=self._write())
