"""Draw a component or a bit of template as a page would."""

import re
from typing import Any

from django.http import HttpRequest
from django.template import Context, RequestContext, Template
from django.test import RequestFactory
from django_cotton.compiler_regex import CottonCompiler


def draw(source: str, **context: Any) -> str:
    """The HTML of `source`, white space between and inside tags reduced to single blanks."""
    html = Template(CottonCompiler().process("{% load ui i18n %}" + source)).render(Context(context))
    return re.sub(r"\s+", " ", html).replace("> <", "><").strip()


def first_tag(html: str, name: str) -> str:
    """The first opening tag `name` of some HTML."""
    found = re.search(rf"<{name}\b[^>]*>", html)
    assert found, f"no <{name}> in {html}"
    return found[0]


def text(html: str) -> str:
    """What a reader reads, without tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


def draw_for_page(source: str, request: HttpRequest | None = None, **processed: Any) -> str:
    """The same, with `processed` as if context processors had given it."""
    request = request or RequestFactory().get("/")
    context = RequestContext(request, processors=[lambda request: {"request": request, **processed}])
    html = Template(CottonCompiler().process("{% load ui i18n %}" + source)).render(context)
    return re.sub(r"\s+", " ", html).replace("> <", "><").strip()
