"""Of a picture that somebody sends, the pixels come in and nothing else; what is no plain picture stays outside."""

import io
import struct
import subprocess
import sys
import zipfile
import zlib

import pytest
from PIL import Image, ImageCms, PngImagePlugin

from querbeet.core import pictures

CANARY = b"CANARY-Mirabelle-51.34-12.37"
TEXT = CANARY.decode()
ENDING = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "GIF": "gif", "AVIF": "avif"}


def painted(size=(640, 480), colour=(200, 30, 30)) -> Image.Image:
    image = Image.new("RGB", size, colour)
    image.paste((20, 60, 200), (0, 0, size[0] // 2, size[1]))
    return image


def packed(image: Image.Image, kind: str, **options) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def telling(kind: str) -> bytes:
    """A file of this kind that says where, when and by whom it was made, in every way that the kind knows."""
    exif = Image.Exif()
    exif[0x010E], exif[0x013B], exif[0x8298] = TEXT, TEXT, TEXT
    exif.get_ifd(0x8825)[1], exif.get_ifd(0x8825)[2] = "N", (51.0, 20.0, 24.0)
    exif.get_ifd(0x8825)[29] = TEXT
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + CANARY + b"</x:xmpmeta>"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes() + CANARY
    options = {"exif": exif, "xmp": xmp, "icc_profile": profile}
    if kind == "PNG":
        text = PngImagePlugin.PngInfo()
        text.add_text("Author", TEXT)
        text.add_itxt("XML:com.adobe.xmp", xmp.decode())
        return packed(painted(), kind, exif=exif, icc_profile=profile, pnginfo=text)
    if kind == "GIF":
        return packed(painted(), kind, comment=CANARY)
    if kind == "JPEG":
        return packed(painted(), kind, comment=CANARY, **options) + CANARY
    return packed(painted(), kind, **options)


def why(data: bytes, name: str) -> str:
    with pytest.raises(pictures.NotAPicture) as refused:
        pictures.clean(data, name=name)
    assert str(refused.value) == str(pictures.WORDS[refused.value.why])
    return refused.value.why


@pytest.mark.parametrize("kind", ENDING)
def test_only_the_pixels_come_out(kind):
    file = telling(kind)
    assert CANARY in file  # it could leak
    clean = pictures.clean(file, name=f"IMG.{ENDING[kind]}")
    assert pictures.is_plain(clean)
    assert [mark in clean for mark in (CANARY, b"EXIF", b"Exif", b"XMP", b"ICCP", b"adobe")] == [False] * 6
    image = Image.open(io.BytesIO(clean))
    assert (image.format, image.size, image.mode) == ("WEBP", (320, 320), "RGB")
    left, right = image.getpixel((40, 160)), image.getpixel((280, 160))
    assert (left[2] > 150 > left[0], right[0] > 150 > right[2]) == (True, True)
    assert {name for name in image.info if image.info[name]} <= {"background", "loop", "timestamp", "duration"}


def test_saving_anew_would_not_be_enough():
    """The control: what an image library keeps when it is asked to save what it opened."""
    kept = packed(Image.open(io.BytesIO(telling("JPEG"))), "JPEG")
    assert CANARY in kept


def test_a_picture_lies_as_its_camera_was_held():
    exif = Image.Exif()
    exif[0x0112] = 3  # upside down
    clean = pictures.clean(packed(painted(), "JPEG", exif=exif), name="a.jpg")
    left = Image.open(io.BytesIO(clean)).getpixel((40, 160))
    assert left[0] > 150 > left[2]


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16"])
def test_every_way_to_store_colours_is_understood(mode):
    kind, ending = ("JPEG", "jpg") if mode == "CMYK" else ("PNG", "png")
    image = Image.new("I;16", (40, 30)) if mode == "I;16" else painted((40, 30)).convert(mode)
    assert pictures.is_plain(pictures.clean(packed(image, kind), name=f"a.{ending}"))


def test_a_large_photograph_is_taken():
    assert pictures.is_plain(pictures.clean(packed(Image.new("RGB", (7000, 5000)), "JPEG"), name="a.JPG"))


def bomb() -> bytes:
    """A PNG of 50 000 x 50 000 pixels in a few kilobytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", 50_000, 50_000, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes(6251 * 1000), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def film() -> bytes:
    """A GIF of ten thousand frames."""
    first = packed(painted((9, 9)), "GIF", save_all=True, append_images=[painted((9, 9), (1, 2, 3))], duration=9)
    start = first.rindex(b"\x21\xf9")  # the second frame, again and again
    return first[:start] + first[start:-1] * 10_000 + b";"


def with_archive(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("index.html", "hello")
    return data + out.getvalue()


REFUSED = {
    "nothing": (lambda: b"", "a.jpg", "empty"),
    "more than we read": (lambda: bytes(pictures.MOST_BYTES + 1), "a.jpg", "bytes"),
    "a bomb": (bomb, "a.png", "pixels"),
    "a film": (film, "a.gif", "moving"),
    "a moving WebP": (
        lambda: packed(painted(), "WEBP", save_all=True, append_images=[painted(colour=(1, 2, 3))]),
        "a.webp",
        "moving",
    ),
    "drawn with code": (
        lambda: b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
        "a.svg",
        "twofold",
    ),
    "a page": (lambda: b"<!DOCTYPE html><title>x</title>", "a.jpg", "twofold"),
    "a document": (lambda: b"%PDF-1.7 and so on", "a.jpg", "twofold"),
    "a picture that is a page": (
        lambda: packed(painted(), "GIF", comment=b"<script>alert(1)</script>"),
        "a.gif",
        "twofold",
    ),
    "a picture that is an archive": (lambda: with_archive(packed(painted(), "JPEG")), "a.jpg", "twofold"),
    "a picture with another name": (lambda: packed(painted(), "PNG"), "a.jpg", "ending"),
    "a picture with two names": (lambda: packed(painted(), "PNG"), "a.png.html", "ending"),
    "a picture without a name": (lambda: packed(painted(), "PNG"), "", "ending"),
    "another kind of picture": (lambda: packed(painted(), "TIFF"), "a.tiff", "kind"),
    "a letter": (lambda: b"Dear all, this is no picture. " * 99, "a.jpg", "kind"),
    "half a picture": (lambda: packed(painted(), "JPEG")[:900], "a.jpg", "broken"),
    "a picture that was spoilt": (lambda: packed(painted(), "PNG")[:80] + bytes(400), "a.png", "broken"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_no_plain_picture_is_refused_with_a_sentence(kind):
    make, name, sentence = REFUSED[kind]
    assert why(make(), name) == sentence


def test_names_never_matter_beyond_their_ending():
    file = packed(painted((40, 30)), "PNG")
    for name in ("../../etc/passwd.png", "a\r\nSet-Cookie: x=1.PNG", "\u202egnp.png", "x" * 5000 + ".png"):
        assert pictures.is_plain(pictures.clean(file, name=name))


PLAIN = packed(painted((320, 320)), "WEBP")


@pytest.mark.parametrize(
    "changed",
    [
        PLAIN + b"more",
        PLAIN[:-2],
        b"",
        b"GIF89a" + PLAIN[6:],
        packed(painted((320, 320)), "WEBP", exif=b"Exif\0\0" + CANARY),
        packed(painted((320, 320)), "WEBP", lossless=True),
        packed(painted((640, 320)), "WEBP"),
    ],
)
def test_of_what_a_decoder_gives_back_only_the_plainest_is_taken(changed):
    """Also a decoder that was taken over can give us nothing but one image of our size."""
    assert pictures.is_plain(PLAIN)
    assert not pictures.is_plain(changed)


@pytest.mark.parametrize("body", ["import time; time.sleep(60)", "raise SystemExit(1)", "print('PNG\\nnonsense')", ""])
def test_a_decoder_that_hangs_falls_or_lies_gives_nothing(tmp_path, monkeypatch, body):
    (tmp_path / "decoder.py").write_text(body)
    monkeypatch.setattr(pictures, "DECODER", tmp_path / "decoder.py")
    monkeypatch.setattr(pictures, "SECONDS", 1)
    assert why(packed(painted(), "PNG"), "a.png") == "broken"


def test_one_picture_at_a_time_and_nobody_waits_for_ever(monkeypatch):
    monkeypatch.setattr(pictures, "PATIENCE", 0)
    with pictures._one_at_a_time():
        assert why(packed(painted(), "PNG"), "a.png") == "busy"
    assert pictures.is_plain(pictures.clean(packed(painted(), "PNG"), name="a.png"))


PROBE = """
import runpy, sys, socket, os
room = runpy.run_path(sys.argv[1])
locked = sys.argv[2] == "locked"
if locked:
    room["lock_up"]()
def tried(what):
    try:
        return what() and "yes"
    except (OSError, MemoryError) as problem:
        return "no"
def listener():
    there = socket.create_connection(("127.0.0.1", int(sys.argv[3])), timeout=3)
    return True
def writing():
    with open(sys.argv[4], "w") as file:
        file.write("x")
    return os.path.getsize(sys.argv[4]) == 1
import signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
print(tried(listener), tried(writing), tried(lambda: bytearray(2 * 1024 ** 3)))
"""


@pytest.mark.parametrize(("how", "can"), [("locked", "no no no"), ("open", "yes yes yes")])
def test_the_room_of_the_decoder_has_no_network_no_files_and_little_memory(tmp_path, how, can):
    """And the control: the same program outside of it has all three."""
    import socket

    if how == "locked" and subprocess.run(["unshare", "--user", "--net", "true"], capture_output=True).returncode:
        pytest.skip("This machine lets no program give up its network.")
    with socket.create_server(("127.0.0.1", 0)) as server:
        arguments = [str(pictures.DECODER), how, str(server.getsockname()[1]), str(tmp_path / "out")]
        told = subprocess.run([sys.executable, "-I", "-c", PROBE, *arguments], capture_output=True, text=True)
    assert told.stdout.strip() == can, told.stderr


def test_a_web_process_never_loads_an_image_library():
    start = "import sys, querbeet.config.wsgi, django.urls; django.urls.get_resolver().url_patterns"
    script = f"{start}; print('PIL' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False"
