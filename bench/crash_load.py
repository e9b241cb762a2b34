"""The load of the crash harness: people who sign in, ask for help, wish, write, and start matching runs, over HTTP.

Whoever gets no answer tries the same again, as people do. What was answered is written into a journal.
"""

import http.cookiejar
import random
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from html.parser import HTMLParser

SAME_MESSAGE = 30  # seconds; safely within the minute of conversations.rules.AGAIN


@dataclass
class Done:
    """What one person was told is done; `pending` is what they have no answer to yet."""

    calls: int = 0
    closed: list[str] = field(default_factory=list)
    notes: int = 0
    note: str = ""
    messages: int = 0
    late: int = 0  # messages tried again after so long that they may be there twice
    runs: int = 0
    tried_runs: int = 0
    pending: str = ""
    errors: list[str] = field(default_factory=list)

    @property
    def acknowledged(self) -> int:
        return self.calls + len(self.closed) + self.notes + self.messages + self.runs


class Forms(HTMLParser):
    """The forms of a page, each with what stands in it."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[list[tuple[str, str]]] = []
        self.names: list[set[str]] = []
        self._area = self._select = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attributes}
        name = told.get("name", "")
        if tag == "form":
            self.found.append([])
            self.names.append(set())
        if not self.found or (not name and tag != "option"):
            return
        self.names[-1].add(name)
        choice = told.get("type") in ("radio", "checkbox")
        if tag == "input" and (not choice or "checked" in told):
            self.found[-1].append((name, told.get("value", "on" if choice else "")))
        elif tag == "textarea":
            self._area = name
            self.found[-1].append((name, ""))
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in told:
            self.found[-1].append((self._select, told.get("value", "")))

    def handle_data(self, data: str) -> None:
        if self._area:
            name, text = self.found[-1][-1]
            self.found[-1][-1] = (name, text + data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""
        elif tag == "select":
            self._select = ""


class Nowhere(urllib.request.HTTPRedirectHandler):
    """A redirect is an answer."""

    def redirect_request(self, *_: object) -> None:
        return None


class Unanswered(Exception):
    """No answer, or one that says that it was not done."""


class Browser:
    """A browser without JavaScript."""

    def __init__(self, site: str) -> None:
        self.site = site
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._opener = urllib.request.build_opener(Nowhere, cookies)

    def ask(self, path: str, told: list[tuple[str, str]] | None = None) -> tuple[int, str, str]:
        """Status, place, body. Raises Unanswered."""
        data = urllib.parse.urlencode(told).encode() if told is not None else None
        try:
            with self._opener.open(self.site + path, data, timeout=20) as answer:
                return answer.status, "", answer.read().decode()
        except urllib.error.HTTPError as problem:
            if problem.code in (302, 303):
                return problem.code, problem.headers["Location"], ""
            raise Unanswered(f"{path}: {problem.code}") from None
        except (OSError, ValueError, EOFError) as problem:
            raise Unanswered(f"{path}: {type(problem).__name__}") from None
        except Exception as problem:  # http.client has many names for a line that was cut
            raise Unanswered(f"{path}: {type(problem).__name__}") from None

    def fill(self, path: str, page: str = "", **values: str) -> str:
        """Send the form of a page that has these fields; returns where it leads. Raises Unanswered."""
        status, place, body = self.ask(page or path)
        if status != 200:
            raise Unanswered(f"{path} leads to {place}")
        forms = Forms()
        forms.feed(body)
        wanted = {"csrfmiddlewaretoken", *values}
        told = next((told for told, names in zip(forms.found, forms.names, strict=True) if wanted <= names), None)
        if told is None:
            raise Unanswered(f"{path} has no such form")
        kept = [(name, value) for name, value in told if name not in values]
        status, place, _ = self.ask(path, [*kept, *values.items()])
        if status == 200:
            raise Unanswered(f"{path} was not taken")
        return place


class Person(threading.Thread):
    """One person who does one thing after the other until told to stop."""

    def __init__(self, site: str, account: dict[str, str], seed: int, stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.browser, self.account, self.stop = Browser(site), account, stop
        self.chance = random.Random(f"{seed} {account['name']}")
        self.done = Done()
        self.signed_in = False
        self.step, self.began = 0, time.time()  # what an earlier load left is something else
        self.open_call = ""
        self.first_tried = 0.0

    def run(self) -> None:
        while not self.stop.is_set():
            try:
                self._go_on()
            except Unanswered as problem:
                self.done.errors.append(str(problem))
                self.signed_in = self.signed_in and "leads to /sign-in" not in str(problem)
                time.sleep(0.2)
            time.sleep(self.chance.uniform(0.0, 0.1))

    def _go_on(self) -> None:
        if not self.signed_in:
            self.browser.fill("/sign-in", login=self.account["name"], password=self.account["passphrase"])
            self.signed_in = True
        if self.account["role"] == "coordinator":
            self._start_run()
            return
        if not self.done.pending:
            self.step += 1
            self.done.pending = self.chance.choice(
                ("call", "note", "note", *["message"] * bool(self.account["thread"]))
            )
            self.first_tried = time.time()
        act = {"call": self._call, "close": self._close, "note": self._note, "message": self._message}
        act[self.done.pending]()

    def _call(self) -> None:
        place = self.browser.fill("/help/call", words=f"Call number {self.step} since {self.began:.0f}")
        self.open_call = place.rstrip("/").rsplit("/", 1)[-1]
        self.done.calls, self.done.pending = self.done.calls + 1, "close"

    def _close(self) -> None:
        self.browser.fill(f"/help/{self.open_call}/closing", page=f"/help/mine/{self.open_call}")
        self.done.closed.append(self.open_call)
        self.done.pending = ""

    def _note(self) -> None:
        words = f"Note number {self.step} since {self.began:.0f}"
        self.browser.fill(f"/me/wishes/{self.account['skill']}", note=words)
        self.done.note, self.done.notes, self.done.pending = words, self.done.notes + 1, ""

    def _message(self) -> None:
        """Sent again within a minute it is the same message; later it may be a second one."""
        self.done.late += time.time() - self.first_tried > SAME_MESSAGE
        text = f"Message number {self.step} since {self.began:.0f}"
        self.browser.fill(f"/threads/{self.account['thread']}", text=text)
        self.done.messages, self.done.pending = self.done.messages + 1, ""

    def _start_run(self) -> None:
        self.done.tried_runs += 1
        self.browser.fill(f"/programmes/{self.account['programme']}/runs", objective="coverage", seed="7")
        self.done.runs += 1
        time.sleep(2)
