"""The log read by cascades."""

from __future__ import annotations

import pytest

from domain.blocks import cascades as module
from domain.blocks.cascades import cascades
from domain.blocks.event_store import Where
from domain.game.commands import AdvanceGameloop, SpawnSite, StartGame
from persistence.memory import MemoryEventStore
from tests.playing import play

GAME = (
    StartGame("g"),
    SpawnSite("g", "s", 1, 5, "ann", 2, 0),
    StartGame("h"),
    AdvanceGameloop("g", 1),
    AdvanceGameloop("g", 2),
)
"""Positions: 1 start, 2 site, 3 the other game, 4 and 5 tick 1, 6 to 9 tick 2."""


@pytest.mark.parametrize("page", [1, 2, 3, 100])
@pytest.mark.parametrize(
    ("after", "upto", "expected"),
    [
        (0, None, [[1], [2], [4, 5], [6, 7, 8, 9]]),
        (2, None, [[4, 5], [6, 7, 8, 9]]),
        (0, 9, [[1], [2], [4, 5], [6, 7, 8, 9]]),
        (0, 8, [[1], [2], [4, 5]]),
        (0, 4, [[1], [2]]),
        (0, 3, [[1], [2]]),
        (9, None, []),
    ],
)
async def test_cascades_come_whole_or_not_at_all(
    monkeypatch: pytest.MonkeyPatch,
    page: int,
    after: int,
    upto: int | None,
    expected: list[list[int]],
) -> None:
    monkeypatch.setattr(module, "PAGE", page)
    store = MemoryEventStore()
    await play(store, GAME)
    found = [
        [event.position for event in cascade]
        async for cascade in cascades(store, Where(game="g"), after=after, upto=upto)
    ]
    assert found == expected
