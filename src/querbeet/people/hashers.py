"""Passphrases: Argon2id at OWASP's recommended cost, which a two-core server can pay at a login storm."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2idHasher(Argon2PasswordHasher):
    """64 MiB, 3 passes, 1 lane: above OWASP's floor of 19 MiB, 2 passes, 1 lane."""

    time_cost = 3
    memory_cost = 65536
    parallelism = 1
