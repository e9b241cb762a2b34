"""The outer form of a backup: the `age` format, to a public key, so that a server cannot read its own backups.

Both directions stream: nothing unencrypted is ever written to a disk, and memory stays small.
"""

import os
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, NamedTuple

import pyrage


class Unusable(SystemExit):
    """A backup, key or target that cannot be used; the message says why and what to do."""


class KeyPair(NamedTuple):
    """A new pair: the public half stays on the server, the private half never does."""

    public: str
    private: str


def new_pair() -> KeyPair:
    identity = pyrage.x25519.Identity.generate()
    return KeyPair(str(identity.to_public()), str(identity))


def recipient(text: str) -> Any:
    """The public key in `text`. Raises Unusable."""
    try:
        return pyrage.x25519.Recipient.from_str(text.strip())
    except pyrage.RecipientError:
        raise Unusable(
            f"{text!r} is not a public key. It begins with age1; make one with: querbeet backup key"
        ) from None


def identity(file: Path) -> Any:
    """The private key in a file; lines that begin with # say nothing. Raises Unusable."""
    try:
        lines = [line.strip() for line in file.read_text().splitlines()]
        return pyrage.x25519.Identity.from_str(next(line for line in lines if line and not line.startswith("#")))
    except (OSError, UnicodeDecodeError, StopIteration, pyrage.IdentityError):
        raise Unusable(f"{file} holds no private key. It is one line that begins with AGE-SECRET-KEY-1.") from None


class Pieces:
    """A file that reads what an iterable gives, whatever the size of its pieces."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self.pieces = iter(pieces)
        self.left = b""
        self.trouble: BaseException | None = None  # why the pieces ended early; `pyrage` would tell its name alone

    def read(self, size: int = -1) -> bytes:
        """At least one byte, until the end."""
        while not self.left:
            try:
                piece = next(self.pieces, None)
            except BaseException as problem:
                self.trouble = problem
                raise
            if piece is None:
                return b""
            self.left = piece
        end = len(self.left) if size < 0 else size
        given, self.left = self.left[:end], self.left[end:]
        return given


def seal(pieces: Iterable[bytes], file: Path, to: Any) -> None:
    """Encrypt `pieces` into a new file, readable for its owner alone; it appears under its name when it is whole."""
    part = file.with_name(f".{file.name}.part")
    part.unlink(missing_ok=True)
    source = Pieces(pieces)
    try:
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            pyrage.encrypt_io(source, out, [to])
            out.flush()
            os.fsync(out.fileno())
        os.link(part, file)  # refuses to replace a file
    except pyrage.EncryptError as problem:
        raise source.trouble or Unusable(f"The backup could not be written: {problem}") from None
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def opened(file: Path, key: Any) -> Iterator[IO[bytes]]:
    """What is inside, as a stream of authenticated bytes. Raises Unusable, at the latest at the end of the block."""
    read, write = os.pipe()
    trouble: list[BaseException] = []

    def decrypt() -> None:
        try:
            with open(file, "rb") as sealed, os.fdopen(write, "wb") as out:
                pyrage.decrypt_io(sealed, out, [key])
        except BaseException as problem:  # told to the reader below, whatever it is
            trouble.append(problem)

    thread = threading.Thread(target=decrypt, daemon=True)
    thread.start()
    try:
        with os.fdopen(read, "rb") as plain:
            yield plain
            while plain.read(1 << 20):  # the last piece tells whether the file is whole
                pass
    except BaseException:  # what could not be read explains what could not be understood
        thread.join()
        _refuse(file, trouble)
        raise
    thread.join()
    _refuse(file, trouble)


def _refuse(file: Path, trouble: list[BaseException]) -> None:
    told = str(trouble[0]) if trouble else ""
    if not trouble or isinstance(trouble[0], BrokenPipeError) or "Broken pipe" in told:
        return
    if "matching keys" in told:
        raise Unusable(f"{file} was encrypted to another key than this one.")
    raise Unusable(f"{file} is damaged: it was cut short or changed ({told}). Use another backup.")
