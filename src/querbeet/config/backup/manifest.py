"""What a backup says about itself: the last part of the file, written when all others are known."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from querbeet.config.backup.envelope import Unusable

FORMAT = 1
OLDEST_FORMAT = 1
NAME = "manifest.json"


@dataclass
class Part:
    """One part: a file, or the database with all its pieces."""

    size: int = 0
    sha256: str = ""


@dataclass
class Manifest:
    """Version, migrations, counts and checksums."""

    created_at: str
    postgres: int  # its major version
    owner: str  # the role that owns the tables; policies name it
    migrations: list[str]
    rows: dict[str, int]  # by table
    elsewhere: dict[str, str]  # keys that came from the environment and are not inside: name and fingerprint
    format: int = FORMAT
    parts: dict[str, Part] = field(default_factory=dict)

    def dump(self) -> bytes:
        return json.dumps(asdict(self), indent=1).encode()

    @classmethod
    def load(cls, data: bytes) -> "Manifest":
        """Raises Unusable when it is of a version that this program does not know."""
        told: dict[str, Any] = json.loads(data)
        if told.get("format", 0) > FORMAT:
            raise Unusable("This backup was made by a newer Querbeet. Install that version, then restore.")
        if told.get("format", 0) < OLDEST_FORMAT:
            raise Unusable(
                "This backup is of a kind that this Querbeet no longer reads. Restore it with the old version."
            )
        return cls(**told | {"parts": {name: Part(**part) for name, part in told["parts"].items()}})


def fingerprint(key: str) -> str:
    """Tells whether a key is the right one."""
    return hashlib.sha256(f"backup:{key}".encode()).hexdigest()


class Tally:
    """Counts and sums up the bytes of parts as they pass by."""

    def __init__(self) -> None:
        self._sums: dict[str, Any] = {}
        self._sizes: dict[str, int] = {}

    def add(self, name: str, pieces: Iterable[bytes] = ()) -> None:
        total = self._sums.setdefault(name, hashlib.sha256())
        for piece in pieces:
            total.update(piece)
            self._sizes[name] = self._sizes.get(name, 0) + len(piece)

    def parts(self) -> dict[str, Part]:
        return {name: Part(self._sizes.get(name, 0), total.hexdigest()) for name, total in self._sums.items()}
