"""Languages and time zones to choose from, named in the reader's language."""

import unicodedata
from functools import lru_cache

from babel import Locale
from babel.core import get_global
from django.utils.translation import get_language, pgettext_lazy

# Languages people here are likely to speak or sign; what is missing can be written into the free text.
# fmt: off
SPOKEN = [
    "de", "en", "fr", "es", "it", "pt", "nl", "pl", "ru", "uk", "tr", "ar", "fa", "ku", "ckb", "ps", "ur", "hi",
    "bn", "pa", "ta", "te", "ml", "si", "ne", "zh", "ja", "ko", "vi", "th", "id", "ms", "fil", "my", "km", "el",
    "bg", "ro", "hu", "cs", "sk", "sl", "hr", "sr", "bs", "mk", "sq", "he", "yi", "sv", "da", "nb", "fi", "et",
    "lv", "lt", "is", "ga", "cy", "eu", "ca", "gl", "hsb", "nds", "lb", "mt", "ka", "hy", "az", "uz", "kk", "am",
    "ti", "om", "so", "sw", "rw", "ha", "yo", "ig", "ak", "wo", "ff", "ln", "zu", "af", "mg", "eo", "la", "rom",
]
# fmt: on
SIGNED = {
    "gsg": pgettext_lazy("language", "German Sign Language"),
    "sgg": pgettext_lazy("language", "Swiss German Sign Language"),
    "asq": pgettext_lazy("language", "Austrian Sign Language"),
    "bfi": pgettext_lazy("language", "British Sign Language"),
    "ase": pgettext_lazy("language", "American Sign Language"),
    "ils": pgettext_lazy("language", "International Sign"),
}
MORE = {"rom": pgettext_lazy("language", "Romani"), "ku": pgettext_lazy("language", "Kurdish (Kurmanji)")}
CONTINENTS = {
    "Europe": pgettext_lazy("time zones", "Europe"),
    "Africa": pgettext_lazy("time zones", "Africa"),
    "America": pgettext_lazy("time zones", "America"),
    "Asia": pgettext_lazy("time zones", "Asia"),
    "Australia": pgettext_lazy("time zones", "Australia"),
    "Pacific": pgettext_lazy("time zones", "Pacific"),
    "Atlantic": pgettext_lazy("time zones", "Atlantic"),
    "Indian": pgettext_lazy("time zones", "Indian Ocean"),
}
LANGUAGES = frozenset([*SPOKEN, *SIGNED])
_TERRITORIES = get_global("zone_territories")
TIME_ZONES = frozenset(zone for zone in _TERRITORIES if zone.partition("/")[0] in CONTINENTS) | {"UTC"}


def current() -> str:
    """The reader's language as Babel knows it, without a style."""
    return (get_language() or "de").partition("-")[0]


def language_name(code: str) -> str:
    """A language's name; the code itself where it has none."""
    own = SIGNED.get(code) or MORE.get(code)
    return str(own) if own else _capital(Locale.parse(current()).languages.get(code, code))


def language_choices() -> list[tuple[str, str]]:
    """All languages, in alphabetical order of the reader's language, the signed ones among them."""
    return sorted(((code, language_name(code)) for code in LANGUAGES), key=lambda choice: _sorted_as(choice[1]))


def time_zone_name(zone: str) -> str:
    """A place that keeps this time, such as "Berlin (Germany)"."""
    return _time_zone_name(zone, current())


def time_zone_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Time zones by continent, each with its places in alphabetical order."""
    return [(str(label), list(_zones_of(continent, current()))) for continent, label in CONTINENTS.items()] + [
        ("UTC", [("UTC", "UTC")])
    ]


@lru_cache(maxsize=4096)
def _time_zone_name(zone: str, locale: str) -> str:
    if zone == "UTC":
        return zone
    names = Locale.parse(locale)
    city = names.time_zones.get(zone, {}).get("city") or zone.rpartition("/")[2].replace("_", " ")
    country = names.territories.get(_TERRITORIES.get(zone, ""), "")
    return f"{city} ({country})" if country and country != city else city


@lru_cache(maxsize=64)
def _zones_of(continent: str, locale: str) -> tuple[tuple[str, str], ...]:
    zones = [(zone, _time_zone_name(zone, locale)) for zone in TIME_ZONES if zone.startswith(f"{continent}/")]
    return tuple(sorted(zones, key=lambda choice: _sorted_as(choice[1])))


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def _sorted_as(name: str) -> str:
    """Umlauts and accents beside their plain letters: the database has no such order, and neither has Python."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(sign))
