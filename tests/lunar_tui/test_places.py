"""Places in a game as people write them."""

from __future__ import annotations

import pytest

from domain.game.commands import AdvanceGameloop, SpawnSite, StartGame
from lunar_tui.places import (
    AtEnd,
    AtPosition,
    AtTick,
    NoSuchPlace,
    Place,
    parse_place,
    position_of,
)
from persistence.memory import MemoryEventStore
from tests.playing import play

GAME = (
    StartGame("h"),
    StartGame("g"),
    AdvanceGameloop("g", 1),
    SpawnSite("g", "s", 1, 5, "ann", 2, 1),
    AdvanceGameloop("g", 2),
    SpawnSite("g", "t", 1, 6, "ann", 2, 2),
    AdvanceGameloop("h", 1),
)
"""Positions: 1 h, 2 g, 3 tick 1, 4 site, 5 and 6 tick 2, 7 site, 8 h's tick."""


@pytest.mark.parametrize(
    ("text", "place"),
    [("12", AtPosition(12)), ("t40", AtTick(40)), (" T0 ", AtTick(0)), ("End", AtEnd())],
)
def test_a_place_is_a_position_a_tick_or_the_end(text: str, place: Place) -> None:
    assert parse_place(text) == place


@pytest.mark.parametrize("text", ["", "t", "-1", "tick 4", "1.5", "t-1", "٣", "9" * 30])
def test_another_text_is_no_place(text: str) -> None:
    with pytest.raises(NoSuchPlace, match="t40"):
        parse_place(text)


@pytest.mark.parametrize(
    ("place", "position"),
    [
        (AtPosition(99), 99),
        (AtTick(0), 2),
        (AtTick(1), 4),
        (AtTick(2), 7),
        (AtEnd(), 7),
    ],
)
async def test_a_tick_ends_with_all_that_was_done_in_it(place: Place, position: int) -> None:
    store = MemoryEventStore()
    await play(store, GAME)
    assert await position_of(store, "g", place) == position


async def test_a_tick_that_is_not_there_is_told_with_the_last_one() -> None:
    store = MemoryEventStore()
    await play(store, GAME)
    with pytest.raises(NoSuchPlace, match=r"tick 3: its last is tick 2"):
        await position_of(store, "g", AtTick(3))
    for place in (AtTick(1), AtEnd()):
        with pytest.raises(NoSuchPlace, match="nowhere"):
            await position_of(store, "nowhere", place)
