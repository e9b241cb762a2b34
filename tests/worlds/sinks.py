"""Where something personal may end up besides a page, each with the bytes that are there."""

import json
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core import mail
from django.db import connection

from querbeet.audit.models import Entry
from querbeet.core import sealing
from querbeet.people.models.session import Session
from tests.worlds import crawl, fields
from tests.worlds.canaries import Mark, Marks
from tests.worlds.walking import Answer

LINK = re.compile(rb"""\b(?:href|src|action|formaction|hx-[a-z]+|data-[a-z-]+|id|for|name)=["']([^"']*)["']""")
TITLE = re.compile(rb"<title[^>]*>(.*?)</title>", re.DOTALL)
JOBS = """SELECT task_name, coalesce(queueing_lock, '') || coalesce(lock, '') || args::text FROM procrastinate_jobs"""
Sighting = tuple[str, bytes, Mark]


def around(answer: Answer) -> Iterator[tuple[str, bytes]]:
    """What stands around a page: it is kept in histories, logs and file lists."""
    yield "address", answer.address.path.encode()
    for name, value in answer.headers:
        yield f"header {name}", value.encode()
    head = answer.body.partition(b"<body")[0]
    yield from (("title", title) for title in TITLE.findall(head))
    links = LINK.findall(answer.body)
    yield from (("link", link) for link in links if not link.startswith(b"otpauth:"))  # opens an app, asks no server


def text_of(answer: Answer) -> bytes:
    """A page as it is; a spreadsheet unpacked."""
    return crawl.unpacked(answer.body)


@contextmanager
def logged() -> Iterator[list[bytes]]:
    """What is logged meanwhile, from INFO up, with the values it was made of."""
    lines: list[bytes] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(f"{record.getMessage()} {record.args} {record.exc_info}".encode())

    root, handler = logging.getLogger(), Keep(level=logging.INFO)
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    try:
        yield lines
    finally:
        root.removeHandler(handler)
        root.setLevel(level)


def kept() -> Iterator[tuple[str, bytes]]:
    """What the house keeps or sends besides its own tables: jobs, mails, visits, the record."""
    for message in mail.outbox:
        written = message.message()
        del written["To"]  # whom it is for
        yield "mail", written.as_bytes()
    with connection.cursor() as cursor:
        cursor.execute(JOBS)
        yield from ((f"job {name}", text.encode()) for name, text in cursor.fetchall())
    for row in Session.objects.all():
        context = f"people_session/{row.digest}"
        yield "visit", sealing.unseal(row.sealed_data, key=settings.ACCOUNT_KEY, context=context)
    for entry in Entry.objects.all():
        yield f"record of {entry.verb}", f"{entry.verb} {entry.target_label} {json.dumps(entry.detail)}".encode()


def seen_around(answer: Answer, marks: Marks) -> list[Sighting]:
    """Marks around a page, except random keys where they are the address of somebody."""
    found = [(where, hit, mark) for where, data in around(answer) for hit, mark in marks.found(data)]
    return [(where, hit, mark) for where, hit, mark in found if not _may_stand_there(where, mark)]


def _may_stand_there(where: str, mark: Mark) -> bool:
    return where in ("address", "link", "header Location") and mark.name in fields.table(type(mark.row)).get(
        "addresses", ()
    )
