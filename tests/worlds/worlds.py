"""Two worlds: what one person is sent after something happened between them and another, collected as bytes."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.core import mail
from django.db import transaction
from django.test import Client

from querbeet.communities.actions import blocks, presence
from querbeet.communities.models.member import Member
from querbeet.core import clock, viewing
from querbeet.home.actions import leaving
from tests.worlds import crawl, forms, garden, queue, walking
from tests.worlds.addresses import Address
from tests.worlds.crawl import Seen
from tests.worlds.forms import Form

Look = Callable[["World"], dict[str, Seen]]
NOT_ABOUT_OTHERS = re.compile(r"^/(leave|sign-out|sign-in|appearance|language|me/account|me/sessions|confirm)")


@dataclass
class World:
    """`a` is about to do something; `b` looks, at everything with ids that were known before."""

    bed: garden.Bed
    browser: Client
    addresses: list[Address]
    about_a: list[Address]
    open_forms: list[Form]

    @property
    def a(self) -> Member:
        return self.bed.a

    @property
    def b(self) -> Member:
        return self.bed.b

    @property
    def known_ids(self) -> set[bytes]:
        """The ids of what was there before."""
        return {str(row.pk).encode() for address in self.addresses for row in address.rows}

    def plain(self) -> list[Address]:
        """Addresses without an id: lists, figures, one's own."""
        return [address for address in self.addresses if not address.rows]


def begin(grown: garden.Garden) -> World:
    """The garden as it is before: what concerns `a` is remembered, since afterwards it may no longer be seen."""
    known = walking.everything(grown)
    concerned = [address for address in known if address.concerns(grown.here.a)]
    return World(grown.here, walking.browser(grown.here.b), known, concerned, [])


def open_all(world: World) -> None:
    """`b` has every page open that there is, with its forms, when it happens."""
    found = {}
    for address in world.addresses:
        if "GET" in address.methods:
            answer = walking.answer(world.browser, address)
            for form in forms.on(address.path, answer.body):
                if form.method == "post" and not NOT_ABOUT_OTHERS.match(form.action):
                    found[form.action, *form.fields, *form.buttons] = form
    world.open_forms = list(found.values())


# -- what may happen


def block(world: World) -> None:
    with viewing.as_member(world.a):
        blocks.block(member=world.b, by=world.a)


def leave(world: World) -> None:
    with viewing.as_member(world.a):
        leaving.leave(member=world.a)


def pause(world: World) -> None:
    with viewing.as_member(world.a):
        presence.pause(member=world.a)


def be_shut_out(world: World) -> None:
    with viewing.as_member(world.bed.steward):
        presence.suspend(member=world.a, by=world.bed.steward)


def nothing(world: World) -> None:
    """The control: all is as before."""


def after(world: World, event: Callable[[World], None], *looks: Look) -> dict[str, Seen]:
    """What `b` is sent after the event, by all these ways of looking; the event is then undone."""
    with transaction.atomic():
        mail.outbox = []
        event(world)
        queue.work_off()
        seen: dict[str, Seen] = {}
        for look in looks:
            seen |= look(world)
        transaction.set_rollback(True)
    return seen


# -- ways of looking


def everywhere(world: World) -> dict[str, Seen]:
    """Every address and every link on the way, and each list narrowed in each way it offers."""
    seen = crawl.crawl(world.browser, *(address.path for address in world.addresses if "GET" in address.methods))
    for path in _narrowed(seen):
        seen.setdefault(path, crawl.look(world.browser, path))
    return seen


def nearby(world: World) -> dict[str, Seen]:
    """Every address that has to do with `a` or has no id in it."""
    known = (*world.about_a, *world.plain())
    paths = [one.path for one in known if "GET" in one.methods and one.path not in crawl.ALWAYS_NEW]
    return {path: crawl.look(world.browser, path) for path in paths}


def _narrowed(seen: dict[str, Seen]) -> Iterator[str]:
    for path, answer in list(seen.items()):
        for form in forms.on(path, answer.body):
            if form.method == "get":
                yield from (f"{form.action}?{urlencode(data, doseq=True)}" for data in form.narrowed())


def by_name(world: World, name: str = "") -> dict[str, Seen]:
    """Every search there is, for every beginning of the name of `a`, with and without scripts."""
    seen: dict[str, Seen] = {}
    name = name or world.a.display_name
    for path, form in _searches(world):
        for length in range(1, len(name) + 1):
            data = form.fields | {typed: [name[:length]] for typed in form.typed}
            for headers in ({}, {"hx-request": "true"}):
                seen[f"{path} {form.action} {name[:length]} {headers}"] = _send(world.browser, form, data, headers)
    return seen


def _searches(world: World) -> Iterator[tuple[str, Form]]:
    known = set()
    for address in world.plain():
        if "GET" in address.methods:
            answer = walking.answer(world.browser, address)
            if b'role="search"' in answer.body:
                for form in forms.on(address.path, answer.body):
                    if form.typed and (form.action, *sorted(form.typed)) not in known and len(form.typed) == 1:
                        known.add((form.action, *sorted(form.typed)))
                        yield address.path, form


def _send(browser: Client, form: Form, data: forms.Fields, headers: dict[str, str]) -> Seen:
    if form.method == "get":
        return crawl.masked(browser.get(form.action, data, headers=headers))
    return crawl.masked(browser.post(form.action, data, headers=headers))


def with_headers(world: World) -> dict[str, Seen]:
    """What has to do with `a`, asked for in every other way."""
    seen: dict[str, Seen] = {}
    for address in world.about_a:
        for headers in crawl.HEADERS:
            seen[f"{address.path} {headers}"] = crawl.masked(world.browser.get(address.path, headers=headers))
        seen[f"{address.path}/"] = crawl.look(world.browser, f"{address.path}/")
    return seen


def with_methods(world: World) -> dict[str, Seen]:
    """What has to do with `a`, asked for by every method, each undone before the next."""
    seen: dict[str, Seen] = {}
    known = world.known_ids
    for address in world.about_a:
        for method in crawl.METHODS:
            with undone():
                answer = crawl.masked(world.browser.generic(method, address.path))
                seen[f"{method} {address.path}"] = crawl.without_new_ids(answer, known)
    return seen


def by_open_forms(world: World) -> dict[str, Seen]:
    """The forms that stood open before, sent now, each undone before the next."""
    seen: dict[str, Seen] = {}
    known = world.known_ids
    for form in world.open_forms:
        for data in (*form.sent(), *form.choosing(world.a.key, str(world.a.pk))):
            with undone():
                answer = world.browser.post(form.action, data)
                name = f"{form.action} {sorted(data.items())}"
                seen[name] = crawl.without_new_ids(crawl.masked(answer), known)
                if answer.status_code == 302:
                    following = crawl.look(world.browser, answer.headers["Location"])
                    seen[f"{name} then"] = crawl.without_new_ids(following, known)
    return seen


def in_the_post(world: World) -> dict[str, Seen]:
    """The mails that `b` was sent meanwhile."""
    address = world.b.persona.account.email
    mine = [message for message in mail.outbox if address in message.to]
    return {f"mail {n}": Seen(0, (("Subject", one.subject),), one.body.encode()) for n, one in enumerate(mine)}


def in_a_month(world: World) -> dict[str, Seen]:
    """The same after all clocks have run; call inside of a travelled time."""
    queue.tick(int(clock.now().timestamp()))
    back = replace(world, browser=walking.browser(world.b))  # the visit of a month ago is over
    seen = nearby(back) | in_the_post(back)
    known = world.known_ids
    return {path: crawl.without_new_ids(answer, known) for path, answer in seen.items()}


class undone:  # noqa: N801  reads as a word
    """Whatever happens inside is undone."""

    def __enter__(self) -> None:
        self.block = transaction.atomic()
        self.block.__enter__()

    def __exit__(self, *problem) -> None:
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)
