"""Contrast of every pair of text and surface, computed from the tokens by the WCAG 2 formula."""

import math
import re
from itertools import product
from pathlib import Path

import pytest

CSS = Path(__file__).parents[1] / "static" / "ui" / "css"
PALETTE = (CSS / "palette.css").read_text()
TOKENS = (CSS / "tokens.css").read_text()
PAIR = re.compile(r"--([\w-]+): light-dark\(oklch\(([\d. ]+)\), oklch\(([\d. ]+)\)\);")

SURFACES = ("surface", "surface-raised", "surface-sunken")
TEXTS = ("text", "text-soft", "accent", "accent-strong", "good", "caution", "danger")
WASHES = ("accent-soft", "good-soft", "caution-soft", "danger-soft")
WRITTEN = [
    *product(TEXTS, SURFACES),
    *product(("text", "accent"), WASHES),
    *((name, f"{name}-soft") for name in ("accent", "good", "caution", "danger")),
    *(("on-accent", back) for back in ("accent", "accent-strong", "danger")),
    ("accent-strong", "accent-soft"),
    ("surface-raised", "good"),
]
DRAWN = [*product(("line-strong", "focus", "accent", "good", "danger"), SURFACES)]


def block(start: str) -> dict[str, tuple[str, str]]:
    """The pairs of the first rule after `start`."""
    rest = PALETTE[PALETTE.index(start) :]
    return {name: (light, dark) for name, light, dark in PAIR.findall(rest[: rest.index("}")])}


NORMAL = block(":root {")
STRONG = block('[data-theme="contrast"]')
THEMES = {
    "light": {name: pair[0] for name, pair in NORMAL.items()},
    "dark": {name: pair[1] for name, pair in NORMAL.items()},
    "contrast, light": {name: pair[0] for name, pair in STRONG.items()},
    "contrast, dark": {name: pair[1] for name, pair in STRONG.items()},
}
MEANING = dict(re.findall(r"--([\w-]+): var\(--([\w-]+)\);", TOKENS))


def luminance(oklch: str) -> float:
    """Relative luminance of an OKLCH colour; matrices of Ottosson, bottosson.github.io/posts/oklab (public domain)."""
    lightness, chroma, hue = (float(part) for part in oklch.split())
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short
    red, green, blue = (min(1.0, max(0.0, part)) for part in (red, green, blue))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(theme: str, one: str, other: str) -> float:
    first, second = sorted((luminance(THEMES[theme][MEANING[name]]) for name in (one, other)), reverse=True)
    return (first + 0.05) / (second + 0.05)


def test_the_formula_knows_black_on_white():
    THEMES["test"] = {"ink": "0 0 0", "paper": "1 0 0"}
    assert round(contrast("test", "text", "surface"), 1) == 21.0
    del THEMES["test"]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_text_can_be_read(theme):
    assert {pair: contrast(theme, *pair) for pair in WRITTEN if contrast(theme, *pair) < 4.5} == {}


@pytest.mark.parametrize("theme", ["contrast, light", "contrast, dark"])
def test_every_text_can_be_read_easily_in_high_contrast(theme):
    assert {pair: contrast(theme, *pair) for pair in WRITTEN if contrast(theme, *pair) < 7} == {}


@pytest.mark.parametrize("theme", list(THEMES))
def test_edges_of_controls_and_the_focus_can_be_seen(theme):
    assert {pair: contrast(theme, *pair) for pair in DRAWN if contrast(theme, *pair) < 3} == {}


def test_high_contrast_is_the_same_asked_for_by_system_or_by_choice():
    assert block("@media (prefers-contrast: more) {\n  :root {") == STRONG


def test_every_theme_has_every_colour():
    assert set(STRONG) == set(NORMAL)
