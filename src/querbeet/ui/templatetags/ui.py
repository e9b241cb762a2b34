"""Tags and filters for components and pages."""

import math
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from babel import Locale
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent, parse_decimal
from django import template
from django.conf import settings
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.http import QueryDict
from django.template import Context
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from lucide import _render_icon

from querbeet.core.translations import language_of
from querbeet.ui import appearance, week

register = template.Library()
QUARTERS = {0: "", 15: "¼", 30: "½", 45: "¾"}


def _locale() -> str:
    return language_of(get_language() or settings.LANGUAGE_CODE)


@register.simple_tag
def attributes(attrs: Any, **more: Any) -> SafeString:
    """Extra attributes of a component, escaped; False and None are left out. Use it instead of `{{ attrs }}`."""
    given = attrs.attrs_dict() if hasattr(attrs, "attrs_dict") else dict(attrs)
    given |= {name.replace("_", "-"): value for name, value in more.items()}
    written = []
    for name, value in given.items():
        if value is True:
            written.append(format_html(" {}", name))
        elif value is not None and value is not False:
            written.append(mark_safe(f' {conditional_escape(name)}="{_quoted(value)}"'))  # noqa: S308 - escaped
    return mark_safe("".join(written))  # noqa: S308 - each part is escaped


def _quoted(value: Any) -> str:
    # A value that a template rendered is escaped already, except for quotes its author wrote into the template.
    return conditional_escape(value).replace('"', "&quot;")


@lru_cache(maxsize=256)
def _icon(name: str, size: int, flip: bool) -> str:
    classes = "icon flip" if flip else "icon"
    return _render_icon(name, size, **{"class": classes, "aria-hidden": "true", "focusable": "false"})


@register.simple_tag
def icon(name: str, size: int | str = 20, label: str = "", flip: bool = False) -> SafeString:
    """A lucide icon, decorative unless it has a label; `flip` turns it around where text runs right to left."""
    drawn = mark_safe(_icon(str(name), int(size), bool(flip)))  # noqa: S308 - from the icon package
    if not label:
        return drawn
    return format_html('{}<span class="visually-hidden">{}</span>', drawn, label)


@register.filter
def kind(field: BoundField) -> str:
    """How a field is drawn: `week`, `radio`, `boxes`, `box`, `hidden` or `input`."""
    widget = field.field.widget
    if getattr(widget, "is_week", False):
        return "week"
    if isinstance(widget, CheckboxSelectMultiple):
        return "boxes"
    if isinstance(widget, RadioSelect):
        return "radio"
    if isinstance(widget, CheckboxInput):
        return "box"
    return "hidden" if widget.is_hidden else "input"


@register.filter
def secret(field: BoundField) -> bool:
    """Whether a field hides what is typed."""
    return getattr(field.field.widget, "input_type", "") == "password"


@register.filter
def describedby(field: BoundField, hint: Any = "") -> str:
    """Ids of the hint and the error of a field, as far as they are shown."""
    shown = [f"{field.auto_id}_helptext"] if hint or field.help_text else []
    return " ".join([*shown, *([f"{field.auto_id}_error"] if field.errors else [])])


@register.simple_tag
def control(field: BoundField, hint: Any = "") -> SafeString:
    """The field's own widget, tied to its hint and error."""
    described = describedby(field, hint)
    return field.as_widget(attrs={"aria-describedby": described} if described else {})


@register.filter
def week_of(field: BoundField) -> week.Week:
    """The week grid of a field, with what was typed."""
    return week.build(chosen=field.value() or (), name=field.html_name, prefix=field.auto_id or field.html_name)


@register.filter
def first_id(field: BoundField) -> str:
    """The id the error summary jumps to: the input itself, or the first choice of a group."""
    if kind(field) == "week":
        return f"{field.auto_id}_{week.CODES[0]}"
    return f"{field.auto_id}_0" if kind(field) in ("radio", "boxes") else str(field.id_for_label or field.auto_id)


def _number(value: Any) -> float:
    # Templates write numbers as the language has them; an attribute like value="{{ x }}" arrives as "2,5" in German.
    if not isinstance(value, str):
        return float(value or 0)
    try:
        return float(value or 0)
    except ValueError:
        return float(parse_decimal(value, locale=_locale()))


@register.filter
def percent_of(value: Any, largest: Any = 100) -> str:
    """Length of a bar between 0 and 100, with a dot: for SVG attributes, not for people."""
    share = 100 * _number(value) / (_number(largest) or 100)
    return f"{min(100.0, max(0.0, share)):.2f}"


@register.filter
def largest(bars: Iterable[Mapping[str, Any]]) -> float:
    """The largest `value`, `first` or `second` of a list of bars; 1 when all are empty."""
    return max((float(bar.get(key) or 0) for bar in bars for key in ("value", "first", "second")), default=0) or 1


@register.filter
def hours(minutes: float) -> str:
    """Minutes as hours, to the quarter of an hour: 90 is "1½ hours"."""
    quarters = math.floor(minutes / 15 + 0.5)
    whole, rest = divmod(abs(quarters) * 15, 60)
    figure = (format_decimal(whole, locale=_locale()) if whole or not rest else "") + QUARTERS[rest]
    text = ngettext("%(hours)s hour", "%(hours)s hours", 1 if abs(quarters) <= 4 and quarters else 2)
    return text % {"hours": f"−{figure}" if quarters < 0 else figure}


@register.filter
def figure(value: float | str | None) -> str:
    """A number as the reader's language writes it; a dash for none."""
    return "–" if value is None or value == "" else format_decimal(_number(value), locale=_locale())


@register.filter
def percent(share: float | None) -> str:
    """A share between 0 and 1 as whole per cent."""
    return "–" if share is None else format_percent(share, locale=_locale())


@register.filter
def listing(items: Iterable[Any]) -> SafeString:
    """Items in a row, with commas and "and" as the language has them; each escaped."""
    return mark_safe(format_list([conditional_escape(item) for item in items], locale=_locale()))  # noqa: S308 - escaped


@register.simple_tag
def languages() -> list[dict[str, Any]]:
    """Languages to choose from, each named in itself."""
    current = _locale()
    return [
        {
            "code": code,
            "name": str(Locale.parse(code).get_display_name(code)).capitalize(),
            "current": code == current,
        }
        for code, _name in settings.LANGUAGES
        if code == language_of(code)
    ]


@register.simple_tag
def page_language() -> str:
    """The language of the page for `lang=`; the styles of German are no languages of their own."""
    return _locale()


@register.simple_tag
def themes() -> list[tuple[str, Any]]:
    """Appearances to choose from."""
    return list(appearance.THEMES.items())


@register.simple_tag
def joined(separator: str, *parts: Any) -> SafeString:
    """The parts that are not empty, with something between."""
    return format_html_join(separator, "{}", ((part,) for part in parts if part))


@register.filter
def initial(name: str) -> str:
    """The first letter of a name, drawn beside it; a dot when there is none."""
    return next((letter.upper() for letter in str(name) if letter.isalnum()), "·")


@register.simple_tag(takes_context=True)
def page_query(context: Context, parameter: str, number: int) -> str:
    """The query of the running request with another page number."""
    query = context["request"].GET.copy() if "request" in context else QueryDict(mutable=True)
    query[parameter] = str(number)
    return f"?{query.urlencode()}"


@register.simple_tag
def modules(names: str, nonce: Any = "") -> SafeString:
    """Script tags of our own modules, with the nonce of the running request where there is one."""
    key = format_html(' nonce="{}"', nonce) if nonce else ""
    tags = ((static(f"ui/js/{name}.js"), key) for name in names.split())
    return format_html_join("\n", '<script type="module" src="{}"{}></script>', tags)


@register.simple_tag
def where(page: Any) -> str:
    """Where a reader is in a paged list, in words."""
    return _("Page %(number)s of %(all)s") % {"number": figure(page.number), "all": figure(page.paginator.num_pages)}


@register.filter
def words(text: str) -> list[str]:
    """The words of a text, for short loops in templates."""
    return str(text).split()
