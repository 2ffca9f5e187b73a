"""The replay screen: travelling through the time of a game, and asking about it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from domain.blocks.application import Application
from domain.blocks.event_store import Where
from domain.game.commands import AdvanceGameloop, SpawnSite, StartGame
from domain.game.model import ROUTER
from lunar_tui.screens.event import EventScreen
from lunar_tui.screens.game import GameScreen
from lunar_tui.screens.replay import ReplayScreen
from lunar_tui.screens.why import WhyScreen
from lunar_tui.widgets.moon_map import MoonMap
from lunar_tui.widgets.scrubber import Scrubber
from persistence.clock import SystemClock
from persistence.ids import OrderedIds
from persistence.open_store import open_store
from tests.lunar_tui.app_pilot import AppPilot, at_the_title, url_of, write
from tests.lunar_tui.snapshots import Snapshots

TILE = 8 * 32 + 16
"""In the middle of the moon, where the cursor begins."""

GAME = (
    StartGame("g", name="Base", player_id="ann", width=32, height=16, seed=1),
    SpawnSite("g", "dome", 2, TILE, "ann", completion_ticks=3, tick=0),
    *[AdvanceGameloop("g", tick) for tick in range(1, 4)],
    SpawnSite("g", "mine", 5, TILE + 3, "ann", completion_ticks=9, tick=3),
    *[AdvanceGameloop("g", tick) for tick in range(4, 9)],
)
"""Positions: 1 start, 2 site, 3-4, 5-6, 7-10 ticks 1 to 3 (dome stands at 10), 11 site, then."""

END = 21


@pytest.fixture
async def url(tmp_path: Path) -> str:
    place = url_of(tmp_path)
    await write(place, GAME)
    return place


async def more(url: str, tick: int) -> None:
    """Somebody else lets a tick pass."""
    store = await open_store(url)
    game = Application(ROUTER, store, OrderedIds(), SystemClock())
    await game.dispatch(AdvanceGameloop("g", tick))
    await store.close()


@asynccontextmanager
async def replaying(url: str, size: tuple[int, int] = (120, 36)) -> AsyncIterator[AppPilot]:
    """The replay of the game, opened from the title."""
    async with at_the_title(url, size=size) as app:
        await app.press("r")
        await app.sees("Replay a game", "Base")
        await app.press("enter")
        await app.sees("LIVE", "tick 8 of 8")
        await app.press("h", "h", "h")
        await app.sees("Tile 16,8", "Ready")
        yield app


async def test_it_opens_where_the_game_is_now(url: str) -> None:
    async with replaying(url) as app:
        assert isinstance(app.screen, ReplayScreen)
        await app.sees("Site Regolith mine #mine at 19,8: 5 of 9 ticks")


async def test_steps_go_by_tick_and_by_event_both_ways(url: str) -> None:
    async with replaying(url) as app:
        await app.press("left", "left")
        await app.sees("@ 17 ", "tick 6 of 8")
        await app.press("up")
        await app.sees("@ 16 ", "tick 6 of 8")
        await app.press("right")
        await app.sees("@ 17 ")
        await app.press("full_stop")
        await app.sees("@ 18 ", "tick 7 of 8")


async def test_home_is_before_everything_and_end_is_live(url: str) -> None:
    async with replaying(url) as app:
        await app.press("home")
        await app.sees("@ 0 ", "before the first event", "Free to build on")
        await app.press("end")
        await app.sees("LIVE")


async def test_one_cursor_moves_all_that_is_shown(url: str) -> None:
    async with replaying(url) as app:
        await app.press("g")
        await app.type("t2")
        await app.press("enter")
        await app.sees("@ 6 ", "Habitat #dome", "2/3 ticks", "No building stands")
        await app.press("right")
        await app.sees("@ 11 ", "Ready", "1 Habitat")


async def test_tenths_and_markers(url: str) -> None:
    async with replaying(url) as app:
        await app.press("5")
        await app.sees("@ 10 ")
        await app.press("left_square_bracket")
        await app.sees("@ 1 ")
        await app.press("right_square_bracket")
        await app.sees("@ 10 ", "stands ready")


async def test_a_place_that_is_none_is_told_where_it_is_typed(url: str) -> None:
    async with replaying(url) as app:
        await app.press("g")
        await app.type("soon")
        await app.press("enter")
        await app.sees("'soon' is no place in a game")
        await app.press("escape")
        await app.sees("LIVE")


async def test_it_plays_to_the_end_and_back_to_the_start(url: str) -> None:
    async with replaying(url) as app:
        await app.press("home", "plus", "plus", "plus", "plus", "plus", "plus", "space")
        await app.sees("LIVE")
        await app.press("r")
        await app.sees("@ 0 ")


async def test_it_runs_until_a_condition_holds_both_ways(url: str) -> None:
    async with replaying(url) as app:
        await app.press("U")
        await app.type("buildings = 1")
        await app.press("enter")
        await app.sees("@ 10 ")
        await app.press("u")
        await app.press(*["backspace"] * 20)
        await app.type("tick >= 7")
        await app.press("enter")
        await app.sees("@ 18 ")


async def test_a_wrong_condition_says_what_was_meant(url: str) -> None:
    async with replaying(url) as app:
        await app.press("u")
        await app.type("bildings > 1")
        await app.press("enter")
        await app.sees("did you mean `buildings`?")


async def test_a_search_goes_to_the_next_such_event(url: str) -> None:
    async with replaying(url) as app:
        await app.press("home", "slash")
        await app.type("mine")
        await app.press("enter")
        await app.sees("@ 11 ")
        await app.press("n")
        await app.sees("@ 13 ")
        await app.press("N")
        await app.sees("@ 11 ")


async def test_without_a_search_the_next_of_its_kind_is_meant(url: str) -> None:
    async with replaying(url) as app:
        await app.press("left_square_bracket", "N")
        await app.sees("There is no BuildingSpawned further that way")


async def test_why_leads_from_a_tile_back_to_what_a_player_did(url: str) -> None:
    async with replaying(url) as app:
        await app.press("w")
        await app.sees("Habitat #dome: ready", "yes")
        await app.press("down")
        await app.sees(
            "since tick 3",
            "SpawnBuilding, sent by process manager Construction",
            "AdvanceConstruction, sent by process manager GameLoopManager",
            "AdvanceGameloop, sent by player bob",
        )
        assert isinstance(app.screen, WhyScreen)
        await app.press("g")
        await app.sees("@ 10 ")


async def test_a_step_of_the_chain_opens_its_event_whole(url: str) -> None:
    async with replaying(url) as app:
        await app.press("w")
        await app.sees("Habitat #dome: ready")
        await app.press("enter", "enter")
        await app.until(lambda: isinstance(app.screen, EventScreen), "the event")


async def test_a_note_is_a_marker_that_stays(url: str) -> None:
    async with replaying(url) as app:
        await app.press("g")
        await app.type("t2")
        await app.press("enter")
        await app.sees("@ 6 ")
        await app.press("m")
        await app.type("here it began")
        await app.press("enter")
        await app.sees("here it began")
        await app.press("end")
        await app.sees("LIVE")
        await app.press("left_square_bracket", "left_square_bracket")
        await app.sees("@ 6 ", "here it began")


async def test_a_branch_plays_on_from_here_and_the_way_back_leads_to_the_replay(url: str) -> None:
    async with replaying(url) as app:
        await app.press("g")
        await app.type("t2")
        await app.press("enter")
        await app.sees("@ 6 ")
        await app.press("b")
        await app.type("What if")
        await app.press("enter")
        await app.sees("What if begins at tick 2")
        await app.press("y")
        await app.until(lambda: isinstance(app.screen, GameScreen), "the branch")
        await app.sees("What if", "tick 2")
        await app.press("full_stop")
        await app.sees("tick 3")
        await app.press("escape")
        await app.sees("Back", "Resume")
        await app.press("b")
        await app.sees("@ 6 ", "Base")


async def test_the_moment_before_everything_cannot_be_branched(url: str) -> None:
    async with replaying(url) as app:
        await app.press("home")
        await app.sees("@ 0 ")
        await app.press("b")
        await app.sees("Nothing had happened yet")


async def test_at_the_end_it_stays_with_the_game_that_goes_on(url: str) -> None:
    async with replaying(url) as app:
        await more(url, 9)
        await app.sees("LIVE", "tick 9 of 9")
        await app.press("left")
        await app.sees("tick 8 of 9")
        await more(url, 10)
        await app.sees("tick 8 of 10")


async def test_the_game_under_the_replay_goes_on(url: str) -> None:
    async with at_the_title(url) as app:
        await app.press("c")
        await app.sees("paused")
        await app.press("space", "plus", "plus", "plus", "plus")
        await app.press("escape")
        await app.sees("Resume")
        await app.press("r")
        await app.sees("LIVE", "tick 12")


async def test_a_click_on_the_track_goes_there(url: str) -> None:
    async with replaying(url) as app:
        await app.pilot.click(Scrubber, offset=(0, 2))
        await app.sees("@ 0 ")


async def test_travelling_writes_nothing(url: str) -> None:
    async with replaying(url) as app:
        await app.press("home", "right", "right", "5", "w")
        await app.sees("Why?")
        await app.press("escape", "space", "r", "end")
        await app.sees("LIVE")
    store = await open_store(url, read_only=True)
    assert (await store.head()).position == END
    assert await store.read(Where(stream="notes-g")) == []
    await store.close()


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 60)])
async def test_it_fits_the_terminal(
    url: str, size: tuple[int, int], snapshots: Snapshots, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lunar_tui.widgets.replay_bar.clock", lambda _: "noon")
    async with replaying(url, size) as app:
        await app.press("g")
        await app.type("t2")
        await app.press("enter")
        await app.sees("@ 6 ")
        assert app.screen.query_one(MoonMap).size.width >= 40
        await snapshots.check(f"replay-{size[0]}x{size[1]}", app)


async def test_the_game_can_be_proved_and_its_views_rebuilt_from_here(url: str) -> None:
    async with replaying(url) as app:
        await app.press("v")
        await app.sees("Prove: Base", "whole")
        await app.press("escape")
        await app.sees("LIVE")
        await app.press("R")
        await app.sees("Base", "buildings", "serves")


@pytest.mark.parametrize("name", ["run.cast", "now.svg"])
async def test_what_is_seen_can_be_taken_away(url: str, name: str, tmp_path: Path) -> None:
    async with replaying(url) as app:
        await app.press("5", "x")
        await app.sees("Save as")
        await app.press("ctrl+u")
        await app.type(str(tmp_path / name))
        await app.press("enter")
        await app.sees("Written")
    assert (tmp_path / name).stat().st_size > 1000


async def test_a_file_of_another_kind_is_not_written(url: str, tmp_path: Path) -> None:
    async with replaying(url) as app:
        await app.press("x", "ctrl+u")
        await app.type(str(tmp_path / "run.gif"))
        await app.press("enter")
        await app.sees(".cast or .svg")
