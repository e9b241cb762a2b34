"""Handing work to the job worker: the job is written in the running transaction and exists only if that commits."""

from datetime import timedelta
from typing import Any

from django.db import transaction


def later(task: str, /, *, after: timedelta | None = None, once: str = "", **arguments: Any) -> None:
    """Queue a task by its name (`people.send_recovery`). Arguments are ids and numbers, never what a person wrote.

    `once` names a lock: while a job with it waits, another is not queued.
    """
    from procrastinate.contrib.django import app
    from procrastinate.exceptions import AlreadyEnqueued

    options: dict[str, Any] = {"schedule_in": {"seconds": int(after.total_seconds())}} if after else {}
    if once:
        options["queueing_lock"] = once
    try:
        with transaction.atomic():  # a job that waits already must not spoil the caller's transaction
            app.configure_task(task, **options).defer(**arguments)
    except AlreadyEnqueued:
        return
