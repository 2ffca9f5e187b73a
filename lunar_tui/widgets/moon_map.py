"""The moon map: a moon in a window, with a cursor that moves over it and chooses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset, Size
from textual.message import Message
from textual.reactive import reactive

from domain.game.terrain import Terrain
from lunar_tui.widgets.moon_view import MoonView
from lunar_tui.widgets.tile_marks import COLUMNS, cursor_mark, ghost_mark

STRIDE = 8
"""Tiles of a long step of the cursor."""

MARGIN = Size(8, 3)
"""Columns and rows that stay in view around the cursor."""

MOVE = Binding.Group("Move", compact=True)


class AtTile(Message):
    """Something about the tile at `location`."""

    def __init__(self, location: int) -> None:
        super().__init__()
        self.location = location


class MoonMap(MoonView, can_focus=True, inherit_bindings=False):
    """The map of a moon, on which one looks around, lays and places."""

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
        """Enter was pressed on a tile, or it was clicked twice; what is laid begins at another."""

        def __init__(self, location: int, laid_from: int | None) -> None:
            super().__init__(location)
            self.laid_from = laid_from

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

    def __init__(self, terrain: Terrain, *, ascii_only: bool = False) -> None:
        super().__init__(terrain, ascii_only=ascii_only)
        self._grabbed: tuple[Offset, Offset] | None = None
        self._pressed: int | None = None
        self._dragged = False

    def set_terrain(self, terrain: Terrain) -> None:
        """Show another moon, with the cursor on it."""
        super().set_terrain(terrain)
        self.cursor = min(self.cursor, terrain.width * terrain.height - 1)

    def jump_to(self, location: int) -> None:
        """Move the cursor to a tile, and the tile to the middle of the view."""
        self.cursor = location
        y, x = divmod(self.cursor, self._terrain.width)
        width, height = self.size
        self._scroll_view(COLUMNS * x + 1 - width // 2, y - height // 2)

    def _marks(self, row: int) -> dict[int, Segment]:
        """The ghosts and the cursor over what stands there."""
        marks = super()._marks(row)
        if self.ghost is not None:
            for location, free in self.ghosts.items():
                y, x = divmod(location, self._terrain.width)
                if y == row:
                    marks[x] = ghost_mark(self.ghost, free=free, ascii_only=self._ascii)
        y, x = divmod(self.cursor, self._terrain.width)
        if y == row and not (self.ghost is not None and self.cursor in self.ghosts):
            tile = self._tiles.get(row, {}).get(x)
            if self.ghost is None:
                badge = self.owners.get(tile.player_id) if tile else None
                differs = self.highlights.get(self.cursor)
                marks[x] = cursor_mark(tile, badge, differs, ascii_only=self._ascii)
            else:
                marks[x] = ghost_mark(self.ghost, free=tile is None, ascii_only=self._ascii)
        return marks

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

    def watch_ghosts(self, before: Mapping[int, bool], after: Mapping[int, bool]) -> None:
        """Show the ghosts where they stand now."""
        places = before.keys() | after.keys()
        self._repaint_all([place for place in places if before.get(place) != after.get(place)])

    def on_resize(self) -> None:
        """Keep the cursor in view."""
        self._follow_cursor()

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
        self.post_message(self.TileChosen(self.cursor, self.laid_from))

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
