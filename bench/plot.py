"""A small writer of line charts with logarithmic axes as SVG, for the figures in docs/."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 640, 400, 70, 44, 150, 52
COLOURS = ("#6a3fa0", "#c2410c", "#0f766e", "#a16207", "#1d4ed8", "#be185d")
Series = Mapping[str, Sequence[tuple[float, float]]]


def _decades(values: list[float]) -> tuple[int, int]:
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    return low, max(high, low + 1)


def _number(exponent: int) -> str:
    return f"{10**exponent:,}" if exponent >= 0 else f"{10.0**exponent:.{-exponent}f}"


def _text(x: float, y: float, words: str, anchor: str = "middle", more: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{more}>{escape(words)}</text>'


def lines(path: Path, title: str, across: str, up: str, series: Series) -> None:
    """Write one chart; points need positive coordinates."""
    points = [point for line in series.values() for point in line]
    (west, east), (south, north) = _decades([x for x, _ in points]), _decades([y for _, y in points])
    inner_width, inner_height = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM

    def at(x: float, y: float) -> tuple[float, float]:
        right = (math.log10(x) - west) / (east - west)
        above = (math.log10(y) - south) / (north - south)
        return LEFT + right * inner_width, TOP + (1 - above) * inner_height

    parts = [_text(LEFT, 24, title, "start", ' font-weight="bold"')]
    for k in range(west, east + 1):
        x, y = at(10.0**k, 10.0**south)
        parts.append(f'<path d="M{x:.1f} {TOP}V{y:.1f}" stroke="#8884"/>' + _text(x, y + 18, _number(k)))
    for k in range(south, north + 1):
        x, y = at(10.0**west, 10.0**k)
        parts.append(
            f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="#8884"/>' + _text(x - 8, y + 4, _number(k), "end")
        )
    parts.append(_text(LEFT + inner_width / 2, HEIGHT - 12, across))
    parts.append(
        _text(16, TOP + inner_height / 2, up, "middle", f' transform="rotate(-90 16 {TOP + inner_height / 2})"')
    )
    for number, (name, line) in enumerate(series.items()):
        parts.append(_line(name, [at(x, y) for x, y in line], COLOURS[number % len(COLOURS)], number))
    dark = "@media(prefers-color-scheme:dark){text{fill:#ccc}}"
    style = f"<style>text{{font:13px system-ui,sans-serif;fill:#444}}{dark}</style>"
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">'
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(head + f"<title>{escape(title)}</title>{style}" + "".join(parts) + "</svg>\n", encoding="utf-8")


def _line(name: str, places: list[tuple[float, float]], colour: str, number: int) -> str:
    path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{colour}"/>' for x, y in places)
    y = TOP + 14 + 22 * number
    key = f'<path d="M{WIDTH - RIGHT + 12} {y - 4}h18" stroke="{colour}" stroke-width="3"/>'
    words = _text(WIDTH - RIGHT + 36, y, name, "start")
    return f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="2"/>{dots}{key}{words}'
