"""The game screen: keys become commands, and what happened is shown."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import OptionList
from textual.widgets._footer import FooterKey

from domain.blocks.application import Application
from domain.blocks.messages import Command
from domain.game.commands import AdvanceGameloop, SpawnSite, StartGame, StopGame
from domain.game.model import ROUTER
from lunar_tui.clock_lease import ClockLease
from lunar_tui.play_options import PlayOptions
from lunar_tui.screens.build_list import BuildList
from lunar_tui.screens.dialogs import Confirm
from lunar_tui.screens.event import EventScreen
from lunar_tui.screens.game import GameScreen
from lunar_tui.screens.menu import GameMenu
from lunar_tui.session import GameSession
from lunar_tui.widgets.colony_panel import ColonyPanel
from lunar_tui.widgets.log_pane import LogPane
from lunar_tui.widgets.moon_map import MoonMap
from lunar_tui.widgets.sites_panel import SitesPanel
from lunar_tui.widgets.status_bar import StatusBar
from lunar_tui.widgets.tile_panel import TilePanel
from persistence.clock import SystemClock
from persistence.ids import OrderedIds
from persistence.memory import MemoryEventStore

MIDDLE = 16 * 64 + 32
"""The tile where the cursor begins on a moon of 64 by 32 tiles."""


class OneGame(App[None]):
    """Shows one game and nothing else."""

    def __init__(self, session: GameSession, lease: ClockLease) -> None:
        super().__init__()
        self.session = session
        self.game = GameScreen(session, lease, PlayOptions(speed=0.25))

    def on_mount(self) -> None:
        self.push_screen(self.game)

    def text(self, kind: type[StatusBar | TilePanel | SitesPanel | ColonyPanel]) -> str:
        return str(self.game.query_one(kind).render())

    @property
    def map(self) -> MoonMap:
        return self.game.query_one(MoonMap)

    @property
    def told(self) -> list[str]:
        return [notification.message for notification in self._notifications]


@asynccontextmanager
async def playing(
    *commands: Command, store: MemoryEventStore | None = None, size: tuple[int, int] = (120, 36)
) -> AsyncIterator[tuple[OneGame, Pilot[None]]]:
    store = store or MemoryEventStore()
    application = Application(ROUTER, store, OrderedIds(), SystemClock())
    await application.dispatch(StartGame("g", name="Base", width=64, height=32, seed=7))
    for command in commands:
        await application.dispatch(command)
    session = GameSession(application, "g", "ann")
    await session.load()
    app = OneGame(session, ClockLease(store.subscriptions, "g", "this terminal"))
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        app.game._clock.paused = True
        yield app, pilot


async def until(pilot: Pilot[None], happened: Callable[[], bool]) -> None:
    for _ in range(200):
        if happened():
            return
        await pilot.pause(0.02)
    raise AssertionError("It did not come about.")


def spawn(site: str, location: int, ticks: int = 3) -> SpawnSite:
    return SpawnSite("g", site, 1, location, "ann", ticks, 0)


async def test_what_is_chosen_in_the_build_list_is_placed_at_the_cursor() -> None:
    async with playing() as (app, pilot):
        await pilot.press("b")
        await until(pilot, lambda: isinstance(app.screen, BuildList))
        await pilot.press("down", "enter")
        await until(pilot, lambda: "Placing Habitat" in app.text(StatusBar))
        assert app.map.ghost == 2
        await pilot.press("right", "down", "enter")
        await until(pilot, lambda: app.session.tile(MIDDLE + 65) is not None)
        tile = app.session.tile(MIDDLE + 65)
        assert tile is not None
        assert (tile.site_type, tile.player_id, tile.required) == (2, "ann", 12)
        await until(pilot, lambda: "Habitat" in app.text(SitesPanel))
        await until(pilot, lambda: "0/12 ticks" in app.text(TilePanel))
        assert app.map.ghost is None


async def test_escape_ends_placing_and_then_opens_the_menu() -> None:
    async with playing() as (app, pilot):
        await pilot.press("b")
        await until(pilot, lambda: isinstance(app.screen, BuildList))
        await pilot.press("enter")
        await until(pilot, lambda: app.map.ghost == 1)
        await pilot.press("escape")
        await until(pilot, lambda: app.map.ghost is None)
        assert app.screen is app.game
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, GameMenu))


async def test_a_tile_that_is_taken_is_refused_in_words_and_placing_goes_on() -> None:
    async with playing(spawn("s", MIDDLE)) as (app, pilot):
        await pilot.press("b")
        await until(pilot, lambda: isinstance(app.screen, BuildList))
        await pilot.press("enter")
        await until(pilot, lambda: app.map.ghost == 1)
        await pilot.press("enter")
        await until(pilot, lambda: "Solar array: Tile 32,16 is taken" in app.text(StatusBar))
        assert app.map.ghost == 1
        assert len(app.session.sites) == 1
        assert not any("taken" in told for told in app.told)
        await pilot.press("right")
        await until(pilot, lambda: "on a free tile" in app.text(StatusBar))


async def test_a_tick_moves_the_panels_and_the_log_until_the_building_stands() -> None:
    async with playing(spawn("s", MIDDLE, ticks=2)) as (app, pilot):
        await until(pilot, lambda: "Solar array" in app.text(SitesPanel))
        await pilot.press("full_stop")
        await until(pilot, lambda: "tick 1" in app.text(StatusBar))
        await until(pilot, lambda: "1/2 ticks" in app.text(TilePanel))
        await pilot.press("full_stop")
        await until(pilot, lambda: "Ready" in app.text(TilePanel))
        assert "Nothing yet" in app.text(SitesPanel)
        assert "1 Solar array" in app.text(ColonyPanel)


async def test_space_pauses_and_goes_on_and_speed_has_keys() -> None:
    async with playing() as (app, pilot):
        await pilot.press("space")
        await until(pilot, lambda: "0.25x" in app.text(StatusBar))
        await pilot.press("plus", "plus", "minus")
        await until(pilot, lambda: "0.5x" in app.text(StatusBar))
        await pilot.press("space")
        await until(pilot, lambda: "paused" in app.text(StatusBar))


async def test_the_clock_waits_while_a_dialog_is_open() -> None:
    async with playing() as (app, pilot):
        await pilot.press("space")
        await until(pilot, lambda: not app.game._clock.is_held())
        await pilot.press("b")
        await until(pilot, lambda: isinstance(app.screen, BuildList))
        assert app.game._clock.is_held()


async def test_one_terminal_at_a_time_drives_the_clock() -> None:
    store = MemoryEventStore()
    assert await store.subscriptions.acquire("clock-g", "another", 60)
    async with playing(store=store) as (app, pilot):
        await pilot.press("space")
        await until(pilot, lambda: "another terminal drives" in app.text(StatusBar))
        assert app.game._clock.is_held()
        await store.subscriptions.release("clock-g", "another")
        await until(pilot, lambda: not app.game._clock.is_held())
        await pilot.press("space")
        await until(pilot, app.game._clock.is_held)
        assert await store.subscriptions.acquire("clock-g", "another", 60)


async def test_tab_goes_from_site_to_site() -> None:
    async with playing(spawn("a", 10), spawn("b", 700), spawn("c", 1500)) as (app, pilot):
        app.map.jump_to(0)
        seen = []
        for key in ("tab", "tab", "tab", "tab", "shift+tab"):
            await pilot.press(key)
            seen.append(app.map.cursor)
        assert seen == [10, 700, 1500, 10, 1500]


async def test_what_another_terminal_does_appears() -> None:
    store = MemoryEventStore()
    async with playing(store=store) as (app, pilot):
        other = Application(ROUTER, store, OrderedIds(), SystemClock())
        await other.dispatch(spawn("theirs", MIDDLE, ticks=9))
        await until(pilot, lambda: app.session.tile(MIDDLE) is not None)
        await until(pilot, lambda: "0/9 ticks" in app.text(TilePanel))
        await other.dispatch(AdvanceGameloop("g", 1))
        await until(pilot, lambda: "tick 1" in app.text(StatusBar))
        await pilot.press("full_stop")
        await until(pilot, lambda: "tick 2" in app.text(StatusBar))


class SlowStore(MemoryEventStore):
    """A store that takes longer for an answer than the time from one look to the next."""

    async def game_head(self, game: str) -> int:
        await asyncio.sleep(0.5)
        return await super().game_head(game)


async def test_what_another_terminal_does_appears_even_if_the_store_is_slow() -> None:
    store = SlowStore()
    async with playing(store=store) as (app, pilot):
        other = Application(ROUTER, store, OrderedIds(), SystemClock())
        await other.dispatch(spawn("theirs", MIDDLE))
        await until(pilot, lambda: app.session.tile(MIDDLE) is not None)


async def test_a_stopped_game_is_shown_and_says_so() -> None:
    async with playing(spawn("s", MIDDLE), StopGame("g")) as (app, pilot):
        await until(pilot, lambda: "ended" in app.text(StatusBar))
        await pilot.press("full_stop")
        await until(pilot, lambda: any("was stopped" in told for told in app.told))


async def test_a_game_is_ended_only_after_a_question() -> None:
    async with playing() as (app, pilot):
        for answer, ended in (("n", False), ("y", True)):
            await pilot.press("escape")
            await until(pilot, lambda: isinstance(app.screen, GameMenu))
            await pilot.press("x")
            await until(pilot, lambda: isinstance(app.screen, Confirm))
            await pilot.press(answer)
            await until(pilot, lambda: app.screen is app.game)
            await until(pilot, lambda ended=ended: app.session.game.stopped == ended)  # type: ignore[misc]


async def test_an_event_in_the_log_opens_whole() -> None:
    async with playing(spawn("s", MIDDLE)) as (app, pilot):
        await pilot.press("L")
        assert app.game.query_one(LogPane).has_focus_within
        await pilot.press("end", "enter")
        await until(pilot, lambda: isinstance(app.screen, EventScreen))
        await pilot.press("escape")
        await pilot.press("L")
        await until(pilot, lambda: app.map.has_focus)


async def test_it_is_whole_in_a_small_terminal() -> None:
    async with playing(spawn("s", MIDDLE), size=(80, 24)) as (app, pilot):
        await pilot.pause()
        for kind in (MoonMap, LogPane, TilePanel, SitesPanel, ColonyPanel, StatusBar):
            region = app.game.query_one(kind).region
            assert region.height >= 1, kind
            assert region.right <= 80, kind
            assert region.bottom <= 24, kind


@pytest.mark.parametrize(("width", "share"), [(80, 80), (120, 86)])
async def test_the_log_has_the_whole_width_where_there_is_little(width: int, share: int) -> None:
    async with playing(size=(width, 30)) as (app, pilot):
        await pilot.pause()
        assert app.game.query_one(LogPane).region.width == share


@pytest.mark.parametrize("where", ["map", "log"])
async def test_the_menu_and_help_are_in_the_footer_of_a_small_terminal(where: str) -> None:
    async with playing(size=(80, 24)) as (app, pilot):
        if where == "log":
            await pilot.press("L")
        await until(pilot, lambda: app.map.has_focus == (where == "map"))
        await pilot.pause(0.1)
        seen = {
            key.description: key.region.right <= 80 for key in app.game.query(FooterKey).results()
        }
        assert seen["Menu"]
        assert seen["Help"]


async def test_the_menu_is_whole_after_the_terminal_grew() -> None:
    async with playing(size=(60, 20)) as (app, pilot):
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, GameMenu))
        await pilot.resize_terminal(120, 36)
        await pilot.pause()
        options = app.screen.query_one(OptionList)
        assert options.scroll_offset.y == 0
        assert options.size.height == options.option_count


async def test_keys_are_called_as_the_player_set_them() -> None:
    async with playing() as (app, pilot):
        app.set_keymap({"game.build": "n", "game.pause": "f2"})
        await pilot.press("plus")
        await until(pilot, lambda: "Press n to build" in app.text(SitesPanel))
        await until(pilot, lambda: "f2 goes on" in app.text(StatusBar))
        await pilot.press("tab")
        await until(pilot, lambda: any("Press n to build" in told for told in app.told))
