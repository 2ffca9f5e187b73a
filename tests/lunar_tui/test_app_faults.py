"""Faults are told in plain words, and the program goes on."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Static

from domain.blocks.event_store import StoreFault
from lunar_tui.screens.dialogs import Fault
from lunar_tui.screens.game import GameScreen
from lunar_tui.screens.settings import SettingsScreen
from lunar_tui.screens.title import TitleScreen
from persistence.sqlite import SqliteEventStore
from tests.lunar_tui.app_pilot import at_the_title, running, three_games


async def test_a_store_that_cannot_be_opened_is_told_and_tried_again(
    store_url: str, tmp_path: Path
) -> None:
    file = tmp_path / "lunar.db"
    file.write_text("This is not a database. " * 100)
    async with running(store_url) as app:
        await app.sees("The log cannot be opened", "Try again", "Quit")
        await app.press("enter")
        await app.sees("The log cannot be opened")
        file.unlink()
        await app.press("r")
        await app.sees("no game yet")
        assert isinstance(app.screen, TitleScreen)


async def test_giving_up_on_the_store_ends_with_1_and_leaves_the_file(
    store_url: str, tmp_path: Path
) -> None:
    file = tmp_path / "lunar.db"
    file.write_text("This is not a database. " * 100)
    async with running(store_url) as app:
        await app.sees("The log cannot be opened")
        await app.press("q")
    assert app.app.return_code == 1
    assert file.read_text().startswith("This is not a database.")


@pytest.fixture
def broken_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(*_: object, **__: object) -> None:
        raise StoreFault("The disk is gone: plug it in again.")

    monkeypatch.setattr(SqliteEventStore, "read", fail)


@pytest.mark.usefixtures("broken_reads")
async def test_a_log_that_cannot_be_read_leaves_the_title_alive(store_url: str) -> None:
    async with at_the_title(store_url) as app:
        await app.sees("the log cannot be read", "The disk is gone")
        await app.press("s")
        await app.until(lambda: isinstance(app.screen, SettingsScreen), "the settings")


async def test_a_game_that_cannot_be_opened_leads_back_to_the_title(
    store_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object, **__: object) -> None:
        raise StoreFault("The disk is gone [again].")

    await three_games(store_url)
    async with at_the_title(store_url) as app:
        await app.sees("Gamma")
        monkeypatch.setattr("lunar_tui.session.GameSession.load", fail)
        await app.press("c")
        await app.sees("The game cannot be opened", "The disk is gone [again].")
        assert isinstance(app.screen, TitleScreen)


async def no_good(*_: object) -> None:
    raise ZeroDivisionError("not foreseen")


@pytest.mark.usefixtures("a_fault_is_expected")
async def test_an_unforeseen_fault_in_an_action_is_told_and_life_goes_on(
    store_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await three_games(store_url)
    async with at_the_title(store_url) as app:
        await app.sees("Gamma")
        await app.press("c")
        await app.until(lambda: isinstance(app.screen, GameScreen), "the game")
        monkeypatch.setattr(GameScreen, "action_pause", no_good)
        await app.press("space")
        await app.sees("A fault", "ZeroDivisionError", "Nothing is lost", "lunar.log")
        await app.press("enter")
        await app.until(lambda: isinstance(app.screen, TitleScreen), "the title")
        await app.press("c")
        await app.until(lambda: isinstance(app.screen, GameScreen), "the game again")


@pytest.mark.usefixtures("a_fault_is_expected")
async def test_an_unforeseen_fault_in_a_worker_or_a_handler_is_told_once_each(
    store_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with at_the_title(store_url) as app:
        app.screen.run_worker(no_good())
        await app.sees("A fault", "ZeroDivisionError")
        assert isinstance(app.screen, Fault)
        await app.press("enter")
        await app.until(lambda: isinstance(app.screen, TitleScreen), "the title")
        app.screen.call_later(app.screen.query_one, "#no-such-thing", Static)
        await app.sees("A fault", "NoMatches")
        await app.press("enter")
        await app.until(lambda: isinstance(app.screen, TitleScreen), "a new title")
        await app.press("s")
        await app.until(lambda: isinstance(app.screen, SettingsScreen), "the settings")
    logged = [record.getMessage() for record in caplog.records]
    assert sum("Unforeseen" in message for message in logged) == 2
