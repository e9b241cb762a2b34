"""Whether there is a backup, and how old it is: a note in the data folder tells."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from querbeet.config.doctor.findings import Finding

NAME = "last-backup.json"
HOW = "Run: querbeet backup --to FILE --recipient age1... (docs/how-to/backup.md)"


def note(data: Path, file: Path) -> None:
    """Remember that a backup of this data folder was made just now."""
    told = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "bytes": file.stat().st_size}
    (data / NAME).write_text(json.dumps(told) + "\n")


def made_at(data: Path) -> datetime | None:
    """When the last backup of this data folder was made; None if none was."""
    try:
        return datetime.fromisoformat(json.loads((data / NAME).read_text())["at"])
    except (OSError, ValueError, KeyError):
        return None


def findings(values: Any, now: datetime) -> Iterator[Finding]:
    """Findings about a server for other people; `values` is the settings object. A demo on one machine needs none."""
    if not values.HOSTS:
        return
    made = made_at(values.DATA)
    if made is None:
        yield Finding("No backup was ever made.", HOW)
    elif now - made > timedelta(days=values.BACKUP_DAYS):
        yield Finding(f"The last backup is {(now - made).days} days old.", HOW)
