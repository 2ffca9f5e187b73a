"""A log that goes away while one plays: it is said, and the game comes back by itself."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from textual.pilot import Pilot

from domain.blocks.event_store import Commit, RecordedEvent, StoreAway
from domain.game.commands import AdvanceGameloop
from lunar_tui.screens.build_list import BuildList
from lunar_tui.widgets.status_bar import StatusBar
from lunar_tui.widgets.trouble_banner import TroubleBanner
from persistence.ids import OrderedIds
from persistence.memory import MemoryEventStore
from tests.conformance.events import whole_log
from tests.lunar_tui.test_game_screen import MIDDLE, OneGame, playing, until
from tests.playing import application


class OftenAway(MemoryEventStore):
    """A store that goes away and comes back, for looks and for appends alike or each alone."""

    looks = appends = True
    refused = 0

    def _check(self, there: bool) -> None:
        if not there:
            self.refused += 1
            raise StoreAway("The server is [gone]: start it.")

    async def game_head(self, game: str) -> int:
        self._check(self.looks)
        return await super().game_head(game)

    async def append(self, commit: Commit) -> Sequence[RecordedEvent]:
        self._check(self.appends)
        return await super().append(commit)


async def go_away(app: OneGame, pilot: Pilot[None], store: OftenAway) -> None:
    store.looks = store.appends = False
    await until(pilot, lambda: "waiting for the log" in app.text(StatusBar))


async def come_back(app: OneGame, pilot: Pilot[None], store: OftenAway) -> None:
    store.looks = store.appends = True
    await until(pilot, lambda: "waiting for the log" not in app.text(StatusBar))


def banner(app: OneGame) -> TroubleBanner:
    return app.game.query_one(TroubleBanner)


async def test_the_screen_says_so_and_the_clock_goes_on_at_its_speed() -> None:
    store = OftenAway()
    async with playing(store=store) as (app, pilot):
        app.game._clock.speed = 16
        await pilot.press("space")
        await until(pilot, lambda: app.session.game.tick > 0)
        assert not banner(app).display
        for _ in range(2):
            await go_away(app, pilot, store)
            assert banner(app).display
            assert "The server is [gone]: start it." in str(banner(app).render())
            assert "saved" not in app.text(StatusBar)
            before = app.session.game.tick
            await come_back(app, pilot, store)
            assert not banner(app).display
            await until(pilot, lambda before=before: app.session.game.tick > before)  # type: ignore[misc]
            await until(pilot, lambda: "16x" in app.text(StatusBar))
        assert app.told == []


async def test_a_game_that_the_player_paused_stays_paused() -> None:
    store = OftenAway()
    async with playing(store=store) as (app, pilot):
        await until(pilot, lambda: "paused" in app.text(StatusBar))
        await go_away(app, pilot, store)
        await come_back(app, pilot, store)
        assert "paused" in app.text(StatusBar)
        assert app.session.game.tick == 0


async def test_what_the_player_does_meanwhile_is_not_done_and_gets_a_sentence() -> None:
    store = OftenAway()
    async with playing(store=store) as (app, pilot):
        await go_away(app, pilot, store)
        await pilot.press("full_stop")
        await until(pilot, lambda: len(app.told) == 1)
        told = ["Nothing was done, because the log does not answer: try again when it is back."]
        assert list(app.told) == told
        await pilot.press("b")
        await until(pilot, lambda: isinstance(app.screen, BuildList))
        await pilot.press("enter")
        await until(pilot, lambda: app.map.ghost == 1)
        await pilot.press("enter")
        await until(pilot, lambda: list(app.told) == told)
        await come_back(app, pilot, store)
        assert len(await whole_log(store)) == 1
        await pilot.press("enter")
        await until(pilot, lambda: app.session.tile(MIDDLE) is not None)


async def test_a_tick_that_was_not_taken_is_no_reason_to_pause() -> None:
    store = OftenAway()
    async with playing(store=store) as (app, pilot):
        store.appends = False
        app.game._clock.speed = 16
        await pilot.press("space")
        await until(pilot, lambda: store.refused > 0)
        store.appends = True
        await until(pilot, lambda: app.session.game.tick > 0)
        assert app.told == []


class Silent(MemoryEventStore):
    """A store that stops answering until somebody goes on with it."""

    def __init__(self) -> None:
        super().__init__()
        self.goes_on = asyncio.Event()
        self.goes_on.set()

    async def game_head(self, game: str) -> int:
        await self.goes_on.wait()
        return await super().game_head(game)


async def test_a_log_that_says_nothing_at_all_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lunar_tui.session.SILENCE", 0.1)
    store = Silent()
    async with playing(store=store) as (app, pilot):
        store.goes_on.clear()
        await until(pilot, lambda: "has not answered" in str(banner(app).render()))
        store.goes_on.set()
        await until(pilot, lambda: not banner(app).display)


async def test_what_others_did_meanwhile_appears() -> None:
    store = OftenAway()
    async with playing(store=store) as (app, pilot):
        await go_away(app, pilot, store)
        store.appends = True
        other = application(store, OrderedIds())
        await other.dispatch(AdvanceGameloop("g", 1))
        assert app.session.game.tick == 0
        await come_back(app, pilot, store)
        await until(pilot, lambda: "tick 1" in app.text(StatusBar))
