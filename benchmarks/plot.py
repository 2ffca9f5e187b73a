"""A plot with logarithmic axes as SVG, for pages with a light or a dark background."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log10
from typing import NamedTuple

WIDTH, HEIGHT = 720, 400
LEFT, RIGHT, TOP, BOTTOM = 88, 30, 46, 52

STYLE = """
text { font: 13px system-ui, sans-serif; fill: #1f2328 }
.title { font-size: 15px; font-weight: 600 }
.soft { fill: #59636e }
.grid { stroke: #d1d9e0; stroke-width: 1 }
.aim { stroke: #59636e; stroke-width: 1.5; stroke-dasharray: 5 4 }
path { fill: none; stroke-width: 2.5; stroke-linejoin: round }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3 }
  .soft { fill: #9198a1 }
  .grid { stroke: #3d444d }
  .aim { stroke: #9198a1 }
}
"""
COLOURS = ("#0091d5", "#e06c00", "#1a9c76")
"""Told apart by everyone, on white and on black."""

Points = Sequence[tuple[float, float]]


class Plot(NamedTuple):
    """What is drawn: lines by their names, and a level that they are to stay under."""

    title: str
    x_label: str
    lines: Mapping[str, Points]
    aim: float
    aim_label: str


def svg(plot: Plot) -> str:
    """The plot; each axis goes over whole decades, and each point has its value beside it."""
    points = [point for line in plot.lines.values() for point in line]
    across = _Axis.over([x for x, _ in points], LEFT, WIDTH - RIGHT)
    up = _Axis.over([y for _, y in points], HEIGHT - BOTTOM, TOP)
    level = up.at(plot.aim)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">',
        f"<title>{plot.title}</title><style>{STYLE}</style>",
        _text(LEFT, 24, plot.title, "title"),
        _text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 12, plot.x_label, "soft", "middle"),
        *(_line(LEFT, up.at(y), WIDTH - RIGHT, up.at(y), "grid") for y in up.decades),
        *(_text(LEFT - 18, up.at(y) + 4, f"{y:,g} ms", "soft", "end") for y in up.decades),
        *(_line(across.at(x), TOP, across.at(x), HEIGHT - BOTTOM, "grid") for x in across.decades),
        *(
            _text(across.at(x), HEIGHT - BOTTOM + 18, f"{x:,g}", "soft", "middle")
            for x in across.decades
        ),
        _line(LEFT, level, WIDTH - RIGHT, level, "aim"),
        _text(LEFT + 8, level - 7, plot.aim_label, "soft"),
    ]
    for number, (name, line) in enumerate(plot.lines.items()):
        highest = [max(points, key=lambda point: (point[0] == x, point[1]))[1] for x, _ in line]
        places = [(across.at(x), up.at(y)) for x, y in line]
        labels = [(f"{y:.3g}", y == top) for (_, y), top in zip(line, highest, strict=True)]
        parts += _curve(places, labels, COLOURS[number])
        parts += _key(name, WIDTH - RIGHT - 90 * (len(plot.lines) - number), COLOURS[number])
    return "\n".join([*parts, "</svg>\n"])


class _Axis(NamedTuple):
    """Decades between two places of the picture."""

    first: int
    last: int
    begin: float
    end: float

    @classmethod
    def over(cls, values: Sequence[float], begin: float, end: float) -> _Axis:
        low, high = log10(min(values)), log10(max(values))
        return cls(int(low // 1), int(-(-high // 1)), begin, end)

    @property
    def decades(self) -> list[float]:
        return [10.0**n for n in range(self.first, self.last + 1)]

    def at(self, value: float) -> float:
        part = (log10(value) - self.first) / (self.last - self.first)
        return round(self.begin + part * (self.end - self.begin), 1)


def _curve(
    places: Sequence[tuple[float, float]], labels: Sequence[tuple[str, bool]], colour: str
) -> list[str]:
    """A line through the places; a label stands above its place, or else below."""
    path = "M" + " L".join(f"{x} {y}" for x, y in places)
    return [
        f'<path d="{path}" stroke="{colour}"/>',
        *(f'<circle cx="{x}" cy="{y}" r="4" fill="{colour}"/>' for x, y in places),
        *(
            _text(x, y - 10 if above else y + 20, text, "value", "middle")
            for (x, y), (text, above) in zip(places, labels, strict=True)
        ),
    ]


def _key(name: str, x: float, colour: str) -> list[str]:
    return [f'<circle cx="{x}" cy="19" r="5" fill="{colour}"/>', _text(x + 12, 24, name, "key")]


def _text(x: float, y: float, text: str, kind: str, anchor: str = "start") -> str:
    return f'<text x="{x}" y="{y}" class="{kind}" text-anchor="{anchor}">{text}</text>'


def _line(x: float, y: float, to_x: float, to_y: float, kind: str) -> str:
    return f'<line x1="{x}" y1="{y}" x2="{to_x}" y2="{to_y}" class="{kind}"/>'
