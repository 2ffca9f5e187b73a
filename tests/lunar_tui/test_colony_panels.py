"""The panels of a colony at every size, its alerts, and the way from them to why."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from domain.game.commands import CancelSite, DemolishBuilding, StartGame
from lunar_tui.screens.game import GameScreen
from lunar_tui.screens.outlook import OutlookScreen
from lunar_tui.screens.replay import ReplayScreen
from lunar_tui.screens.why import WhyScreen
from lunar_tui.settings import Settings
from lunar_tui.widgets.log_pane import LogPane
from lunar_tui.widgets.moon_map import MoonMap
from lunar_tui.widgets.outlook_bar import OutlookBar
from lunar_tui.widgets.outlook_panel import OutlookPanel
from lunar_tui.widgets.stocks_panel import StocksPanel
from lunar_tui.widgets.tile_marks import COLUMNS
from tests.lunar_tui.app_pilot import AppPilot, at_the_title, write
from tests.lunar_tui.colony_games import after_a_meteor, before_the_night, in_the_night
from tests.lunar_tui.snapshots import Snapshots

BARE = {"▀▀", "▀ ", " ▀", "  "}
SIZES = [(80, 24), (100, 30), (120, 36), (200, 60)]


@asynccontextmanager
async def going_on(
    store_url: str, size: tuple[int, int], *, ascii_only: bool = False
) -> AsyncIterator[AppPilot]:
    """The game that was played last."""
    settings = Settings(player="ann", ascii=ascii_only)
    async with at_the_title(store_url, settings, size) as app:
        await app.press("c")
        await app.until(lambda: isinstance(app.screen, GameScreen), "the game")
        app.screen.query_one(LogPane).visible = False  # its bar may be a frame behind
        yield app


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 60)])
async def test_a_colony_before_a_night_that_it_does_not_last(
    store_url: str, snapshots: Snapshots, size: tuple[int, int]
) -> None:
    await write(store_url, before_the_night())
    async with going_on(store_url, size) as app:
        await app.sees("short", "307", "crew 4", "3 alerts", "oxygen")
        await snapshots.check(f"colony-panels-{size[0]}x{size[1]}", app)


async def test_a_colony_in_ascii(store_url: str, snapshots: Snapshots) -> None:
    await write(store_url, after_a_meteor())
    async with going_on(store_url, (120, 36), ascii_only=True) as app:
        await app.sees("Solar array: repair 3/4", "Habitat lacks parts", "! parts")
        await snapshots.check("colony-damaged-ascii-120x36", app)


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_all_of_the_outlook_fits_over_the_map(
    store_url: str, snapshots: Snapshots, size: tuple[int, int]
) -> None:
    await write(store_url, after_a_meteor())
    async with going_on(store_url, size) as app:
        await app.press("v")
        await app.sees("ilmenite", "Life support", "They lack nothing.", "Habitat lacks parts")
        await snapshots.check(f"colony-outlook-{size[0]}x{size[1]}", app)
        await app.press("v")
        await app.until(lambda: isinstance(app.screen, GameScreen), "the game")


async def test_whatever_the_size_becomes_the_night_and_the_stocks_are_whole(store_url: str) -> None:
    await write(store_url, in_the_night())
    async with going_on(store_url, SIZES[0]) as app:
        for width, height in [*SIZES, *reversed(SIZES)]:
            await app.pilot.resize_terminal(width, height)
            await app.sees("dawn in 10d", "2 alerts", "oxygen", "parts")
            told = [each for each in app.screen.query(OutlookPanel) if each.display]
            board = app.screen.query_one("#panels").region
            assert all(board.contains_region(each.region) for each in told)
            assert app.screen.query_one(OutlookBar).region.width == width
            stocks = app.screen.query_one(StocksPanel).render()
            lines = str(stocks).splitlines()
            assert all(len(line) <= app.screen.query_one(StocksPanel).size.width for line in lines)


async def test_a_key_goes_from_alert_to_alert_and_why_asks_in_the_replay(store_url: str) -> None:
    await write(store_url, after_a_meteor())
    async with going_on(store_url, (120, 36)) as app:
        game = app.screen
        await app.press("a")
        await app.sees("Solar array: repair 3/4 (w why)")
        first = game.query_one(MoonMap).cursor
        await app.press("a")
        await app.sees("Habitat lacks parts (w why)")
        await app.press("a")
        await app.until(lambda: game.query_one(MoonMap).cursor == first, "the first again")
        await app.press("a", "w")
        await app.until(lambda: isinstance(app.screen, WhyScreen), "why")
        await app.sees("lacks is parts", "halted for want of parts", "process manager Works")
        await app.press("escape")
        await app.until(lambda: isinstance(app.screen, ReplayScreen), "the replay")
        await app.sees("oxygen", "Habitat lacks parts")


async def test_a_click_on_an_alert_goes_to_its_tile(store_url: str) -> None:
    await write(store_url, after_a_meteor())
    async with going_on(store_url, (120, 36)) as app:
        game = app.screen
        await app.press("v")
        await app.until(lambda: isinstance(app.screen, OutlookScreen), "the outlook")
        await app.sees("Habitat lacks parts")
        await app.pilot.click("AlertsPanel", offset=(6, 2))
        await app.until(lambda: app.screen is game, "the game")
        await app.sees("Habitat lacks parts (w why)")


async def test_where_nothing_is_wrong_on_the_map_the_key_says_so(store_url: str) -> None:
    await write(store_url, before_the_night()[:1])
    async with going_on(store_url, (100, 30)) as app:
        await app.press("a")
        await app.sees("Nothing on the map is halted or damaged.")


async def test_the_sandbox_has_no_outlook(store_url: str) -> None:
    await write(store_url, [StartGame("g", name="Sand", player_id="ann", width=32, height=16)])
    async with going_on(store_url, (120, 36)) as app:
        await app.press("a", "v", "w")
        await app.pilot.pause()
        assert isinstance(app.screen, GameScreen)
        assert not app.screen.query_one(OutlookBar).display
        assert not any(panel.display for panel in app.screen.query(OutlookPanel))


async def test_what_is_cancelled_or_taken_down_leaves_the_map(store_url: str) -> None:
    await write(store_url, after_a_meteor())
    async with going_on(store_url, (120, 36)) as app:
        screen = app.screen
        assert isinstance(screen, GameScreen)
        session = screen._session
        for kind, command in (("halted", CancelSite), ("damaged", DemolishBuilding)):
            found = session.views["alerts"].rows.values()
            alert = next(row for row in found if row.kind == kind)
            screen.query_one(MoonMap).jump_to(0)
            assert drawn(screen, alert.location)
            await session.dispatch(command("g", alert.site_id, "ann", session.game.tick))
            assert not drawn(screen, alert.location)


def drawn(screen: GameScreen, location: int) -> bool:
    """Whether the map draws anything but bare ground on a tile."""
    moon_map, width = screen.query_one(MoonMap), screen._session.moon.width
    y, x = divmod(location, width)
    sky = moon_map.size - moon_map.virtual_size
    left = COLUMNS * x + max(0, sky.width // 2) - moon_map.scroll_offset.x
    row = y + max(0, sky.height // 2) - moon_map.scroll_offset.y
    return moon_map.render_line(row).crop(left, left + COLUMNS).text not in BARE
