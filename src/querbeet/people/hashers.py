"""Passphrases: Argon2id above OWASP's recommended cost, at most as many at once as the machine has cores."""

import os
import threading
from functools import cache

from django.contrib.auth.hashers import Argon2PasswordHasher, check_password, identify_hasher, make_password

_seats = threading.BoundedSemaphore(max(2, os.cpu_count() or 2))  # a storm of sign-ins must not eat the memory


class Argon2idHasher(Argon2PasswordHasher):
    """46 MiB, 2 passes, 1 lane: one pass more than OWASP asks for; about 90 ms on a small server."""

    time_cost = 2
    memory_cost = 47104
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        with _seats:
            return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        with _seats:
            return super().verify(password, encoded)


def fits(passphrase: str, encoded: str) -> bool:
    """Whether it is the passphrase. Never writes: a new hash would end the sessions that rest on the old one."""
    return check_password(passphrase, encoded)


def is_outdated(encoded: str) -> bool:
    """Whether a hash was made with other costs than today's."""
    return identify_hasher(encoded).must_update(encoded)


def spend(passphrase: str) -> None:
    """Do the work of checking a passphrase where there is no account: an answer takes as long for a stranger's name."""
    check_password(passphrase, _nobody())


@cache
def _nobody() -> str:
    return make_password("nobody's passphrase")
