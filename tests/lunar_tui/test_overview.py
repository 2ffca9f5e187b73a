from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.pilot import Pilot

from domain.game.economy.ground import CLASSES, Chart
from domain.game.projectors.tiles import TileRow
from domain.game.terrain import terrain
from lunar_tui.ground_looks import DAY, LOOKS
from lunar_tui.widgets.colony_ground import tinted
from lunar_tui.widgets.ground import LEVELS
from lunar_tui.widgets.overview import Overview

WIDTH, HEIGHT = 64, 32
MOON = terrain(7, WIDTH, HEIGHT)
STRIPES = tuple(CLASSES[at % WIDTH * len(CLASSES) // WIDTH] for at in range(WIDTH * HEIGHT))
"""A chart with all classes of ground beside each other."""

MIDDLES = [(2 * n + 1) * 32 // (2 * len(CLASSES)) for n in range(len(CLASSES))]
"""The columns of an overview of 32 in the middle of each."""


class OverviewApp(App[None]):
    def __init__(self, chart: Chart, *, ascii_only: bool) -> None:
        super().__init__()
        self.overview = Overview(MOON, chart, ascii_only=ascii_only)
        self.jumps: list[int] = []

    def compose(self) -> ComposeResult:
        yield self.overview

    def on_overview_jumped(self, message: Overview.Jumped) -> None:
        self.jumps.append(message.location)

    def lines(self) -> list[str]:
        return ["".join(segment.text for segment in row) for row in self.cells()]

    def cells(self) -> list[list[Segment]]:
        return [list(self.overview.render_line(y)) for y in range(self.overview.size.height)]


@asynccontextmanager
async def shown(
    size: tuple[int, int] = (32, 8), chart: Chart = (), *, ascii_only: bool = False
) -> AsyncIterator[tuple[OverviewApp, Pilot[None]]]:
    app = OverviewApp(chart, ascii_only=ascii_only)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield app, pilot


def tile(x: int, y: int, *, ready: bool) -> TileRow:
    return TileRow(
        game_id="g",
        location=y * WIDTH + x,
        site_id="s",
        site_type=1,
        player_id="p",
        progressed=0,
        required=4,
        ready=ready,
    )


async def test_it_shows_sites_and_buildings_where_they_stand() -> None:
    async with shown(ascii_only=True) as (app, _):
        app.overview.set_tiles([tile(0, 0, ready=False), tile(63, 31, ready=True)])
        assert app.lines()[0][0] == "s"
        assert app.lines()[7][31] == "B"
        app.overview.update_tile(tile(0, 0, ready=True))
        assert app.lines()[0][0] == "B"
        app.overview.remove_tile(0)
        assert "B" not in app.lines()[0]


async def test_a_dot_takes_the_place_of_ground() -> None:
    async with shown() as (app, _):
        before = app.cells()
        app.overview.update_tile(tile(20, 17, ready=True))
        after = app.cells()
        changed = [(x, y) for y in range(8) for x in range(32) if before[y][x] != after[y][x]]
        assert changed == [(10, 4)]


async def test_the_corners_of_the_view_are_marked() -> None:
    async with shown(ascii_only=True) as (app, _):
        app.overview.view = Region(8, 8, 32, 16)
        lines = app.lines()
        assert (lines[2][4:6], lines[2][18:20]) == ("~~", "~~")
        assert (lines[5][4:6], lines[5][18:20]) == ("|~", "~|")
        assert not set("".join(lines[:2] + lines[6:])) & {"~", "|"}


async def test_a_click_jumps_to_the_tile_there() -> None:
    async with shown() as (app, pilot):
        await pilot.click(app.overview, offset=(10, 4))
        await pilot.pause()
        assert app.jumps == [18 * WIDTH + 21]


async def test_a_moon_of_another_shape_is_centred_and_its_sky_jumps_nowhere() -> None:
    async with shown((40, 20), ascii_only=True) as (app, pilot):
        lines = app.lines()
        assert len(lines) == 20
        assert all(line.strip() == "" for line in lines[:5] + lines[15:])
        assert any(line.strip() for line in lines[5:15])
        await pilot.click(app.overview, offset=(3, 1))
        await pilot.pause()
        assert app.jumps == []


async def test_a_charted_moon_has_the_marks_of_its_ground() -> None:
    async with shown(chart=STRIPES, ascii_only=True) as (app, _):
        for name, column in zip(CLASSES, MIDDLES, strict=True):
            found = {line[column] for line in app.lines()}
            assert found <= {LOOKS[name].dim, LOOKS[name].bright}


async def test_a_charted_moon_has_the_colours_of_its_ground() -> None:
    async with shown(chart=STRIPES) as (app, _):
        for name, column in zip(CLASSES, MIDDLES, strict=True):
            tints = {tinted(name, DAY, number) for number in range(LEVELS)}
            styles = [row[column].style for row in app.cells()]
            assert all(style and {style.color, style.bgcolor} <= tints for style in styles)


async def test_ascii_mode_shows_ascii_only() -> None:
    async with shown(ascii_only=True) as (app, _):
        app.overview.view = Region(0, 0, 20, 10)
        assert "".join(app.lines()).isascii()
