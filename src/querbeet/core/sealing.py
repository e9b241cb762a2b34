"""Sealing: what lies in the database or a backup says nothing without the key, and a moved value does not open.

AES-256-GCM. Each context has a key of its own (HKDF-SHA256 of the secret and the context), so that random nonces never
come near the point where they could meet; the context is also authenticated, so that a value copied to another row,
column or person fails to open.
"""

import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

VERSION = b"\x01"
NONCE = 12


class Broken(Exception):
    """A sealed value was changed, moved, or sealed with another key."""


def seal(data: bytes, *, key: str, context: str) -> bytes:
    """Encrypt `data` for one place, named by `context` (table, column and row)."""
    nonce = os.urandom(NONCE)
    return VERSION + nonce + _cipher(key, context).encrypt(nonce, data, context.encode())


def unseal(sealed: bytes | memoryview, *, key: str, context: str) -> bytes:
    """The data that was sealed for this place. Raises Broken for anything else."""
    sealed = bytes(sealed)
    if sealed[:1] != VERSION:
        raise Broken(context)
    nonce, body = sealed[1 : 1 + NONCE], sealed[1 + NONCE :]
    try:
        return _cipher(key, context).decrypt(nonce, body, context.encode())
    except (InvalidTag, ValueError):
        raise Broken(context) from None


def digest(*parts: str, key: str) -> str:
    """A keyed fingerprint in 64 hex signs: finds a value again without telling it."""
    message = b"".join(len(part.encode()).to_bytes(4, "big") + part.encode() for part in parts)
    return hmac.new(key.encode(), message, hashlib.sha256).hexdigest()


def _cipher(key: str, context: str) -> AESGCM:
    derived = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=f"seal:{context}".encode())
    return AESGCM(derived.derive(key.encode()))
