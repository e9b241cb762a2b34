"""Settings, keys and folders."""

import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from querbeet.config.doctor.findings import Finding

LEAST_SECRET = 32


def settings(values: Any) -> Iterator[Finding]:
    """Findings about Django settings; `values` is the settings object, so that tests can hand in their own."""
    if not values.HOSTS:
        yield Finding(
            "QUERBEET_HOSTS is empty, so this is a demo on one machine.", "Set QUERBEET_HOSTS=your.address.org."
        )
    if "*" in values.ALLOWED_HOSTS:
        yield Finding("Every host name is answered.", "Name the real addresses in QUERBEET_HOSTS.")
    if values.DEBUG:
        yield Finding("DEBUG shows the inside of the program to everybody.", "Leave DEBUG off.")
    if values.DEMO:
        yield Finding(
            "Demo accounts with known passphrases are on.", "Set QUERBEET_DEMO=0 and start with an empty data folder."
        )
    if values.GALLERY:
        yield Finding("The gallery of components is open to everybody.", "Set QUERBEET_GALLERY=0.")
    if not values.SECURE:
        yield Finding("Cookies may travel without encryption.", "Serve HTTPS and set QUERBEET_HTTPS=1.")
    if len(values.SECRET_KEY) < LEAST_SECRET:
        yield Finding("SECRET_KEY is too short.", "Remove it from the environment; the first start writes a good one.")
    if values.EMAIL_HOST and not values.EMAIL_USE_TLS:
        yield Finding("Mail leaves without encryption.", "Set SMTP_TLS=1.")
    if values.EMAIL_HOST and values.DEFAULT_FROM_EMAIL.endswith("@localhost"):
        yield Finding("Mail has no sender address.", "Set MAIL_FROM to a neutral address of your own.")


def folders(data: Path) -> Iterator[Finding]:
    """Findings about the data folder: keys and database are for one system user alone."""
    for path in (data, data / "keys", *sorted((data / "keys").glob("*"))):
        if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077:
            yield Finding(f"{path} can be read by other users of this machine.", f"chmod go= {path}")
    if (data / "demo-accounts.json").exists():
        yield Finding("This data folder holds a demo community.", "Start with an empty QUERBEET_DATA folder.")
