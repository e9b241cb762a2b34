"""Small line charts as SVG, written by hand: both axes logarithmic, one line for each series, no library."""

import math
from html import escape
from pathlib import Path

WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 640, 400, 64, 44, 150, 48
COLOURS = ("#7b2d8b", "#c2410c", "#0f766e", "#1d4ed8", "#a16207", "#be185d", "#4d7c0f", "#475569")
STYLE = (
    "text{font:12px sans-serif;fill:#1f2937}.t{font-size:14px;font-weight:600}.g{stroke:#d1d5db}"
    "@media(prefers-color-scheme:dark){text{fill:#e5e7eb}.g{stroke:#374151}.b{fill:#111827}}"
)


def log_chart(path, title, across, up, series):
    """Writes a chart. `series` maps a name to its points (x, y), all above 0; `title` is also read aloud."""
    points = [point for line in series.values() for point in line]
    x = _scale([p[0] for p in points], LEFT, WIDTH - RIGHT)
    y = _scale([p[1] for p in points], HEIGHT - BOTTOM, TOP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">',
        f"<title>{escape(title)}</title><style>{STYLE}</style>",
        f'<rect class="b" width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        f'<text class="t" x="{LEFT}" y="22">{escape(title)}</text>',
        *_grid(x, y),
        f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 10}" text-anchor="middle">{escape(across)}</text>',
        f'<text x="{LEFT}" y="{TOP - 8}" text-anchor="end">{escape(up)}</text>',
    ]
    ends = []
    for colour, (name, line) in zip(COLOURS * 2, sorted(series.items()), strict=False):
        parts += _line(name, sorted(line), colour, x, y, ends)
    Path(path).write_text("\n".join([*parts, "</svg>"]) + "\n", encoding="utf-8")


def _scale(values, start, end):
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    high = max(high, low + 1)

    def place(value):
        return round(start + (math.log10(value) - low) / (high - low) * (end - start), 1)

    place.ticks = [10.0**k for k in range(low, high + 1)]
    return place


def _grid(x, y):
    for tick in x.ticks:
        yield f'<path class="g" d="M{x(tick)} {TOP}V{HEIGHT - BOTTOM}"/>'
        yield f'<text x="{x(tick)}" y="{HEIGHT - BOTTOM + 16}" text-anchor="middle">{tick:,.0f}</text>'
    for tick in y.ticks:
        yield f'<path class="g" d="M{LEFT} {y(tick)}H{WIDTH - RIGHT}"/>'
        yield f'<text x="{LEFT - 6}" y="{y(tick) + 4}" text-anchor="end">{tick:g}</text>'


def _line(name, line, colour, x, y, ends):
    path = "M" + "L".join(f"{x(a)} {y(b)}" for a, b in line)
    yield f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="2"/>'
    for a, b in line:
        yield f'<circle cx="{x(a)}" cy="{y(b)}" r="3" fill="{colour}"/>'
    level = y(line[-1][1]) + 4
    while any(abs(level - other) < 14 for other in ends):
        level += 7
    ends.append(level)
    yield f'<text x="{WIDTH - RIGHT + 8}" y="{round(level, 1)}" style="fill:{colour}">{escape(name)}</text>'
