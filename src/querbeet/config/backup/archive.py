"""The inner form of a backup: a tar archive, so that `age -d` and `tar x` open it where there is no Querbeet.

keys/NAME            keys that open what is sealed in the database
database/000001 ...  pg_dump's custom format in pieces: cat database/* | pg_restore
files/...            uploaded and prepared files
manifest.json        what all of it should be
"""

import re
import tarfile
from collections.abc import Callable, Iterable, Iterator
from typing import IO

from querbeet.config.backup import manifest
from querbeet.config.backup.envelope import Unusable

BLOCK = 512
PIECE = 4 * 1024 * 1024
KNOWN = re.compile(r"keys/[a-z0-9-]+|database/\d{6}|files(/[\w.-]*\w)+|demo-accounts\.json|erasures|manifest\.json")

Take = Callable[[str, bytes], None]


def member(name: str, data: bytes) -> Iterator[bytes]:
    """One member of the archive, readable for its owner alone."""
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(data), 0o600
    yield entry.tobuf(tarfile.PAX_FORMAT)
    yield data
    yield bytes(-len(data) % BLOCK)


def end() -> bytes:
    return bytes(2 * BLOCK)


def part(name: str) -> str:
    """The part of the manifest that a member belongs to."""
    return "database" if name.startswith("database/") else name


def pieces(stream: IO[bytes]) -> Iterator[bytes]:
    """A stream in pieces that fit into memory."""
    return iter(lambda: stream.read(PIECE), b"")


def write(members: Iterable[tuple[str, bytes]], told: manifest.Manifest) -> Iterator[bytes]:
    """The whole archive; the manifest gets its checksums on the way and comes last."""
    tally = manifest.Tally()
    for name, data in members:
        if not KNOWN.fullmatch(name):
            raise Unusable(f"{name} in the data folder has a name that no backup holds. Move it elsewhere.")
        tally.add(part(name), [data])
        yield from member(name, data)
    told.parts = tally.parts()
    yield from member(manifest.NAME, told.dump())
    yield end()


def read(stream: IO[bytes], take: Take) -> manifest.Manifest:
    """Hand each member to `take`, compare everything with the manifest, and return that. Raises Unusable."""
    tally, last = manifest.Tally(), b""
    try:
        with tarfile.open(fileobj=stream, mode="r|") as archive:
            for entry in archive:
                if last or not entry.isreg() or not KNOWN.fullmatch(entry.name) or ".." in entry.name:
                    raise Unusable(f"This is no backup of Querbeet: it holds {entry.name!r}.")
                content = archive.extractfile(entry)
                assert content  # it is a regular file
                data = content.read()
                if entry.name == manifest.NAME:
                    last = data
                    continue
                tally.add(part(entry.name), [data])
                take(entry.name, data)
    except tarfile.TarError:
        raise Unusable("This is no backup of Querbeet, or only a part of one.") from None
    if not last:
        raise Unusable("This backup has no end. Use another one.")
    told = manifest.Manifest.load(last)
    if told.parts != tally.parts():
        raise Unusable("This backup does not hold what it says it holds. Use another one.")
    return told
