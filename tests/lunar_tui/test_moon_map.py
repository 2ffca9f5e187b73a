from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import msgspec
import pytest
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.pilot import Pilot
from textual.widget import Widget

from domain.game.projectors.tiles import TileRow
from domain.game.terrain import terrain
from lunar_tui.badges import Badge
from lunar_tui.look import ORANGE, PURPLE, SKY
from lunar_tui.widgets.moon_map import MoonMap

WIDTH, HEIGHT = 40, 30
MOON = terrain(7, WIDTH, HEIGHT)


class MapApp(App[None]):
    def __init__(self, moon_map: MoonMap) -> None:
        super().__init__()
        self.moon_map = moon_map
        self.moved: list[int] = []
        self.chosen: list[int] = []

    def compose(self) -> ComposeResult:
        yield self.moon_map

    def on_moon_map_cursor_moved(self, message: MoonMap.CursorMoved) -> None:
        self.moved.append(message.location)

    def on_moon_map_tile_chosen(self, message: MoonMap.TileChosen) -> None:
        self.chosen.append(message.location)

    def lines(self) -> list[str]:
        """What the map shows."""
        return [self.moon_map.render_line(y).text for y in range(self.moon_map.size.height)]

    def at(self, location: int) -> str:
        """The two columns that a tile shows."""
        y, x = divmod(location, WIDTH)
        left, top = self.moon_map.scroll_offset
        return self.lines()[y - top][2 * x - left :][:2]


@asynccontextmanager
async def shown(
    moon_map: MoonMap, size: tuple[int, int] = (30, 12)
) -> AsyncIterator[tuple[MapApp, Pilot[None]]]:
    app = MapApp(moon_map)
    async with app.run_test(size=size) as pilot:
        moon_map.focus()
        await pilot.pause()
        yield app, pilot


def place(x: int, y: int) -> int:
    return y * WIDTH + x


def tile(location: int, progressed: int = 0, *, site_type: int = 2, ready: bool = False) -> TileRow:
    return TileRow(
        game_id="g",
        location=location,
        site_id="s",
        site_type=site_type,
        player_id="p",
        progressed=progressed,
        required=8,
        ready=ready,
    )


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (("right", "right", "down"), (12, 11)),
        (("left", "up"), (9, 9)),
        (("h", "j"), (9, 11)),
        (("k", "l"), (11, 9)),
        (("shift+right", "shift+down"), (18, 18)),
        (("shift+left", "shift+up"), (2, 2)),
        (("shift+left", "shift+left", "up"), (0, 9)),
    ],
)
async def test_keys_move_the_cursor(keys: tuple[str, ...], expected: tuple[int, int]) -> None:
    moon_map = MoonMap(MOON)
    async with shown(moon_map) as (app, pilot):
        moon_map.cursor = place(10, 10)
        await pilot.press(*keys)
        assert moon_map.cursor == place(*expected)
        assert app.moved[-1] == moon_map.cursor


async def test_the_cursor_stays_on_the_moon() -> None:
    moon_map = MoonMap(MOON)
    async with shown(moon_map) as (app, pilot):
        await pilot.press("left", "up", "shift+left")
        assert moon_map.cursor == 0
        moon_map.cursor = WIDTH * HEIGHT + 99
        assert moon_map.cursor == WIDTH * HEIGHT - 1
        await pilot.press("right", "down", "shift+down")
        assert moon_map.cursor == WIDTH * HEIGHT - 1
        assert app.at(WIDTH * HEIGHT - 1) == "[]"


async def test_the_view_follows_the_cursor_to_every_edge() -> None:
    moon_map = MoonMap(MOON)
    async with shown(moon_map) as (app, pilot):
        for key in ("shift+right", "shift+down", "shift+left", "shift+up"):
            for _ in range(6):
                await pilot.press(key)
                assert app.at(moon_map.cursor) == "[]"


async def test_the_cursor_stays_in_view_when_the_terminal_shrinks() -> None:
    moon_map = MoonMap(MOON)
    async with shown(moon_map, (60, 24)) as (app, pilot):
        moon_map.cursor = place(26, 20)
        await pilot.resize_terminal(15, 5)
        await pilot.pause()
        assert app.at(moon_map.cursor) == "[]"


async def test_jumping_puts_the_tile_in_the_middle() -> None:
    moon_map = MoonMap(MOON)
    async with shown(moon_map) as (app, _):
        moon_map.jump_to(place(20, 15))
        assert app.lines()[6][14:16] == "[]"


async def test_a_click_moves_the_cursor_and_two_choose() -> None:
    moon_map = MoonMap(MOON)
    async with shown(moon_map) as (app, pilot):
        await pilot.click(moon_map, offset=(9, 3))
        assert moon_map.cursor == place(4, 3)
        assert app.chosen == []
        await pilot.click(moon_map, offset=(13, 5), times=2)
        assert app.chosen == [place(6, 5)]


async def test_a_click_finds_the_tile_after_scrolling() -> None:
    moon_map = MoonMap(MOON)
    async with shown(moon_map) as (_, pilot):
        moon_map.jump_to(place(20, 15))
        await pilot.click(moon_map, offset=(0, 0))
        assert moon_map.cursor == place(13, 9)


async def test_dragging_moves_the_ground_and_not_the_cursor() -> None:
    moon_map = MoonMap(MOON)
    async with shown(moon_map) as (_, pilot):
        await pilot.mouse_down(moon_map, offset=(20, 8))
        await pilot.hover(moon_map, offset=(10, 5))
        await pilot.mouse_up(moon_map, offset=(10, 5))
        await pilot.pause()
        assert moon_map.scroll_offset == (10, 3)
        assert moon_map.cursor == 0


async def test_enter_chooses_the_tile_under_the_cursor() -> None:
    moon_map = MoonMap(MOON)
    async with shown(moon_map) as (app, pilot):
        await pilot.press("right", "enter")
        assert app.chosen == [1]


async def test_a_site_shows_its_progress_and_a_building_its_glyph() -> None:
    moon_map = MoonMap(MOON)
    here = place(3, 2)
    async with shown(moon_map) as (app, _):
        stages = []
        for ticks in range(8):
            moon_map.update_tile(tile(here, ticks))
            stages.append(app.at(here))
        assert stages == ["◖┊", "◖▁", "◖▂", "◖▃", "◖▄", "◖▅", "◖▆", "◖▇"]
        moon_map.update_tile(tile(here, 8, ready=True))
        assert app.at(here) == "◖◗"
        moon_map.remove_tile(here)
        assert set(app.at(here)) <= set("▀ ")


async def test_all_tiles_are_replaced_at_once() -> None:
    moon_map = MoonMap(MOON)
    async with shown(moon_map) as (app, _):
        moon_map.set_tiles([tile(place(3, 2), ready=True)])
        assert app.at(place(3, 2)) == "◖◗"
        moon_map.set_tiles([tile(place(5, 2), ready=True)])
        assert app.at(place(5, 2)) == "◖◗"
        assert "◖" not in app.at(place(3, 2))


async def test_the_ghost_says_whether_a_tile_is_free() -> None:
    moon_map = MoonMap(MOON)
    moon_map.set_tiles([tile(1, ready=True)])
    async with shown(moon_map) as (app, pilot):
        moon_map.ghost = 1
        assert app.at(0) == "╬╬"
        await pilot.press("right")
        assert app.at(1) == "╬\N{BOX DRAWINGS LIGHT DIAGONAL CROSS}"
        moon_map.ghost = None
        assert app.at(1) == "◖◗"


async def test_ascii_mode_shows_ascii_only() -> None:
    moon_map = MoonMap(MOON, ascii_only=True)
    moon_map.set_tiles([tile(5, 3), tile(7, ready=True), tile(WIDTH, ready=True)])
    async with shown(moon_map, (100, 40)) as (app, _):
        moon_map.cursor, moon_map.ghost = WIDTH, 4
        text = "".join(app.lines())
        assert text.isascii()
        assert all(mark in text for mark in ("h3", "HA", "Ix"))


def tile_of(player: str, location: int, *, ready: bool) -> TileRow:
    return msgspec.structs.replace(tile(location, 3, ready=ready), player_id=player)


OWNERS = {"ada": Badge(SKY, "a", mine=True), "bob": Badge(PURPLE, "b", mine=False)}


async def test_owners_are_told_by_colour_and_what_is_not_mine_by_a_line() -> None:
    moon_map = MoonMap(MOON)
    moon_map.set_tiles([tile_of("ada", 1, ready=True), tile_of("bob", 3, ready=True)])
    async with shown(moon_map) as (app, _):

        def looks() -> list[tuple[str, str, bool]]:
            return [
                (segment.text, segment.style.color.name, bool(segment.style.underline))
                for segment in moon_map.render_line(0)
                if segment.text == "◖◗" and segment.style and segment.style.color
            ]

        assert looks() == [("◖◗", ORANGE.lower(), False)] * 2
        moon_map.owners = OWNERS
        assert looks() == [("◖◗", SKY.lower(), False), ("◖◗", PURPLE.lower(), True)]
        moon_map.update_tile(tile_of("bob", 3, ready=False))
        assert app.at(3) == "◖▃"
        moon_map.owners = {}
        moon_map.update_tile(tile_of("bob", 3, ready=True))
        assert looks() == [("◖◗", ORANGE.lower(), False)] * 2


async def test_owners_are_told_by_letters_in_ascii() -> None:
    moon_map = MoonMap(MOON, ascii_only=True)
    rows = [tile_of("ada", 1, ready=True), tile_of("bob", 3, ready=True)]
    moon_map.set_tiles([*rows, tile_of("bob", 5, ready=False), tile_of("cat", 7, ready=False)])
    async with shown(moon_map) as (app, _):
        assert [app.at(place) for place in (1, 3, 5, 7)] == ["HA", "HA", "h3", "h3"]
        moon_map.owners = OWNERS
        assert [app.at(place) for place in (1, 3, 5, 7)] == ["Ha", "Hb", "hb", "h3"]
        moon_map.cursor = 5
        assert app.at(5) == "hb"


async def test_a_new_terrain_is_shown_bare() -> None:
    moon_map = MoonMap(MOON)
    moon_map.set_tiles([tile(5, ready=True)])
    async with shown(moon_map) as (app, _):
        before = app.lines()
        moon_map.set_terrain(terrain(8, WIDTH, HEIGHT))
        assert "◖◗" not in app.lines()[0]
        assert app.lines() != before


async def test_a_small_moon_floats_in_the_middle_of_the_sky() -> None:
    moon_map = MoonMap(terrain(7, 16, 16))
    async with shown(moon_map, (60, 24)) as (app, pilot):
        lines = app.lines()
        assert lines[4][14:16] == "[]"
        assert all(len(line) == 60 for line in lines)
        assert set("".join(lines[:4] + lines[20:])) <= {" ", "."}
        await pilot.click(moon_map, offset=(16, 5))
        assert moon_map.cursor == 17
        await pilot.click(moon_map, offset=(2, 2))
        assert moon_map.cursor == 17


class Watched(MoonMap):
    """A map that keeps what it was asked to draw again."""

    asked: list[tuple[Region, ...]]

    def refresh(self, *regions: Region, **how: bool) -> Widget:  # type: ignore[override]
        self.__dict__.setdefault("asked", []).append(regions)
        return super().refresh(*regions, **how)


async def test_a_change_of_one_tile_repaints_only_its_cells() -> None:
    moon_map = Watched(MOON)
    async with shown(moon_map) as (_, pilot):
        moon_map.jump_to(place(20, 15))
        await pilot.pause()
        moon_map.asked.clear()
        moon_map.update_tile(tile(place(22, 14), 1))
        moon_map.update_tile(tile(place(22, 14), 1))
        moon_map.update_tile(tile(place(0, 0), 1))
        assert moon_map.asked == [(Region(18, 5, 2, 1),)]


@pytest.mark.parametrize("ascii_only", [False, True])
async def test_what_differs_has_its_own_mark_with_what_stands_there(ascii_only: bool) -> None:
    moon_map = MoonMap(MOON, ascii_only=ascii_only)
    async with shown(moon_map) as (app, pilot):
        moon_map.cursor = place(9, 9)
        moon_map.set_tiles([tile(place(2, 3), ready=True), tile(place(3, 3))])
        before = app.at(place(2, 3)), app.at(place(3, 3)), app.at(place(4, 3))
        moon_map.highlights = {place(2, 3): "changed", place(3, 3): "added", place(4, 3): "gone"}
        await pilot.pause()
        bare = "_" if ascii_only else " "
        assert app.at(place(2, 3)) == f"{before[0][0]}~"
        assert app.at(place(3, 3)) == f"{before[1][0]}+"
        assert app.at(place(4, 3)) == f"{bare}-"
        moon_map.highlights = {}
        await pilot.pause()
        assert (app.at(place(2, 3)), app.at(place(3, 3)), app.at(place(4, 3))) == before
