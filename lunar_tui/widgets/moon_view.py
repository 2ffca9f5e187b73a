"""The moon as a window shows it: ground, light, sites and buildings, drawn where they change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from rich.segment import Segment
from rich.style import Style
from textual.cache import LRUCache
from textual.events import MouseEvent
from textual.filter import ANSIToTruecolor, LineFilter
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from domain.blocks.moment_diff import Kind
from domain.game.projectors.operations import OperationRow
from domain.game.projectors.tiles import TileRow
from domain.game.sky import Sky
from domain.game.sunlight import shade
from domain.game.terrain import Terrain
from lunar_tui.badges import Badges
from lunar_tui.look import ORANGE, SHADOW
from lunar_tui.widgets.colony_ground import ColonyGround
from lunar_tui.widgets.ground import Ground, ground_of
from lunar_tui.widgets.prospects import Prospect, prospect_mark
from lunar_tui.widgets.stars import stars
from lunar_tui.widgets.tile_marks import (
    COLUMNS,
    WORKING,
    deed_of,
    difference_mark,
    flash_mark,
    tile_mark,
)

REPAINTED_ONE_BY_ONE = 64
"""More tiles than these that change at once are drawn with all of the view."""

Highlights = Mapping[int, Kind]
"""What became of tiles, by their locations."""

FLASH = 0.7
"""Seconds for which a strike lights up its tile."""

WARNING = Style(color=SHADOW, bgcolor=ORANGE, bold=True)


class MoonView(ScrollView, inherit_bindings=False):
    """A moon in a window that scrolls; a tile is two columns wide and one row high."""

    ALLOW_SELECT = False
    DEFAULT_CSS = f"MoonView {{ scrollbar-size: 0 0; background: {SHADOW}; }}"

    class ViewMoved(Message):
        """The window shows another part of the moon: `view`, in tiles."""

        def __init__(self, view: Region) -> None:
            super().__init__()
            self.view = view

    owners: reactive[Badges] = reactive(dict, repaint=False, init=False)
    """The badges of those whose sites and buildings are to be told apart."""

    highlights: reactive[Highlights] = reactive(dict, repaint=False, init=False)
    """The tiles that differ from what the map is compared with, and in what way."""

    warning: reactive[str] = reactive("", repaint=False, init=False)
    """What is about to happen to the whole moon; it stands in the upper right corner."""

    def __init__(self, terrain: Terrain, *, ascii_only: bool = False) -> None:
        super().__init__()
        self._ascii = ascii_only
        self._tiles: dict[int, dict[int, TileRow]] = {}
        self._highlights: dict[int, dict[int, Kind]] = {}
        self._colony: ColonyGround | None = None
        self._hour: tuple[object, ...] = ()
        self._doing: Mapping[int, OperationRow] = {}
        self._prospects: Mapping[int, Prospect] = {}
        self._flashes: set[int] = set()
        self._strips: LRUCache[tuple[int, int, int, int], Strip] = LRUCache(512)
        self.set_terrain(terrain)

    def set_terrain(self, terrain: Terrain) -> None:
        """Show another moon, bare of buildings."""
        self._terrain = terrain
        self._colony, self._hour, self._doing, self._prospects = None, (), {}, {}
        self._ground = ground_of(shade(terrain), ascii_only=self._ascii)
        self._versions = [0] * terrain.height
        self._strips.clear()
        self._tiles.clear()
        self.virtual_size = Size(COLUMNS * terrain.width, terrain.height)
        self.refresh()

    def set_tiles(self, rows: Iterable[TileRow]) -> None:
        """Show these sites and buildings and no others; only what differs is drawn anew."""
        before = {(y, x): row for y, line in self._tiles.items() for x, row in line.items()}
        after = {divmod(row.location, self._terrain.width): row for row in rows}
        self._tiles.clear()
        for (y, x), row in after.items():
            self._tiles.setdefault(y, {})[x] = row
        changed = [
            place
            for place in before.keys() | after.keys()
            if self._differ(before.get(place), after.get(place))
        ]
        self._repaint_all([y * self._terrain.width + x for y, x in changed])

    def _differ(self, one: TileRow | None, other: TileRow | None) -> bool:
        if one is None or other is None:
            return one is not other
        return one is not other and self._mark(one) != self._mark(other)

    def show_colony(
        self,
        sky: Sky,
        tick: int,
        operations: Iterable[OperationRow],
        prospects: Mapping[int, Prospect],
    ) -> None:
        """Show the light on a colony at a tick, what its sites and buildings do, and its surveys.

        Only what looks different is drawn anew. Buildings at work have lamps on in the dark.
        """
        earlier, self._prospects = self._prospects, prospects
        known = earlier.keys() | prospects.keys()
        self._repaint_all([at for at in known if earlier.get(at) != prospects.get(at)])
        doing = {row.location: row for row in operations}
        places = doing.keys() | self._doing.keys()
        before, self._doing = self._doing, doing
        self._repaint_all(
            [at for at in places if deed_of(before.get(at)) != deed_of(doing.get(at))]
        )
        working = (at for at, row in doing.items() if row.activity == WORKING)
        lamps = frozenset(at for at in working if not sky.is_lit(at, tick))
        hour = (sky.hour(tick), lamps)
        if hour != self._hour:
            self._hour = hour
            marked = self._ascii or self.app.no_color
            self._colony = self._colony or ColonyGround(sky, marked=marked)
            self._show_ground(self._colony.at(tick, lamps))

    def _show_ground(self, ground: Ground) -> None:
        before, self._ground = self._ground.rows, ground
        width = self.size.width
        for y, row in enumerate(ground.rows):
            if row != before[y]:
                self._versions[y] += 1
                line = y + self._sky.y - self.scroll_offset.y
                if 0 <= line < self.size.height:
                    self.refresh(Region(0, line, width, 1))

    def flash(self, location: int) -> None:
        """Light up a tile for a moment, unless animations are off."""
        if self.app.animation_level != "none":
            self._flashes.add(location)
            self._repaint(location)
            self.set_timer(FLASH, lambda: self._flashed(location))

    def _flashed(self, location: int) -> None:
        self._flashes.discard(location)
        self._repaint(location)

    def update_tile(self, row: TileRow) -> None:
        """Show what stands on one tile now."""
        y, x = divmod(row.location, self._terrain.width)
        line = self._tiles.setdefault(y, {})
        before = line.get(x)
        line[x] = row
        if self._differ(before, row):
            self._repaint(row.location)

    def remove_tile(self, location: int) -> None:
        """The tile is bare ground again."""
        y, x = divmod(location, self._terrain.width)
        if self._tiles.get(y, {}).pop(x, None) is not None:
            self._repaint(location)

    @property
    def view(self) -> Region:
        """The part of the moon that shows, in tiles."""
        left, top = self.scroll_offset
        width, height = self.size
        first = left // COLUMNS
        last = min(self._terrain.width, -(-(left + width) // COLUMNS))
        return Region(first, top, last - first, min(height, self._terrain.height - top))

    def get_line_filters(self) -> list[LineFilter]:
        """All but the one that replaces ANSI colours: the map has none, and it is slow."""
        return [f for f in super().get_line_filters() if not isinstance(f, ANSIToTruecolor)]

    def render_line(self, y: int) -> Strip:
        """One row of the view, as the cache has it or built anew."""
        left, top = self.scroll_offset
        width = self.size.width
        row = y + top - self._sky.y
        version = self._versions[row] if 0 <= row < self._terrain.height else 0
        key = (left, row, width, version)
        strip = self._strips.get(key)
        if strip is None:
            strip = self._strips[key] = Strip(self._row(row, left, width), width)
        if y == 0 and self.warning:
            text = f" {self.warning} "[:width]
            strip = Strip([*strip.crop(0, width - len(text)), Segment(text, WARNING)], width)
        return strip

    def _row(self, row: int, left: int, width: int) -> list[Segment]:
        """A row of the view, which begins at column `left`; sky where there is no moon."""
        seed, sky = self._terrain.seed, self._sky.x
        if not 0 <= row < self._terrain.height:
            return stars(seed, row, 0, width)
        right = min(left + width, COLUMNS * self._terrain.width)
        segments = stars(seed, row, 0, sky)
        done = left
        for column, mark in sorted(self._marks(row).items()):
            start = COLUMNS * column
            if left < start + COLUMNS and start < right:
                segments += self._ground.segments(row, done, start)
                done = start + COLUMNS
                text = mark.text[max(0, left - start) : right - start]
                segments.append(Segment(text, mark.style))
        segments += self._ground.segments(row, done, right)
        return segments + stars(seed, row, sky + right - left, width)

    def _mark(self, tile: TileRow) -> Segment:
        deed = deed_of(self._doing.get(tile.location))
        return tile_mark(tile, self.owners.get(tile.player_id), deed, ascii_only=self._ascii)

    def _marks(self, row: int) -> dict[int, Segment]:
        """What stands out from the ground in a row, by column of tiles."""
        tiles = self._tiles.get(row, {})
        marks = dict(self._surveyed(row))
        marks |= {x: self._mark(tile) for x, tile in tiles.items()}
        for x, kind in self._highlights.get(row, {}).items():
            marks[x] = difference_mark(kind, tiles.get(x), ascii_only=self._ascii)
        for location in self._flashes:
            y, x = divmod(location, self._terrain.width)
            if y == row:
                marks[x] = flash_mark()
        return marks

    def _surveyed(self, row: int) -> Iterator[tuple[int, Segment]]:
        """What is known of the ground in a row, by column of tiles."""
        for location, prospect in self._prospects.items():
            y, x = divmod(location, self._terrain.width)
            if y == row:
                ground, *_ = self._ground.segments(y, COLUMNS * x, COLUMNS * (x + 1))
                yield x, prospect_mark(prospect, ground.style, ascii_only=self._ascii)

    @property
    def _sky(self) -> Offset:
        """Columns and rows of sky before a moon that is smaller than the view."""
        width, height = self.size
        moon = self.virtual_size
        return Offset(max(0, (width - moon.width) // 2), max(0, (height - moon.height) // 2))

    def _redraw(self) -> None:
        self._versions = [version + 1 for version in self._versions]
        self.refresh()

    def _repaint_all(self, locations: Sequence[int]) -> None:
        """Draw these tiles anew."""
        if len(locations) > REPAINTED_ONE_BY_ONE:
            self._redraw()
        else:
            for location in locations:
                self._repaint(location)

    def _repaint(self, location: int) -> None:
        """Draw one tile anew, if it is in view."""
        y, x = divmod(location, self._terrain.width)
        self._versions[y] += 1
        place = Offset(COLUMNS * x, y) + self._sky - self.scroll_offset
        cell = Region(place.x, place.y, COLUMNS, 1).intersection(self.size.region)
        if cell:
            self.refresh(cell)

    def watch_warning(self) -> None:
        """Show what is about to happen."""
        self.refresh(Region(0, 0, self.size.width, 1))

    def watch_owners(self) -> None:
        """Show whose everything is."""
        self._redraw()

    def watch_highlights(self, before: Highlights, after: Highlights) -> None:
        """Show what differs now, and no longer what did."""
        self._highlights = {}
        for location, kind in after.items():
            y, x = divmod(location, self._terrain.width)
            self._highlights.setdefault(y, {})[x] = kind
        places = before.keys() | after.keys()
        self._repaint_all([place for place in places if before.get(place) != after.get(place)])

    def watch_scroll_x(self, old_value: float, new_value: float) -> None:
        """Tell that the view moved."""
        super().watch_scroll_x(old_value, new_value)
        self.post_message(self.ViewMoved(self.view))

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Tell that the view moved."""
        super().watch_scroll_y(old_value, new_value)
        self.post_message(self.ViewMoved(self.view))

    def on_resize(self) -> None:
        """Tell that the map shows more of the moon, or less."""
        self.post_message(self.ViewMoved(self.view))

    def _scroll_view(self, left: int, top: int) -> None:
        self.scroll_to(left, top, animate=False, force=True)

    def _location_at(self, event: MouseEvent) -> int | None:
        place = event.get_content_offset(self)
        if place is None:
            return None
        place = place - self._sky + self.scroll_offset
        x, y = place.x // COLUMNS, place.y
        if 0 <= x < self._terrain.width and 0 <= y < self._terrain.height:
            return y * self._terrain.width + x
        return None
