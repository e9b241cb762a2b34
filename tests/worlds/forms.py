"""The forms of a page, as a browser without scripts would send them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

Fields = dict[str, list[str]]
TYPED = {"text", "search", "email", "tel", "url", "textarea"}


@dataclass
class Form:
    """One form: where it goes, what it would send now, what else could be chosen, what is typed by hand."""

    action: str
    method: str
    encoding: str = ""
    fields: Fields = field(default_factory=dict)
    choices: Fields = field(default_factory=dict)
    typed: set[str] = field(default_factory=set)
    files: set[str] = field(default_factory=set)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def sent(self) -> Iterator[Fields]:
        """What each of its buttons would send."""
        data = {name: values for name, values in self.fields.items() if name != "csrfmiddlewaretoken"}
        for name, value in self.buttons or [("", "")]:
            yield {**data, name: [value]} if name else data

    def choosing(self, *wanted: str) -> Iterator[Fields]:
        """What it would send if one of these were chosen wherever it can be."""
        for name, values in self.choices.items():
            yield from ({**data, name: [one]} for one in wanted if one in values for data in self.sent())

    def narrowed(self) -> Iterator[Fields]:
        """Each choice of a form that narrows a list, one at a time."""
        for name, values in self.choices.items():
            yield from ({**self.fields, name: [value]} for value in values)


class _Reader(HTMLParser):
    def __init__(self, path: str) -> None:
        super().__init__()
        self.path, self.forms, self.form = path, [], None
        self.select = self.area = None

    def handle_starttag(self, tag: str, given) -> None:
        attributes = {name: value or "" for name, value in given}
        if tag == "form":
            method, action = attributes.get("method", "get").lower(), urljoin(self.path, attributes.get("action", ""))
            self.form = Form(action, method, attributes.get("enctype", ""))
            self.forms.append(self.form)
        elif self.form is not None and "disabled" not in attributes:
            getattr(self, f"_{tag}", lambda attributes: None)(attributes)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        elif tag == "select" and self.select:
            name, chosen, every = self.select
            self.form.choices[name] = every
            self.form.fields[name] = chosen or every[:1]
            self.select = None
        elif tag == "textarea":
            self.area = None

    def handle_data(self, data: str) -> None:
        if self.area:
            self.form.fields[self.area] = [self.form.fields[self.area][0] + data]

    def _input(self, attributes) -> None:
        kind, name, value = attributes.get("type", "text"), attributes.get("name"), attributes.get("value", "")
        if not name or kind in ("submit", "button", "image", "reset"):
            if name and kind == "submit":
                self.form.buttons.append((name, value))
        elif kind == "file":
            self.form.files.add(name)
        elif kind in ("checkbox", "radio"):
            value = attributes.get("value", "on")
            self.form.choices.setdefault(name, []).append(value)
            if "checked" in attributes:
                self.form.fields.setdefault(name, []).append(value)
        else:
            self.form.fields.setdefault(name, []).append(value)
            if kind in TYPED:
                self.form.typed.add(name)

    def _button(self, attributes) -> None:
        if attributes.get("type", "submit") == "submit" and attributes.get("name"):
            self.form.buttons.append((attributes["name"], attributes.get("value", "")))

    def _select(self, attributes) -> None:
        if attributes.get("name"):
            self.select = (attributes["name"], [], [])

    def _option(self, attributes) -> None:
        if self.select:
            self.select[2].append(attributes.get("value", ""))
            if "selected" in attributes:
                self.select[1].append(attributes.get("value", ""))

    def _textarea(self, attributes) -> None:
        if attributes.get("name"):
            self.area = attributes["name"]
            self.form.fields[self.area] = [""]
            self.form.typed.add(self.area)


def on(path: str, body: bytes) -> list[Form]:
    """The forms of a page that was found at `path`."""
    reader = _Reader(path)
    reader.feed(body.decode(errors="replace"))
    return reader.forms
