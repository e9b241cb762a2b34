"""The job worker of a sweep: what waits is done at once, inside of the transaction of the test."""

import inspect
import json

from django.db import connection
from procrastinate.contrib.django import app

WAITING = "SELECT id, task_name, args::text FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id"


def work_off() -> list[str]:
    """Do all waiting jobs, and those that they leave behind; returns what was done."""
    done: list[str] = []
    while jobs := _waiting():
        for number, name, arguments in jobs:
            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [number])
            run(name, **arguments)
            done.append(name)
    return done


def _waiting() -> list[tuple[int, str, dict]]:
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        return [(number, name, json.loads(arguments)) for number, name, arguments in cursor.fetchall()]


def run(name: str, **arguments) -> None:
    """One task, unless it is about the queue itself."""
    app.perform_import_paths()
    task = app.tasks[name]
    if not inspect.iscoroutinefunction(task.func):
        task.func(**arguments)


def tick(timestamp: int) -> None:
    """Everything that happens by itself, once, then what that leaves behind."""
    app.perform_import_paths()
    for name in sorted({periodic.task.name for periodic in app.periodic_registry.periodic_tasks.values()}):
        if not inspect.iscoroutinefunction(app.tasks[name].func):
            run(name, timestamp=timestamp)
    work_off()
