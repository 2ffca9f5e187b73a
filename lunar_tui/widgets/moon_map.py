"""The moon map: ground, sites and buildings in a window that scrolls, and a cursor."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.cache import LRUCache
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
from lunar_tui.widgets.stars import stars
from lunar_tui.widgets.tile_marks import (
    COLUMNS,
    WORKING,
    cursor_mark,
    deed_of,
    difference_mark,
    flash_mark,
    ghost_mark,
    tile_mark,
)

STRIDE = 8
"""Tiles of a long step of the cursor."""

MARGIN = Size(8, 3)
"""Columns and rows that stay in view around the cursor."""

REPAINTED_ONE_BY_ONE = 64
"""More tiles than these that change at once are drawn with all of the view."""

Highlights = Mapping[int, Kind]
"""What became of tiles, by their locations."""

FLASH = 0.7
"""Seconds for which a strike lights up its tile."""

WARNING = Style(color=SHADOW, bgcolor=ORANGE, bold=True)

MOVE = Binding.Group("Move", compact=True)


class AtTile(Message):
    """Something about the tile at `location`."""

    def __init__(self, location: int) -> None:
        super().__init__()
        self.location = location


class MoonMap(ScrollView, can_focus=True, inherit_bindings=False):
    """The map of a moon; a tile is two columns wide and one row high."""

    ALLOW_SELECT = False
    DEFAULT_CSS = f"MoonMap {{ scrollbar-size: 0 0; background: {SHADOW}; }}"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "move(-1, 0)", "Left", group=MOVE, id="map.left"),
        Binding("down,j", "move(0, 1)", "Down", group=MOVE, id="map.down"),
        Binding("up,k", "move(0, -1)", "Up", group=MOVE, id="map.up"),
        Binding("right,l", "move(1, 0)", "Right", group=MOVE, id="map.right"),
        Binding("shift+left", "stride(-1, 0)", "Far left", show=False, id="map.far_left"),
        Binding("shift+down", "stride(0, 1)", "Far down", show=False, id="map.far_down"),
        Binding("shift+up", "stride(0, -1)", "Far up", show=False, id="map.far_up"),
        Binding("shift+right", "stride(1, 0)", "Far right", show=False, id="map.far_right"),
        Binding("enter", "choose", "Place", show=False, id="map.choose"),
    ]

    class CursorMoved(AtTile):
        """The cursor stands on another tile."""

    class TileChosen(AtTile):
        """Enter was pressed on a tile, or it was clicked twice."""

    class ViewMoved(Message):
        """The map shows another part of the moon: `view`, in tiles."""

        def __init__(self, view: Region) -> None:
            super().__init__()
            self.view = view

    cursor: reactive[int] = reactive(0, repaint=False, init=False)
    """The location under the cursor."""

    ghost: reactive[int | None] = reactive(None, repaint=False, init=False)
    """The site type that is being placed: it shows at the cursor whether the tile is free."""

    ghosts: reactive[Mapping[int, bool]] = reactive(dict, repaint=False, init=False)
    """Where what is placed would stand, and whether it may; the cursor's tile when empty."""

    laying: bool = False
    """Whether Shift and the mouse lay several of what is placed, from `laid_from` on."""

    laid_from: int | None = None
    """The tile from which on to the cursor tiles are laid; None for the cursor's alone."""

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
        self._flashes: set[int] = set()
        self._strips: LRUCache[tuple[int, int, int, int], Strip] = LRUCache(512)
        self._grabbed: tuple[Offset, Offset] | None = None
        self._pressed: int | None = None
        self._dragged = False
        self.set_terrain(terrain)

    def set_terrain(self, terrain: Terrain) -> None:
        """Show another moon, bare of buildings."""
        self._terrain = terrain
        self._colony, self._hour, self._doing = None, (), {}
        self._ground = ground_of(shade(terrain), ascii_only=self._ascii)
        self._versions = [0] * terrain.height
        self._strips.clear()
        self._tiles.clear()
        self.virtual_size = Size(COLUMNS * terrain.width, terrain.height)
        self.cursor = min(self.cursor, terrain.width * terrain.height - 1)
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

    def show_colony(self, sky: Sky, tick: int, operations: Iterable[OperationRow]) -> None:
        """Show the light on a colony at a tick, and what its sites and buildings do.

        Only what looks different is drawn anew. Buildings at work have lamps on in the dark.
        """
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
            self._colony = self._colony or ColonyGround(sky, ascii_only=self._ascii)
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

    def jump_to(self, location: int) -> None:
        """Move the cursor to a tile, and the tile to the middle of the view."""
        self.cursor = location
        y, x = divmod(self.cursor, self._terrain.width)
        width, height = self.size
        self._scroll_view(COLUMNS * x + 1 - width // 2, y - height // 2)

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
        marks = {x: self._mark(tile) for x, tile in tiles.items()}
        for x, kind in self._highlights.get(row, {}).items():
            marks[x] = difference_mark(kind, tiles.get(x), ascii_only=self._ascii)
        for location in self._flashes:
            y, x = divmod(location, self._terrain.width)
            if y == row:
                marks[x] = flash_mark()
        if self.ghost is not None:
            for location, free in self.ghosts.items():
                y, x = divmod(location, self._terrain.width)
                if y == row:
                    marks[x] = ghost_mark(self.ghost, free=free, ascii_only=self._ascii)
        y, x = divmod(self.cursor, self._terrain.width)
        if y == row and not (self.ghost is not None and self.cursor in self.ghosts):
            tile = tiles.get(x)
            if self.ghost is None:
                badge = self.owners.get(tile.player_id) if tile else None
                differs = self.highlights.get(self.cursor)
                marks[x] = cursor_mark(tile, badge, differs, ascii_only=self._ascii)
            else:
                marks[x] = ghost_mark(self.ghost, free=tile is None, ascii_only=self._ascii)
        return marks

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

    def validate_cursor(self, location: int) -> int:
        """Keep the cursor on the moon."""
        return max(0, min(location, self._terrain.width * self._terrain.height - 1))

    def watch_cursor(self, before: int, after: int) -> None:
        """Show the cursor in its new place, with some ground around it."""
        self._repaint(before)
        self._repaint(after)
        self._follow_cursor()
        self.post_message(self.CursorMoved(after))

    def watch_ghost(self) -> None:
        """Show or hide the ghost."""
        self._repaint(self.cursor)

    def watch_warning(self) -> None:
        """Show what is about to happen."""
        self.refresh(Region(0, 0, self.size.width, 1))

    def watch_ghosts(self, before: Mapping[int, bool], after: Mapping[int, bool]) -> None:
        """Show the ghosts where they stand now."""
        places = before.keys() | after.keys()
        self._repaint_all([place for place in places if before.get(place) != after.get(place)])

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
        """Keep the cursor in view."""
        self._follow_cursor()
        self.post_message(self.ViewMoved(self.view))

    def _follow_cursor(self) -> None:
        y, x = divmod(self.cursor, self._terrain.width)
        width, height = self.size
        beside = max(0, min(MARGIN.width, (width - COLUMNS) // 2))
        above = max(0, min(MARGIN.height, (height - 1) // 2))
        left, top = self.scroll_offset
        column = COLUMNS * x
        left = max(min(left, column - beside), column + COLUMNS + beside - width)
        top = max(min(top, y - above), y + 1 + above - height)
        self._scroll_view(left, top)

    def _scroll_view(self, left: int, top: int) -> None:
        self.scroll_to(left, top, animate=False, force=True)

    def action_stride(self, across: int, down: int) -> None:
        """Lay one tile more of what is placed; or move the cursor by a long step."""
        if self.ghost is None or not self.laying:
            self._move(STRIDE * across, STRIDE * down)
            return
        if self.laid_from is None:
            self.laid_from = self.cursor
        self._move(across, down)

    def action_move(self, across: int, down: int) -> None:
        """Move the cursor by so many tiles, as far as the moon goes."""
        self.laid_from = None
        self._move(across, down)

    def _move(self, across: int, down: int) -> None:
        y, x = divmod(self.cursor, self._terrain.width)
        x = max(0, min(x + across, self._terrain.width - 1))
        y = max(0, min(y + down, self._terrain.height - 1))
        self.cursor = y * self._terrain.width + x

    def action_choose(self) -> None:
        """Choose the tile under the cursor."""
        self.post_message(self.TileChosen(self.cursor))

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold of the ground."""
        self._dragged = False
        if event.button == 1:
            self._grabbed = (event.screen_offset, self.scroll_offset)
            self._pressed = self._location_at(event)
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Lay what is placed up to the mouse; or drag the ground along."""
        if self._grabbed is None:
            return
        start, scroll = self._grabbed
        if self.ghost is not None and self.laying:
            location = self._location_at(event)
            if None not in (location, self._pressed) and location != self._pressed:
                self._dragged = True
            if self._dragged and location is not None:
                self.laid_from = self._pressed
                self.cursor = location
            return
        moved = event.screen_offset - start
        if self._dragged or abs(moved.x) >= COLUMNS or moved.y:
            self._dragged = True
            self._scroll_view(scroll.x - moved.x, scroll.y - moved.y)

    def on_mouse_up(self) -> None:
        """Let go of the ground, or place what was laid."""
        self._grabbed = None
        self.release_mouse()
        if self._dragged and self.laid_from is not None:
            self.action_choose()

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the tile; a second click chooses it."""
        location = None if self._dragged else self._location_at(event)
        if location is not None:
            self.laid_from = None
            self.cursor = location
            if event.chain == 2:
                self.action_choose()

    def _location_at(self, event: events.MouseEvent) -> int | None:
        place = event.get_content_offset(self)
        if place is None:
            return None
        place = place - self._sky + self.scroll_offset
        x, y = place.x // COLUMNS, place.y
        if 0 <= x < self._terrain.width and 0 <= y < self._terrain.height:
            return y * self._terrain.width + x
        return None
