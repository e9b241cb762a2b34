"""Everything a person can be sent: each address of the access matrix, and each link found on the way, as bytes."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from urllib.parse import urlsplit
from zipfile import BadZipFile, ZipFile

from django.test import Client

from tests.architecture import house

MATRIX = house.ROOT / "tests" / "architecture" / "access.toml"
NOT_FOLLOWED = re.compile(r"^/(leave|sign-out|static|ui)\b")
LINK = re.compile(rb'(?:href|action|hx-get)="(/[^"#]*)"')
MASKED = (
    re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"'),
    re.compile(rb'nonce="[^"]*"'),
    re.compile(rb"'nonce-[^']*'"),
    re.compile(rb"""X-CSRFToken(?:"|&quot;): (?:"|&quot;)\w+"""),
    re.compile(rb'name="once" value="[^"]*"'),
    re.compile(rb"/calendar/\w+\.ics"),  # told once, new each time
)
MOST = 1500
METHODS = ("HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")  # besides GET
HEADERS = [
    {"accept": "application/json"},
    {"accept-language": "en"},
    {"accept-language": "de"},
    {"accept-language": "tlh"},
    {"if-none-match": '"x"'},
    {"if-modified-since": "Mon, 23 Nov 2026 12:00:00 GMT"},
    {"range": "bytes=0-10"},
    {"hx-request": "true"},
    {"x-requested-with": "XMLHttpRequest"},
]
ALWAYS_NEW = {"/me/account/app", "/me/account/passphrase"}  # a new secret, new words each time
UUID = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


@dataclass(frozen=True)
class Seen:
    """One answer, without what differs from request to request anyway."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


def look(client: Client, path: str, **headers: str) -> Seen:
    """One address, masked."""
    return masked(client.get(path, **headers))


def masked(response) -> Seen:
    """An answer without tokens and nonces."""
    packed = b"".join(response.streaming_content) if response.streaming else response.content
    body = unpacked(packed)
    for pattern in MASKED:
        body = pattern.sub(b"*", body)
    kept = {name: value for name, value in response.headers.items() if name not in ("Set-Cookie", "Date")}
    if packed[:2] == b"PK":
        kept.pop("Content-Length", None)
    policy = kept.get("Content-Security-Policy", "").encode()
    if policy:
        kept["Content-Security-Policy"] = MASKED[2].sub(b"*", policy).decode()
    return Seen(response.status_code, tuple(sorted(kept.items())), body)


def unpacked(body: bytes) -> bytes:
    """A spreadsheet as the texts in it: packed, its length and its time of packing would differ."""
    try:
        with ZipFile(BytesIO(body)) as parts:
            return b"\n".join(parts.read(name) for name in sorted(parts.namelist()) if "docProps" not in name)
    except BadZipFile:
        return body


def without_new_ids(seen: Seen, known: set[bytes]) -> Seen:
    """The same answer with a star for the id of everything that was not there before."""

    def starred(text: bytes) -> bytes:
        return UUID.sub(lambda found: found[0] if found[0] in known else b"*", text)

    headers = tuple((name, starred(value.encode()).decode()) for name, value in seen.headers)
    return Seen(seen.status, headers, starred(seen.body))


def starts() -> list[str]:
    """All addresses of the matrix that can be opened without an id."""
    rows = tomllib.loads(MATRIX.read_text()).values()
    paths = [row["path"] for row in rows if "GET" in row["methods"] and "<" not in row["path"]]
    return [path for path in paths if not NOT_FOLLOWED.search(path)]


def crawl(client: Client, *more: str) -> dict[str, Seen]:
    """Open the matrix's addresses, these besides, and every link on the way; what each answered."""
    waiting, seen = [*starts(), *more], {}
    while waiting and len(seen) < MOST:
        path = waiting.pop(0)
        if path in seen or path in ALWAYS_NEW:
            continue
        seen[path] = look(client, path)
        waiting += [link for link in links(seen[path]) if link not in seen]
    return seen


def links(seen: Seen) -> Iterator[str]:
    found = [link.decode().replace("&amp;", "&") for link in LINK.findall(seen.body)]
    found += [value for name, value in seen.headers if name == "Location"]
    for link in found:
        if not urlsplit(link).netloc and not NOT_FOLLOWED.search(link):
            yield link


def differences(one: dict[str, Seen], other: dict[str, Seen]) -> list[str]:
    """Addresses that answered differently, or were found in one world alone, each with the first difference."""
    apart = sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))
    return [f"{path}: {_first(one.get(path), other.get(path))}" for path in apart]


def _first(one: Seen | None, other: Seen | None) -> str:
    if one is None or other is None:
        return "found in one world alone"
    if (one.status, one.headers) != (other.status, other.headers):
        return f"{one.status} {set(one.headers) ^ set(other.headers)} {other.status}"
    place = next((n for n, pair in enumerate(zip(one.body, other.body, strict=False)) if pair[0] != pair[1]), 0)
    part = slice(max(0, place - 60), place + 60)
    return f"{one.body[part]!r} != {other.body[part]!r}"
