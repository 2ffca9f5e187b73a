"""Which event a row, or a field of it, owes its present state to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.blocks.event_store import RecordedEvent, Where
from domain.blocks.messages import Command
from domain.blocks.projector import Key, Projector, Row
from domain.blocks.replay import Progress
from domain.blocks.view import View
from domain.blocks.view_history import RowBefore, Spot, ViewHistory
from domain.game.commands import AdvanceGameloop, SpawnSite, StartGame
from domain.game.model import EVENT_TYPES, PROJECTORS
from domain.game.projectors.buildings import buildings
from domain.game.projectors.games import games
from domain.game.projectors.tiles import tiles
from persistence.memory import MemoryEventStore
from tests.playing import COMMANDS, play

G1 = Where(game="g1")


def _history(projector: Projector[Any], store: MemoryEventStore) -> ViewHistory:
    return ViewHistory(projector, store, EVENT_TYPES, G1)


def _row_before(projector: Projector[Any], events: list[RecordedEvent], spot: Spot) -> RowBefore:
    async def before(position: int) -> Row | None:
        return _rows(projector, [e for e in events if e.position < position]).get(spot.key)

    return before


def _rows(projector: Projector[Any], events: list[RecordedEvent]) -> Mapping[Key, Row]:
    view = View(projector)
    for event in events:
        typed = EVENT_TYPES.decode(event.kind, event.data)
        view.apply(event.position, typed, event.recorded_at)
    return view.rows


@given(COMMANDS, st.sampled_from(PROJECTORS), st.data())
async def test_the_spot_was_another_before_the_event_and_the_same_ever_after(
    commands: list[Command], projector: Projector[Any], data: st.DataObject
) -> None:
    store = MemoryEventStore()
    await play(store, commands)
    events = list(await store.read(G1))
    ever = {key for n in range(len(events)) for key in _rows(projector, events[: n + 1])}
    key = data.draw(st.sampled_from(sorted(ever) or [("none",)]), "key")
    field = data.draw(st.sampled_from([None, *projector.row.__struct_fields__]), "field")
    upto = data.draw(st.integers(0, events[-1].position), "upto")
    spot = Spot(projector.name, key, field)

    before = _row_before(projector, events, spot)
    found = await _history(projector, store).last_change(spot, upto, before)

    seen = [event for event in events if event.position <= upto]
    values = [spot.value(_rows(projector, seen[:n]).get(key)) for n in range(len(seen) + 1)]
    changes = [seen[n] for n in range(len(seen)) if values[n] != values[n + 1]]
    assert found == (changes[-1] if changes else None)


@pytest.fixture
async def store() -> MemoryEventStore:
    """A building that took two ticks, and a tick after it."""
    store = MemoryEventStore()
    await play(
        store,
        [
            StartGame("g1"),
            SpawnSite("g1", "dome", 2, 5, "ada", 2, 0),
            *(AdvanceGameloop("g1", tick) for tick in (1, 2, 3)),
        ],
    )
    return store


@pytest.mark.parametrize(
    ("projector", "spot", "event"),
    [
        (buildings, Spot("buildings", ("dome",)), "BuildingSpawned"),
        (buildings, Spot("buildings", ("dome",), "ready"), "BuildingSpawned"),
        (buildings, Spot("buildings", ("dome",), "complete"), "ConstructionProgressed"),
        (buildings, Spot("buildings", ("dome",), "player_id"), "SiteSpawned"),
        (tiles, Spot("map", ("g1", 5)), "BuildingSpawned"),
        (tiles, Spot("map", ("g1", 5), "progressed"), "ConstructionProgressed"),
        (games, Spot("games", ("g1",), "tick"), "GameloopAdvanced"),
        (games, Spot("games", ("g1",), "width"), "GameStarted"),
    ],
)
async def test_each_field_has_an_event_of_its_own(
    store: MemoryEventStore, projector: Projector[Any], spot: Spot, event: str
) -> None:
    events = list(await store.read(G1))
    before = _row_before(projector, events, spot)
    found = await _history(projector, store).last_change(spot, events[-1].position, before)
    assert found
    assert found.type == event


async def test_reading_can_be_stopped(
    store: MemoryEventStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("domain.blocks.view_history.PAGE", 1)
    events = list(await store.read(G1))
    spot = Spot("buildings", ("dome",), "player_id")
    before = _row_before(buildings, events, spot)
    heard: list[Progress] = []

    def stop(progress: Progress) -> bool:
        heard.append(progress)
        return len(heard) < 2

    history = _history(buildings, store)
    assert await history.last_change(spot, events[-1].position, before, stop) is None
    assert [progress.events for progress in heard] == [1, 2]
    assert await history.last_change(spot, events[-1].position, before)
