"""Several terminals on one moon: who is here, whose everything is, and one tile for two."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import pytest

from domain.blocks.application import Application
from domain.blocks.committed import Committed
from domain.blocks.decider import Rejected
from domain.game.commands import AdvanceGameloop, SpawnSite, StartGame
from domain.game.events import SiteSpawned
from domain.game.model import ROUTER
from lunar_tui.app import LunarApp, Opening
from lunar_tui.clock_lease import ClockLease
from lunar_tui.presence import Presence
from lunar_tui.screens.game import GameScreen
from lunar_tui.session import GameSession
from lunar_tui.settings import Settings, load_settings
from lunar_tui.widgets.moon_map import MoonMap
from lunar_tui.widgets.presence_panel import PresencePanel
from lunar_tui.widgets.status_bar import StatusBar
from lunar_tui.widgets.tile_panel import TilePanel
from persistence.clock import SystemClock
from persistence.ids import OrderedIds
from persistence.open_store import open_store, tasks_of
from persistence.store import Store
from tests.lunar_tui.app_pilot import AppPilot, LaterClock, write
from tests.lunar_tui.snapshots import Snapshots

MIDDLE = 16 * 64 + 32
START = StartGame("g", name="Tycho Base", player_id="ada", width=64, height=32, seed=7)
BY_TWO = [
    START,
    SpawnSite("g", "2", 2, MIDDLE - 1, "ada", 1, 0),
    SpawnSite("g", "1", 3, MIDDLE + 64, "bob", 4, 0),
    AdvanceGameloop("g", 1),
]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beats come quickly, and leases last longer than any test."""
    monkeypatch.setattr("lunar_tui.presence.BEAT", 0.1)
    monkeypatch.setattr("lunar_tui.presence.LASTS", 60)
    monkeypatch.setattr("lunar_tui.clock_lease.LASTS", 60)


@asynccontextmanager
async def terminal(
    url: str, player: str, size: tuple[int, int] = (120, 36), *, ascii_only: bool = False
) -> AsyncIterator[AppPilot]:
    """A terminal in which the player has the game open, paused."""
    settings = Settings(player="nobody", ascii=ascii_only)
    app = LunarApp(settings, url, LaterClock(), opening=Opening("g", player))
    app.animation_level = "none"
    async with app.run_test(size=size, notifications=True) as pilot:
        it = AppPilot(app, pilot)
        await it.until(lambda: isinstance(app.screen, GameScreen), "the game")
        game_of(it)._clock.paused = True
        yield it


def game_on(store: Store) -> Application:
    return Application(ROUTER, store, OrderedIds(), SystemClock())


def game_of(app: AppPilot) -> GameScreen:
    game = app.screen
    assert isinstance(game, GameScreen)
    return game


def told(app: AppPilot) -> list[str]:
    return [note.message for note in app.app._notifications]


@asynccontextmanager
async def others(url: str, *players: str) -> AsyncIterator[None]:
    """Terminals of these players; the last one only watches, the first one drives."""
    store = await open_store(url)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(store.close)
        for number, player in enumerate(players):
            lease = ClockLease(store.subscriptions, "g", f"terminal {number}")
            here = Presence(lease, player, watching=number == len(players) - 1)
            tasks = [asyncio.create_task(here.keep(lambda: None))]
            if number == 0:
                tasks.append(asyncio.create_task(lease.keep(lambda: True)))
            stack.push_async_callback(asyncio.wait, tasks)
            stack.callback(lambda tasks=tasks: [task.cancel() for task in tasks])  # type: ignore[misc]
        yield


async def test_of_two_sessions_that_place_on_one_tile_one_wins(shared_url: str) -> None:
    await tasks_of(shared_url).init()
    await write(shared_url, [START])
    stores = [await open_store(shared_url) for _ in range(2)]
    sessions = [
        GameSession(game_on(store), "g", player)
        for store, player in zip(stores, ("ada", "bob"), strict=True)
    ]
    for session in sessions:
        await session.load()
    for location in range(20):
        answers = await asyncio.gather(
            *(
                each.dispatch(
                    SpawnSite("g", f"{each.player}-{location}", 1, location, each.player, 9, 0)
                )
                for each in sessions
            )
        )
        won = [answer for answer in answers if isinstance(answer, Committed)]
        lost = [answer for answer in answers if isinstance(answer, Rejected)]
        assert [event.location for each in won for event in each.events] == [location]  # type: ignore[attr-defined]
        assert [answer.code for answer in lost] == ["tile-taken"]
        assert f"Tile {location},0 is taken" in lost[0].sentence
        for session in sessions:
            await session.notice()
        [winner] = [e.player_id for e in won[0].events if isinstance(e, SiteSpawned)]
        assert [session.sites[-1].player_id for session in sessions] == [winner] * 2
    for store in stores:
        await store.close()


async def test_of_two_terminals_that_place_on_one_tile_one_is_told(shared_url: str) -> None:
    await tasks_of(shared_url).init()
    await write(shared_url, [START])
    async with terminal(shared_url, "ada") as ada, terminal(shared_url, "bob") as bob:
        both = (ada, bob)
        for each in both:
            await each.press("b")
            await each.sees("Antenna")
            await each.press("enter")
            await each.sees("Placing Solar array")
        await asyncio.gather(*(each.press("enter") for each in both))
        for each in both:
            await each.sees("#", "by ")
        await ada.until(lambda: len(told(ada)) + len(told(bob)) == 1, "one is told")
        winner, loser = both if told(bob) else (bob, ada)
        name = winner.app.settings_in_use.player
        assert "32,16 is taken: choose a free one." in told(loser)[0]
        for each in both:
            game = game_of(each)
            assert [site.player_id for site in game._session.sites] == [name]
            await each.until(
                lambda game=game: f"by {name}" in str(game.query_one(TilePanel).render()),  # type: ignore[misc]
                "whose it is",
            )


async def test_who_comes_is_seen_and_who_goes_is_gone(shared_url: str) -> None:
    await tasks_of(shared_url).init()
    await write(shared_url, [START])
    async with terminal(shared_url, "ada") as ada:
        panel = game_of(ada).query_one(PresencePanel)
        await ada.sees("ada  all saved")
        assert not panel.display
        async with terminal(shared_url, "bob") as bob:
            for each in (ada, bob):
                await each.sees("Here", "you", "2 here")
            await bob.press("escape")
            await bob.sees("To the title")
            await bob.press("t")
            await ada.sees("ada  all saved")
            assert not panel.display
            await bob.press("c")
            await ada.sees("Here", "b bob", "2 here")
        await ada.sees("ada  all saved")
        assert not panel.display


async def test_who_joins_sees_that_another_drives_and_when_nobody_does(shared_url: str) -> None:
    await tasks_of(shared_url).init()
    await write(shared_url, [START])
    async with terminal(shared_url, "ada") as ada, terminal(shared_url, "bob") as bob:
        await bob.sees("paused")
        await ada.press("space")
        await bob.sees("another terminal drives")
        await ada.press("space")
        await bob.sees("paused")


@pytest.mark.parametrize(
    ("size", "panel"), [((80, 24), False), ((80, 40), False), ((120, 36), True), ((200, 60), True)]
)
async def test_it_is_whole_at_every_size(
    store_url: str, size: tuple[int, int], *, panel: bool
) -> None:
    await write(store_url, BY_TWO)
    async with others(store_url, "bob", "bob", "cat"), terminal(store_url, "ada", size) as ada:
        await ada.sees("ada, 3 here")
        found = game_of(ada).query_one(PresencePanel)
        assert bool(found.region) == panel
        for part in game_of(ada).query_one("#panels").children:
            assert part.region.bottom <= size[1] - 1, part
        if panel:
            await ada.sees("2 terminals, drives", "watches")


async def test_a_player_with_two_terminals_is_told_so(store_url: str) -> None:
    await write(store_url, BY_TWO)
    async with others(store_url, "ada"), terminal(store_url, "ada") as ada:
        await ada.sees("ada, 2 terminals", "you, 2 terminals, drives")


async def test_more_players_than_fit_are_counted(store_url: str) -> None:
    await write(store_url, BY_TWO)
    async with others(store_url, *"bcdefghi"), terminal(store_url, "ada") as ada:
        await ada.sees("9 here", "a ada", "c b", "and 6 more")


async def test_the_map_shows_whose_things_are_once_two_have_built(store_url: str) -> None:
    await write(store_url, [START, SpawnSite("g", "1", 2, MIDDLE - 1, "ada", 9, 0)])
    async with terminal(store_url, "ada", ascii_only=True) as ada:
        await ada.sees("h0")
        assert game_of(ada).query_one(MoonMap).owners == {}
        store = await open_store(store_url)
        await game_on(store).dispatch(SpawnSite("g", "2", 3, MIDDLE, "bob", 9, 0))
        await store.close()
        await ada.sees("ha", "bb", "a Habitat", "b Battery bank")


async def test_the_player_of_this_run_is_not_kept_in_the_settings(store_url: str) -> None:
    await write(store_url, [START])
    async with terminal(store_url, "bob") as bob:
        await bob.sees("bob  all saved")
        await bob.press("escape")
        await bob.sees("To the title")
        await bob.press("s")
        await bob.sees("Speed", "nobody")
        await bob.press("ctrl+s")
        await bob.until(lambda: isinstance(bob.screen, GameScreen), "the game")
        await bob.press("escape")
        await bob.sees("To the title")
        await bob.press("t")
        await bob.sees("New game")
        await bob.press("n")
        await bob.sees("Seed", "bob")
    assert load_settings().player == "nobody"


async def test_two_who_built_look_as_they_should(store_url: str, snapshots: Snapshots) -> None:
    await write(store_url, BY_TWO)
    async with others(store_url, "bob", "cat"), terminal(store_url, "ada") as ada:
        await ada.sees("b bob", "drives", "c cat", "watches", "3 here", "8 events", "stands ready")
        assert "another terminal drives" in str(game_of(ada).query_one(StatusBar).render())
        await snapshots.check("together-120x36", ada)
