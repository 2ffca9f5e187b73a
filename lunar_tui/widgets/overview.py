"""The overview: the whole moon in a few cells by morning light, and where the map looks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from math import ceil

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from domain.game.economy.ground import CLASSES, Chart
from domain.game.noise import Field
from domain.game.projectors.tiles import TileRow
from domain.game.sunlight import shade
from domain.game.terrain import Terrain
from lunar_tui.ground_looks import DAY
from lunar_tui.look import ORANGE, SHADOW, SKY, WHITE, YELLOW
from lunar_tui.widgets.colony_ground import ground_mark, tinted
from lunar_tui.widgets.ground import RAMP, grey, level, ramp_step

SITE, BUILDING, SIDE, EDGE = "sB|~"
"""What a pixel shows other than ground, as its character in ASCII."""

COLOURS = {
    SITE: Color.parse(ORANGE),
    BUILDING: Color.parse(SKY),
    SIDE: Color.parse(YELLOW),
    EDGE: Color.parse(YELLOW),
}
NIGHT = Color.parse(SHADOW)
ASCII_STYLE = Style(color=WHITE, bgcolor=SHADOW)

Pixel = tuple[int, int]
"""A place on the overview: column, and row counted in halves of a cell."""


class Overview(Widget):
    """A small picture of the moon: each cell shows two pixels, or one character in ASCII."""

    ALLOW_SELECT = False

    class Jumped(Message):
        """A place on the overview was clicked."""

        def __init__(self, location: int) -> None:
            super().__init__()
            self.location = location

    view: reactive[Region] = reactive(Region())
    """The part of the moon that the map shows, in tiles."""

    def __init__(self, terrain: Terrain, chart: Chart = (), *, ascii_only: bool = False) -> None:
        super().__init__()
        self._ascii = ascii_only
        self._ready: dict[int, bool] = {}
        self._marks: dict[Pixel, str] | None = None
        self.set_terrain(terrain, chart)

    def set_terrain(self, terrain: Terrain, chart: Chart = ()) -> None:
        """Show another moon, bare of buildings; with a chart, in the colours of its ground."""
        self._terrain, self._chart = terrain, chart
        self._light = shade(terrain)
        self._ready.clear()
        self._measure()

    def set_tiles(self, rows: Iterable[TileRow]) -> None:
        """Show these sites and buildings and no others."""
        self._ready = {row.location: row.ready for row in rows}
        self._repaint()

    def update_tile(self, row: TileRow) -> None:
        """Show what stands on one tile now."""
        if self._ready.get(row.location) != row.ready:
            self._ready[row.location] = row.ready
            self._repaint()

    def remove_tile(self, location: int) -> None:
        """The tile is bare ground again."""
        if self._ready.pop(location, None) is not None:
            self._repaint()

    def watch_view(self) -> None:
        """Show the corners of the view."""
        self._repaint()

    def on_resize(self) -> None:
        """Fit the moon into the new size."""
        self._measure()

    def _repaint(self) -> None:
        self._marks = None
        self.refresh()

    def _measure(self) -> None:
        """Find how many tiles a pixel spans, and draw the ground."""
        width, height = max(1, self.size.width), max(1, 2 * self.size.height)
        moon = self._terrain
        self._scale = max(moon.width / width, moon.height / height)
        across = min(width, ceil(moon.width / self._scale))
        down = min(height, ceil(moon.height / self._scale))
        self._left, self._top = (width - across) // 2, (height - down) // 4 * 2
        self._pixels = _shrunk(self._light, across, down)
        self._repaint()

    def render_line(self, y: int) -> Strip:
        """One row of cells."""
        marks = self._marks
        if marks is None:
            marks = self._marks = dict(self._draw_marks())
        marked = self._ascii or (self._chart and self.app.no_color)
        cell = self._character if marked else self._half_block
        row = 2 * y - self._top
        columns = range(-self._left, self.size.width - self._left)
        return Strip([cell(marks, x, row) for x in columns], self.size.width)

    def _half_block(self, marks: dict[Pixel, str], x: int, y: int) -> Segment:
        return Segment("▀", _style(self._colour(marks, x, y), self._colour(marks, x, y + 1)))

    def _colour(self, marks: dict[Pixel, str], x: int, y: int) -> Color:
        mark = marks.get((x, y))
        if mark is not None:
            return COLOURS[mark]
        light = self._brightness(x, y)
        if light is None:
            return NIGHT
        return tinted(self._ground(x, y), DAY, level(light)) if self._chart else grey(level(light))

    def _character(self, marks: dict[Pixel, str], x: int, y: int) -> Segment:
        mark = marks.get((x, y)) or marks.get((x, y + 1))
        light = self._brightness(x, y)
        if mark or light is None:
            return Segment(mark or " ", ASCII_STYLE)
        if not self._chart:
            return Segment(RAMP[ramp_step(light)], ASCII_STYLE)
        below = y if self._brightness(x, y + 1) is None else y + 1
        rarest = max(self._ground(x, y), self._ground(x, below), key=CLASSES.index)
        return ground_mark(rarest, DAY, level(light))

    def _ground(self, x: int, y: int) -> str:
        """The class of ground in the middle of a pixel."""
        moon = self._terrain
        column = min(moon.width - 1, int((x + 0.5) * self._scale))
        row = min(moon.height - 1, int((y + 0.5) * self._scale))
        return self._chart[row * moon.width + column]

    def _brightness(self, x: int, y: int) -> float | None:
        """The light on a pixel; None beyond the moon's edge."""
        inside = 0 <= y < len(self._pixels) and 0 <= x < len(self._pixels[0])
        return self._pixels[y][x] if inside else None

    def _draw_marks(self) -> Iterator[tuple[Pixel, str]]:
        """The corners of the view, then sites, then buildings; the later hides the earlier."""
        view = self.view
        if view:
            left, top = self._pixel(view.x, view.y)
            right = ceil(view.right / self._scale) - 1
            bottom = ceil(view.bottom / self._scale) - 1
            for x in (left, left + 1, right - 1, right):
                yield (x, top), EDGE
                yield (x, bottom), EDGE
            for y in (top + 1, bottom - 1):
                yield (left, y), SIDE
                yield (right, y), SIDE
        for location, ready in sorted(self._ready.items(), key=lambda item: item[1]):
            y, x = divmod(location, self._terrain.width)
            yield self._pixel(x, y), BUILDING if ready else SITE

    def _pixel(self, x: int, y: int) -> Pixel:
        """Where a tile lies on the overview."""
        return int(x / self._scale), int(y / self._scale)

    def on_click(self, event: events.Click) -> None:
        """Jump to the tile in the middle of the cell."""
        place = event.get_content_offset(self)
        if place is None:
            return
        x = int((place.x - self._left + 0.5) * self._scale)
        y = int((2 * place.y - self._top + 1) * self._scale)
        if 0 <= x < self._terrain.width and 0 <= y < self._terrain.height:
            self.post_message(self.Jumped(y * self._terrain.width + x))


def _shrunk(light: Field, across: int, down: int) -> Field:
    """The mean light of so many pixels across and down."""
    rows, columns = _parts(len(light), down), _parts(len(light[0]), across)
    return [
        [
            sum(sum(row[left:right]) for row in light[top:bottom])
            / ((bottom - top) * (right - left))
            for left, right in columns
        ]
        for top, bottom in rows
    ]


def _parts(length: int, count: int) -> list[tuple[int, int]]:
    """Where each of `count` parts of a length begins and ends; none is empty."""
    starts = [part * length // count for part in range(count)]
    ends = [(part + 1) * length // count for part in range(count)]
    return [(start, max(start + 1, end)) for start, end in zip(starts, ends, strict=True)]


@cache
def _style(upper: Color, lower: Color) -> Style:
    return Style(color=upper, bgcolor=lower)
