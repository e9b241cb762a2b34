"""A passkey device in software, for tests without a browser: ES256, as WebAuthn level 2 describes it."""

import hashlib
import json
import os
from base64 import urlsafe_b64encode

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2 import cbor
from fido2.cose import ES256
from fido2.webauthn import AttestedCredentialData, AuthenticatorData

PRESENT_AND_VERIFIED = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


class Authenticator:
    """One passkey. `count` is the counter it sends, 0 for keys without one."""

    def __init__(self, host: str = "testserver", origin: str = "http://testserver", count: int = 0) -> None:
        self.host, self.origin, self.count = host, origin, count
        self.key, self.id = ec.generate_private_key(ec.SECP256R1()), os.urandom(16)
        self.flags = PRESENT_AND_VERIFIED

    def create(self, options: dict) -> str:
        """The answer to a request for a new passkey."""
        public = ES256.from_cryptography_key(self.key.public_key())
        made = AttestedCredentialData.create(b"\0" * 16, self.id, public)
        data = self._data(self.flags | AuthenticatorData.FLAG.AT, made)
        attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": bytes(data)})
        client = self._client("webauthn.create", options)
        return self._answer(clientDataJSON=_text(client), attestationObject=_text(attestation))

    def get(self, options: dict) -> str:
        """The answer to a challenge."""
        data, client = self._data(self.flags), self._client("webauthn.get", options)
        signature = self.key.sign(bytes(data) + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        parts = {"clientDataJSON": client, "authenticatorData": bytes(data), "signature": signature}
        return self._answer(**{name: _text(value) for name, value in parts.items()})

    def _data(self, flags: int, made: AttestedCredentialData | bytes = b"") -> AuthenticatorData:
        return AuthenticatorData.create(hashlib.sha256(self.host.encode()).digest(), flags, self.count, made)

    def _client(self, kind: str, options: dict) -> bytes:
        challenge = options["publicKey"]["challenge"]
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}).encode()

    def _answer(self, **response: str) -> str:
        return json.dumps({"id": _text(self.id), "rawId": _text(self.id), "type": "public-key", "response": response})
