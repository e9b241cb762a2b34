"""A box: one HTML file that opens itself in any browser when its passphrase is typed, and shows what is in it.

Inside of it lies a JSON object with version, salt, rounds, nonce and data, in base64. The key is PBKDF2-HMAC-SHA256 of
the passphrase (NFC, UTF-8), 32 bytes; data is AES-256-GCM of a JSON document. `open_box` does in Python what the page
does in a browser; docs/how-to/rights.md describes the same for everybody else.
"""

import base64
import hashlib
import json
import os
import re
import unicodedata
from html import escape
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

ROUNDS = 600_000
SALT, NONCE = 16, 12
PARTS = Path(__file__).with_name("box")
WITHIN = re.compile(r'<script type="application/json" id="box">(.*?)</script>', re.DOTALL)


class WrongPassphrase(Exception):
    """The box does not open: another passphrase, or the file was changed."""


def derive(passphrase: str, salt: bytes) -> bytes:
    """What a passphrase becomes; slow on purpose (about a third of a second)."""
    return hashlib.pbkdf2_hmac("sha256", unicodedata.normalize("NFC", passphrase).encode(), salt, ROUNDS)


def lock(document: dict[str, Any], *, key: bytes, salt: bytes, words: dict[str, str], language: str) -> bytes:
    """The finished file. `words` are what its page says; they must tell nothing about what it is."""
    nonce = os.urandom(NONCE)
    data = AESGCM(key).encrypt(nonce, json.dumps(document, ensure_ascii=False).encode(), None)
    box = {
        "version": 1,
        "salt": _text(salt),
        "rounds": ROUNDS,
        "nonce": _text(nonce),
        "data": _text(data),
        "words": words,
    }
    script, style = ((PARTS / name).read_text() for name in ("opener.js", "opener.css"))
    policy = f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; base-uri 'none'"
    filled = {
        "LANGUAGE": language,
        "POLICY": policy,
        "STYLE": style,
        "BOX": json.dumps(box).replace("<", "\\u003c"),
        "SCRIPT": script,
        **{name.upper(): escape(text) for name, text in words.items()},
    }
    page = (PARTS / "page.txt").read_text()
    return re.sub(r"\[\[(\w+)\]\]", lambda found: filled[found[1]], page).encode()


def open_box(page: bytes, passphrase: str) -> dict[str, Any]:
    """What is in a box. Raises WrongPassphrase."""
    found = WITHIN.search(page.decode())
    if found is None:
        raise WrongPassphrase
    box = json.loads(found[1])
    salt, nonce, data = (base64.b64decode(box[name]) for name in ("salt", "nonce", "data"))
    try:
        return json.loads(AESGCM(derive(passphrase, salt)).decrypt(nonce, data, None))
    except InvalidTag:
        raise WrongPassphrase from None


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _hash(text: str) -> str:
    return f"sha256-{_text(hashlib.sha256(text.encode()).digest())}"
