"""A log that a newer program wrote: what is not known is named, and nothing is guessed at."""

from __future__ import annotations

import pytest

from domain.blocks.event_store import Where
from domain.blocks.event_types import EventType
from domain.blocks.kinds import count_kinds
from domain.game.commands import StartGame
from lunar_tui.screens.game import GameScreen
from lunar_tui.screens.title import TitleScreen
from persistence.open_store import open_store
from tests.command_line import CommandLine
from tests.lunar_tui.app_pilot import at_the_title, three_games
from tests.lunar_tui.log_examples import GAME, add_raw, dispatch


@pytest.fixture
async def newer(store_url: str) -> str:
    """Three games that are known, and one with three events that are not."""
    await three_games(store_url)
    store = await open_store(store_url)
    await dispatch(store, StartGame(GAME, name="From later"))
    await add_raw(store, ("DomeBuilt", b'{"game_id":"g1"}'), ("DomeBuilt", b'{"game_id":"g1"}'))
    await add_raw(store, ("GameStopped", b'{"game_id":"g1"}'), schema=9)
    await store.close()
    return store_url


async def test_a_newer_game_is_not_opened_and_what_is_unknown_is_named(newer: str) -> None:
    async with at_the_title(newer, size=(160, 40)) as app:
        await app.press("l")
        await app.sees("From later", "does not know")
        await app.type("later")
        await app.press("enter")
        await app.sees(
            "A newer program wrote this",
            "Game g1 holds 3 events that this program does not know",
            "(DomeBuilt schema 1, GameStopped schema 9)",
            "`lunar replay --game g1`",
        )
        await app.press("n")
        await app.until(lambda: isinstance(app.screen, TitleScreen), "the title")


async def test_what_is_known_of_a_newer_game_can_be_looked_at(newer: str) -> None:
    async with at_the_title(newer, size=(160, 40)) as app:
        await app.press("l")
        await app.sees("does not know")
        await app.type("later")
        await app.press("enter")
        await app.sees("Look at what is known")
        await app.press("y")
        await app.sees("LIVE", "3 events of unknown types are left out", "DomeBuilt")


async def test_the_games_that_are_known_open_as_ever(newer: str) -> None:
    async with at_the_title(newer, size=(160, 40)) as app:
        await app.press("l")
        await app.sees("does not know")
        await app.type("gamma")
        await app.press("enter")
        await app.until(lambda: isinstance(app.screen, GameScreen), "the game")


def test_the_log_shows_what_is_unknown_and_verify_says_so(newer: str, lunar: CommandLine) -> None:
    lines = lunar("log", "--store", newer, "--game", GAME, "--json").json
    assert [(line["type"], line["schema"]) for line in lines] == [
        ("GameStarted", 1),
        ("DomeBuilt", 1),
        ("DomeBuilt", 1),
        ("GameStopped", 9),
    ]
    assert "DomeBuilt" in lunar("log", "--store", newer, "--game", GAME).out
    verified = lunar("verify", "--store", newer)
    assert verified.code == 1
    assert "type DomeBuilt, schema 1, which is not known to this program" in verified.out
    assert "type GameStopped, schema 9, which is not known to this program" in verified.out


def test_a_newer_game_is_not_branched(newer: str, lunar: CommandLine) -> None:
    refused = lunar("branch", "--store", newer, "--game", GAME)
    assert (refused.code, refused.out) == (1, "")
    assert "DomeBuilt" in refused.err


async def test_events_are_counted_by_type_and_schema(newer: str) -> None:
    store = await open_store(newer)
    assert await count_kinds(store, Where(game=GAME)) == {
        EventType("GameStarted", 1): 1,
        EventType("DomeBuilt", 1): 2,
        EventType("GameStopped", 9): 1,
    }
    await store.close()
