"""What differs between moments: as rows, on the map, and between two games side by side."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from domain.blocks.decider import Rejected
from domain.blocks.messages import Command
from domain.game.branches import branch_game
from domain.game.branching import Branch
from domain.game.commands import AdvanceGameloop, SpawnSite, StartGame
from domain.game.events import GameBranched
from domain.game.model import ROUTER
from lunar_tui.screens.diff import DiffScreen
from lunar_tui.screens.replay import ReplayScreen
from lunar_tui.settings import Settings
from lunar_tui.widgets.moon_map import MoonMap
from lunar_tui.widgets.twin_map import TwinMap
from persistence.open_store import open_store
from tests.lunar_tui.app_pilot import AppPilot, at_the_title, url_of, write
from tests.lunar_tui.snapshots import Snapshots
from tests.playing import CountingIds, SteppingClock, application

DOME = 8 * 32 + 16
MINE = DOME + 3
SMELTER = DOME - 2

GAME = (
    StartGame("g", name="Base", player_id="ann", width=32, height=16, seed=1),
    SpawnSite("g", "dome", 2, DOME, "ann", completion_ticks=3, tick=0),
    *[AdvanceGameloop("g", tick) for tick in range(1, 4)],
    SpawnSite("g", "mine", 5, MINE, "ann", completion_ticks=9, tick=3),
    *[AdvanceGameloop("g", tick) for tick in range(4, 9)],
)
"""Positions: 1 start, 2 site, 3-4, 5-6, 7-10 ticks 1 to 3 (the dome is ready), 11 site, then."""

END_OF_TICK_3 = 10

BRANCH = (
    SpawnSite("b", "smelt", 6, SMELTER, "ann", completion_ticks=2, tick=3),
    *[AdvanceGameloop("b", tick) for tick in range(4, 7)],
)
"""What was done instead in the branch from the end of tick 3; it has come to tick 6."""


@pytest.fixture
async def url(tmp_path: Path) -> str:
    place = url_of(tmp_path)
    await write(place, GAME)
    return place


async def branched(url: str, game_id: str = "b", name: str = "What if") -> None:
    store = await open_store(url)
    ids, clock = CountingIds(1000), SteppingClock()
    branch = Branch(game_id, "g", END_OF_TICK_3, "ann", name)
    assert isinstance(await branch_game(ROUTER, store, ids, clock, branch), GameBranched)
    await store.close()


async def play(url: str, commands: Sequence[Command], last_id: int) -> None:
    """Go on with a game; ids of events are those after `last_id`."""
    store = await open_store(url)
    game = application(store, CountingIds(last_id))
    for command in commands:
        assert not isinstance(await game.dispatch(command, "bob"), Rejected)
    await store.close()


@asynccontextmanager
async def replaying(
    url: str, size: tuple[int, int] = (120, 36), settings: Settings | None = None
) -> AsyncIterator[AppPilot]:
    """The replay of the game, opened from the title, at the end of tick 5."""
    async with at_the_title(url, settings, size=size) as app:
        await app.press("r")
        await app.sees("Replay a game", "Base")
        await app.type("base")
        await app.press("enter")
        await app.sees("LIVE", "tick 8 of 8")
        await app.press("left", "left", "left")
        await app.sees("tick 5 of 8")
        yield app


@asynccontextmanager
async def side_by_side(
    url: str, size: tuple[int, int] = (120, 36), settings: Settings | None = None
) -> AsyncIterator[AppPilot]:
    """The game and its branch, at the end of tick 5."""
    await branched(url)
    await play(url, BRANCH, 2000)
    async with replaying(url, size, settings) as app:
        await app.press("c")
        await app.sees("tick 5  @ 15", "What if  tick 5", "only right", "different")
        yield app


async def test_the_end_is_what_a_moment_is_compared_with_first(url: str) -> None:
    async with replaying(url) as app:
        await app.press("d")
        await app.sees(
            "From here to the end, tick 8  ~ 4 changed",
            "Map  ~ 1 changed",
            "Regolith mine #mine at 19,8  progressed 2 → 5",
            "Game Base  tick 5 → 8",
        )


async def test_the_end_itself_is_compared_with_the_start(url: str) -> None:
    async with replaying(url) as app:
        await app.press("end")
        await app.sees("LIVE")
        await app.press("d")
        await app.sees("From the start to here", "6 added", "Habitat #dome at 16,8  ready")


async def test_equal_moments_have_nothing_that_differs(url: str) -> None:
    async with replaying(url) as app:
        await app.press("d", "g")
        await app.type("t5")
        await app.press("enter")
        await app.sees("From here to tick 5 (t5)  nothing differs")


async def test_a_bookmark_can_be_compared_with(url: str) -> None:
    async with replaying(url) as app:
        await app.press("m")
        await app.type("calm")
        await app.press("enter")
        await app.sees("calm")
        await app.press("right", "d")
        await app.sees('"calm", tick 5')
        await app.press("down", "down")
        await app.sees('From "calm", tick 5 to here', "progressed 2 → 3")


async def test_a_branch_is_read_when_it_is_asked_for(url: str) -> None:
    await branched(url)
    await play(url, BRANCH, 2000)
    async with replaying(url) as app:
        await app.press("d")
        await app.sees("What if at its end, tick 6")
        await app.press("down", "down")
        await app.sees("Press Enter to read the events of that game")
        await app.press("enter")
        await app.sees(
            "From here to What if at the same tick", "Smelter #smelt at 14,8", "- 3 gone"
        )


async def test_a_row_leads_to_its_tile(url: str) -> None:
    async with replaying(url) as app:
        await app.press("h", "h", "h", "d")
        await app.sees("From here to the end")
        await app.press("tab", "down", "enter")
        await app.until(lambda: isinstance(app.screen, ReplayScreen), "the replay")
        assert app.screen.query_one(MoonMap).cursor == MINE


async def test_what_differs_shows_on_the_map_until_escape(url: str) -> None:
    async with replaying(url) as app:
        await app.press("d")
        await app.sees("From here to the end")
        await app.press("d")
        await app.sees("1 tile differs from the end, tick 8")
        moon_map = app.screen.query_one(MoonMap)
        assert moon_map.highlights == {MINE: "changed"}
        await app.press("home")
        await app.sees("@ 0 ", "2 tiles differ from the end, tick 8")
        assert moon_map.highlights == {DOME: "added", MINE: "added"}
        await app.press("escape")
        await app.sees("before the first event")
        assert not moon_map.highlights
        await app.press("d")
        await app.until(lambda: isinstance(app.screen, DiffScreen), "the diff")


async def test_a_game_without_a_branch_says_how_to_begin_one(url: str) -> None:
    async with replaying(url) as app:
        await app.press("c")
        await app.sees("There is no branch of this game")


async def test_of_several_branches_one_is_chosen(url: str) -> None:
    await branched(url)
    await branched(url, "b2", "Or else")
    async with replaying(url) as app:
        await app.press("c")
        await app.sees("Side by side with", "What if", "Or else", "this game")
        await app.press("down", "enter")
        await app.sees("Base  tick 5", "stands at tick 3")


async def test_both_games_are_at_the_same_tick_and_each_is_its_own(url: str) -> None:
    async with side_by_side(url) as app:
        left, right = app.screen.query(TwinMap)
        assert left.highlights == right.highlights == {MINE: "gone", SMELTER: "added"}
        await app.press("left", "left")
        await app.sees("Base  tick 3", "What if  tick 3")
        await app.press("left")
        await app.sees("Base  tick 2", "What if  tick 2")
        assert not left.highlights


async def test_a_game_that_has_ended_before_stays_at_its_end(url: str) -> None:
    async with side_by_side(url) as app:
        await app.press("end")
        await app.sees("LIVE", "Base  tick 8", "What if  stands at tick 6")
        await app.press("left", "left")
        await app.sees("Base  tick 6", "What if  tick 6")


async def test_the_marker_between_them_is_where_they_parted(url: str) -> None:
    async with side_by_side(url) as app:
        await app.press("left_square_bracket", "left_square_bracket")
        await app.sees("Base  tick 3", "What if  tick 3")


async def test_the_maps_are_locked(url: str) -> None:
    async with side_by_side(url, (80, 24)) as app:
        left, right = app.screen.query(TwinMap)
        await app.press("L", "J")
        await app.until(lambda: left.scroll_offset == right.scroll_offset, "the same place")
        assert left.cursor == right.cursor
        right.focus()
        await app.press("H", "H", "k")
        await app.until(lambda: left.scroll_offset == right.scroll_offset, "the same place")
        assert left.cursor == right.cursor
        assert left.view == right.view


async def test_a_row_of_the_list_moves_both_cursors_to_its_tile(url: str) -> None:
    async with side_by_side(url) as app:
        left, right = app.screen.query(TwinMap)
        await app.press("tab", "tab", "down", "enter")
        await app.until(lambda: left.cursor == SMELTER, "the smelter")
        assert right.cursor == SMELTER


async def test_they_play_together_and_stay_with_the_game_that_goes_on(url: str) -> None:
    async with side_by_side(url) as app:
        await app.press("plus", "plus", "plus", "plus", "space")
        await app.sees("LIVE", "Base  tick 8")
        await play(url, [AdvanceGameloop("b", tick) for tick in range(7, 11)], 3000)
        await app.sees("What if  tick 10", "Base  stands at tick 8")
        await app.press("escape")
        await app.sees("tick 5 of 8")


async def test_side_by_side_in_ascii(url: str) -> None:
    async with side_by_side(url, (80, 24), Settings(player="ann", ascii=True)) as app:
        beside_the_scrollbar = [line[:-1] for line in app.text.splitlines()]
        assert "".join(beside_the_scrollbar).isascii()


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 60)])
async def test_the_maps_are_equally_large_in_every_terminal(
    url: str, size: tuple[int, int]
) -> None:
    async with side_by_side(url, size) as app:
        left, right = (moon_map.size for moon_map in app.screen.query(TwinMap))
        assert left == right
        assert left.width >= size[0] // 2 - 1
        assert left.height >= 10


async def test_side_by_side_looks_so(url: str, snapshots: Snapshots) -> None:
    async with side_by_side(url, (80, 24)) as app:
        await snapshots.check("compare-80x24", app)


async def test_the_diff_on_the_map_looks_so(url: str, snapshots: Snapshots) -> None:
    async with replaying(url, (80, 24)) as app:
        await app.press("home", "right", "l", "l", "d")
        await app.sees("From here to the end")
        await app.press("d")
        await app.sees("tiles differ")
        await snapshots.check("diff-on-map-80x24", app)
