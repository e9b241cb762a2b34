"""What the doctor says, on a terminal."""

from collections.abc import Iterator

import typer

from querbeet.config.doctor.findings import Finding


def examine() -> int:
    """Print what is to be mended; returns how much that is."""
    from querbeet.config.running import roles, server

    with server.database():
        roles.as_runtime()
        findings = list(_findings())
    for finding in findings:
        typer.echo(str(finding))
    typer.echo(f"{len(findings)} to mend." if findings else "✓ Nothing to mend.")
    return len(findings)


def _findings() -> Iterator[Finding]:
    from django.conf import settings

    from querbeet.config.doctor import backups, database, house, keys, queue
    from querbeet.core import clock

    yield from house.settings(settings)
    yield from house.folders(settings.DATA)
    yield from database.findings()
    yield from keys.findings()
    yield from queue.findings()
    yield from backups.findings(settings, clock.now())
