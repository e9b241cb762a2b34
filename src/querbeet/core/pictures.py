"""Pictures that people send: only the pixels come in, and whoever decodes them can do no harm.

A program of its own (`picture_decoder.py`) decodes the file: it has little memory, a few seconds, no network and no
files, and lives for one picture. Of what it gives back only the plainest form is taken: one WebP image of our size with
nothing beside the pixels. So place, time, camera, comments and hidden pictures of the file are gone, and a picture that
attacks its reader meets an empty room. The web server itself never loads an image library.
"""

import fcntl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from querbeet.core.errors import Refused

SIDE = 320  # pixels of the square that is kept
MOST_BYTES = 10 * 1024 * 1024
MOST_OUT = 200 * 1024
SECONDS = 30  # for one picture; its processor time is bounded more tightly, in the decoder
PATIENCE = 20  # seconds until it is one's turn
DECODER = Path(__file__).with_name("picture_decoder.py")
ENDINGS = {
    "JPEG": {"jpg", "jpeg", "jpe", "jfif"},
    "PNG": {"png"},
    "WEBP": {"webp"},
    "GIF": {"gif"},
    "AVIF": {"avif"},
}
# What a picture never holds but a file that is two things at once does.
FOREIGN = (b"<script", b"<html", b"<!doctype", b"<svg", b"<?php", b"%pdf-", b"javascript:")
ARCHIVE_END, ARCHIVE_TAIL = b"PK\x05\x06", 65_557

WORDS: dict[str, str | Promise] = {
    "empty": _("There is nothing in this file. Choose another picture."),
    "bytes": _("This file is larger than 10 MB. Choose a smaller one; a small one is enough."),
    "kind": _("This is no picture that we can read. Choose a JPEG, PNG, WebP, GIF or AVIF file."),
    "ending": _("The name of this file says that it is something else. Save the picture anew and choose that."),
    "twofold": _("This file is a picture and something else at once. Save the picture anew and choose that."),
    "pixels": _("This picture is too large to open it safely. Make it smaller and choose that."),
    "moving": _("This picture moves. Choose one that stands still."),
    "broken": _("This picture could not be opened. Choose another one, or save it anew."),
    "busy": _("Many pictures are on their way. Try it again in a minute; nothing was changed."),
}


class NotAPicture(Refused):
    """A file that is not taken; the sentence says why."""

    def __init__(self, why: str) -> None:
        super().__init__(WORDS[why])
        self.why = why


def clean(data: bytes, *, name: str) -> bytes:
    """A square WebP image of the pixels of this file and nothing else. Raises NotAPicture. `name`: as it was sent."""
    if not data:
        raise NotAPicture("empty")
    if len(data) > MOST_BYTES:
        raise NotAPicture("bytes")
    if _twofold(data):
        raise NotAPicture("twofold")
    kind, _sep, picture = _decode(data).partition(b"\n")
    found = kind.decode("ascii", "replace")
    if found not in ENDINGS:
        raise NotAPicture(found if found in WORDS else "broken")
    if name.rpartition(".")[2].lower() not in ENDINGS[found]:
        raise NotAPicture("ending")
    if not is_plain(picture):
        raise NotAPicture("broken")
    return picture


def is_plain(picture: bytes) -> bool:
    """Whether these bytes are one WebP image of our size, lossy, without any chunk beside its pixels."""
    if len(picture) < 30:
        return False
    head = b"RIFF" + (len(picture) - 8).to_bytes(4, "little") + b"WEBPVP8 "
    if picture[:16] != head:
        return False
    length = int.from_bytes(picture[16:20], "little")
    frame = picture[20:30]  # frame tag, start code, width and height
    sides = SIDE.to_bytes(2, "little") * 2
    return 20 + length + length % 2 == len(picture) and frame[3:] == b"\x9d\x01\x2a" + sides


def _twofold(data: bytes) -> bool:
    low = data.lower()
    return any(word in low for word in FOREIGN) or ARCHIVE_END in data[-ARCHIVE_TAIL:]


def _decode(data: bytes) -> bytes:
    command = [sys.executable, "-I", str(DECODER), str(SIDE)]
    with _one_at_a_time():
        try:
            done = subprocess.run(
                command, input=data, capture_output=True, timeout=SECONDS, check=False, env={}, cwd="/"
            )
        except subprocess.TimeoutExpired:
            return b"broken"
    return done.stdout[: MOST_OUT + 20] if done.returncode == 0 else b"broken"


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Decoding takes memory: one picture at a time on a machine. Raises NotAPicture when the others take too long."""
    folder = settings.DATA / "run"
    folder.mkdir(exist_ok=True, mode=0o700)
    deadline = time.monotonic() + PATIENCE
    with open(folder / "picture.lock", "w") as lock:
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise NotAPicture("busy") from None
                time.sleep(0.05)
        yield
