"""Decodes one picture in a locked room: `python -I picture_decoder.py SIDE < file`.

Writes the kind of the file, a line break, and a square WebP image, or one word that says why not. It imports nothing
of Querbeet, gives up what it does not need before it looks at the first byte, and never writes a file.
"""

import contextlib
import ctypes
import io
import os
import resource
import sys

KINDS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
MOST_PIXELS = 50_000_000
MEMORY = 1024**3  # bytes of address space
PROCESSOR = 8  # seconds
CLONE_NEWUSER, CLONE_NEWNET, CLONE_NEWIPC = 0x10000000, 0x40000000, 0x08000000
PR_SET_NO_NEW_PRIVS = 38
PAPER = (250, 247, 242)  # behind what is transparent


def lock_up() -> None:
    """No more memory, time, files, sockets or rights than decoding takes. What a system forbids is left out."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, PROCESSOR),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 16),
    ):
        resource.setrlimit(what, (most, most))
    if sys.platform == "linux":
        libc = ctypes.CDLL(None)
        libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        for room in (CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWIPC, CLONE_NEWNET):
            if libc.unshare(room) == 0:  # a network without a way out
                break


def decode(data: bytes, side: int) -> bytes:
    from PIL import AvifImagePlugin, Image, ImageOps

    AvifImagePlugin.DEFAULT_MAX_THREADS = 1
    Image.MAX_IMAGE_PIXELS = None  # looked at below, before a pixel is made
    try:
        opened = Image.open(io.BytesIO(data), formats=KINDS)
    except MemoryError:
        return b"pixels"
    except Exception:  # whatever a decoder trips over
        return b"kind"
    if opened.width * opened.height > MOST_PIXELS:
        return b"pixels"
    if getattr(opened, "is_animated", False):
        return b"moving"
    opened.draft("RGB", (side * 2, side * 2))  # a large JPEG is read small
    image: Image.Image = opened if opened.mode in ("RGB", "RGBA", "L") else opened.convert("RGBA")
    if (times := min(image.size) // (side * 2)) > 1:
        image = image.reduce(times)
    if "exif" in image.info:
        image = ImageOps.exif_transpose(image)
    square = ImageOps.fit(image, (side, side)).convert("RGBA")
    fresh = Image.new("RGB", (side, side), PAPER)  # pixels are copied, nothing else comes along
    fresh.paste(square, (0, 0), square)
    out = io.BytesIO()
    fresh.save(out, "WEBP", quality=80, method=4, exif=b"", xmp=b"", icc_profile=b"")
    return str(opened.format).encode() + b"\n" + out.getvalue()


def main() -> None:
    lock_up()
    data = sys.stdin.buffer.read()
    try:
        answer = decode(data, int(sys.argv[1]))
    except MemoryError:
        answer = b"pixels"
    except Exception:  # a broken file, whatever is wrong with it
        answer = b"broken"
    with contextlib.suppress(BrokenPipeError):
        sys.stdout.buffer.write(answer)
        sys.stdout.buffer.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
