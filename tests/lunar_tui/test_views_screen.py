"""Replay from the menu: views are rebuilt, compared and swapped while the old ones serve."""

from __future__ import annotations

import threading

import pytest

from domain.blocks.replay import Progress
from domain.blocks.view import View
from domain.game.commands import AdvanceGameloop, SpawnSite, StartGame
from domain.game.projectors.sites import SiteRow
from lunar_tui.games_index import GamesIndex
from lunar_tui.progress import Reporter, pace
from lunar_tui.rebuilding import rebuild
from lunar_tui.screens.game import GameScreen
from lunar_tui.screens.title import TitleScreen
from lunar_tui.screens.views import ViewsScreen
from lunar_tui.session import GameSession
from persistence.memory import MemoryEventStore
from tests.lunar_tui.app_pilot import AppPilot, at_the_title, three_games
from tests.playing import application


async def open_views_of_a_game(app: AppPilot) -> ViewsScreen:
    await app.press("c")
    await app.until(lambda: isinstance(app.screen, GameScreen), "the game")
    await app.press("escape", "r")
    await app.until(lambda: isinstance(app.screen, ViewsScreen), "the views")
    assert isinstance(app.screen, ViewsScreen)
    return app.screen


async def session_of_a_game() -> GameSession:
    game = application(MemoryEventStore())
    for command in (
        StartGame("g"),
        SpawnSite("g", "s1", 1, 7, "ann", 9, 0),
        SpawnSite("g", "s2", 2, 8, "ann", 9, 0),
        AdvanceGameloop("g", 1),
    ):
        await game.dispatch(command)
    session = GameSession(game, "g", "ann")
    await session.load()
    return session


async def test_the_views_of_a_game_are_listed_and_all_rebuilt_identical(store_url: str) -> None:
    await three_games(store_url)
    async with at_the_title(store_url) as app:
        await app.sees("Gamma")
        await open_views_of_a_game(app)
        await app.sees("buildings", "map", "sites", "games", "serves")
        await app.press("a")
        await app.sees("buildings: identical: 0 rows", "games: identical: 1 row,")
        await app.press("escape")
        await app.until(lambda: isinstance(app.screen, GameScreen), "the game")


async def test_the_list_of_all_games_is_rebuilt_from_the_title(store_url: str) -> None:
    await three_games(store_url)
    async with at_the_title(store_url) as app:
        await app.press("r")
        await app.sees("Replay: all games", "every game ever started")
        await app.press("enter")
        await app.sees("games: identical: 3 rows")
        await app.press("escape")
        await app.until(lambda: isinstance(app.screen, TitleScreen), "the title")


async def test_rows_that_differ_are_shown_and_the_rebuilt_view_serves() -> None:
    session = await session_of_a_game()
    served = session.views["sites"]
    right = served.rows["s1",]
    served.rows["s1",] = SiteRow("s1", "g", 1, 999, "mallory", 0, 9, 0)
    del served.rows["s2",]

    rebuilt = await rebuild(session, "sites", lambda _: True)

    assert rebuilt is not None
    assert {found.key: found.served is None for found in rebuilt.differences} == {
        ("s1",): False,
        ("s2",): True,
    }
    assert session.views["sites"] is not served
    assert session.views["sites"].rows["s1",] == right
    again = await rebuild(session, "sites", lambda _: True)
    assert again is not None
    assert (again.rows, again.differences) == (2, [])


async def test_differences_are_on_the_screen(store_url: str) -> None:
    await three_games(store_url)
    async with at_the_title(store_url, size=(140, 40)) as app:
        await app.press("r")
        await app.sees("Replay: all games", "3")
        screen = app.screen
        assert isinstance(screen, ViewsScreen)
        served = screen._served.views["games"]
        await app.until(lambda: len(served.rows) == 3, "the games")
        del served.rows["a",]
        await app.press("enter")
        await app.sees("games: 1 row differs", "no such row", "Alpha")


async def test_a_cancelled_rebuild_leaves_the_old_view_serving(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("domain.blocks.replay.PAGE", 2)
    session = await session_of_a_game()
    served = session.views["map"]
    assert await rebuild(session, "map", lambda _: False) is None
    assert session.views["map"] is served


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """While this event is not set, a rebuild waits for it in its thread after its first report."""
    go_on = threading.Event()
    call = Reporter.__call__

    def wait_then_call(self: Reporter, progress: Progress) -> bool:
        call(self, progress)
        go_on.wait(10)
        return not self.stopped

    monkeypatch.setattr(Reporter, "__call__", wait_then_call)
    return go_on


async def test_a_rebuild_shows_how_far_it_is_and_can_be_cancelled(
    store_url: str, held: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("domain.blocks.replay.PAGE", 2)
    await three_games(store_url)
    async with at_the_title(store_url) as app:
        held.set()
        await app.press("r")
        await app.sees("Replay: all games")
        screen = app.screen
        assert isinstance(screen, ViewsScreen)
        served = screen._served.views["games"]
        await app.until(lambda: len(served.rows) == 3, "the games")
        held.clear()
        await app.press("enter")
        await app.sees("events a second", "s left", "Cancel")
        assert "Rebuild all" not in app.text
        await app.press("escape")
        held.set()
        await app.sees("games: cancelled")
        assert screen._served.views["games"] is served
        await app.press("a")
        await app.sees("games: identical: 3 rows")


async def test_events_of_others_that_come_meanwhile_are_in_both_generations() -> None:
    store = MemoryEventStore()
    game = application(store)
    await game.dispatch(StartGame("g1"))
    index = GamesIndex(store)
    await index.notice()
    await game.dispatch(StartGame("g2"))

    new = await index.rebuild("games")

    assert isinstance(new, View)
    assert new.rows == index.views["games"].rows
    assert new.position == index.views["games"].position


def test_pace_is_a_share_a_rate_and_the_time_left() -> None:
    assert pace(Progress(position=25, target=100, events=20), elapsed=2.0) == (0.25, 10.0, 6.0)
    assert pace(Progress(position=0, target=0, events=0), elapsed=0.0) == (1.0, 0.0, 0.0)


def test_reports_are_few_but_the_last_one_always_comes() -> None:
    told: list[int] = []
    report = Reporter(lambda progress, _: told.append(progress.position))
    for position in range(1, 1001):
        assert report(Progress(position, 1000, position))
    assert told[-1] == 1000
    assert len(told) < 500
    report.stop()
    assert not report(Progress(1000, 1000, 1000))
