from __future__ import annotations

from collections.abc import Sequence

from domain.blocks.event_store import EVERYTHING, RecordedEvent, Where
from domain.blocks.family import by_external_command, cascade_of, family_of
from domain.game.commands import AdvanceGameloop, SpawnSite, StartGame
from persistence.memory import MemoryEventStore
from tests.lunar_tui.log_examples import GAME, dispatch

SITES = 300


async def _game(sites: int, ticks: int) -> tuple[MemoryEventStore, list[RecordedEvent]]:
    store = MemoryEventStore()
    recorded = await dispatch(
        store,
        StartGame(GAME),
        AdvanceGameloop(GAME, 1),
        *(SpawnSite(GAME, f"s{n}", 1, n, "ann", 2, 1) for n in range(sites)),
        *(AdvanceGameloop(GAME, 2 + n) for n in range(ticks)),
    )
    return store, recorded


async def test_a_tick_caused_the_progress_of_every_site_and_nothing_else() -> None:
    store, recorded = await _game(SITES, ticks=3)
    ticks = [event for event in recorded if event.type == "GameloopAdvanced"]
    family = await family_of(store, ticks[1])
    assert family.cause is None
    assert [event.type for event in family.effects] == ["ConstructionProgressed"] * SITES
    assert {event.position for event in family.effects} == {
        event.position for event in recorded if event.causation_id == ticks[1].event_id
    }


async def test_a_building_came_of_its_completed_site_however_far_before_it_stands() -> None:
    store, recorded = await _game(SITES, ticks=2)
    building = recorded[-1]
    assert building.type == "BuildingSpawned"
    assert not by_external_command(building)
    family = await family_of(store, building)
    assert family.cause
    assert family.cause.event_id == building.causation_id
    assert family.cause.type == "ConstructionCompleted"
    assert not family.effects


async def test_an_external_command_has_no_event_before_it() -> None:
    store, recorded = await _game(1, ticks=0)
    assert all(by_external_command(event) for event in recorded)
    for event in recorded:
        assert await family_of(store, event) == (None, [])


async def test_a_cascade_is_a_tree_of_all_that_a_command_came_to() -> None:
    store, recorded = await _game(3, ticks=2)
    building = recorded[-1]
    cascade = await cascade_of(store, building)
    expected = [e for e in recorded if e.correlation_id == building.correlation_id]
    assert list(cascade.events) == expected
    assert [e.type for e in cascade.line_to(building)] == [
        "GameloopAdvanced",
        "ConstructionCompleted",
        "BuildingSpawned",
    ]
    (tick,) = cascade.effects_of(None)
    assert tick.type == "GameloopAdvanced"
    assert len(cascade.effects_of(tick)) == 6
    assert not cascade.effects_of(building)


class _Counting(MemoryEventStore):
    """A store that counts the events that it hands out."""

    handed_out = 0

    async def read(
        self,
        where: Where = EVERYTHING,
        *,
        after: int | None = None,
        upto: int | None = None,
        limit: int = 1000,
        backward: bool = False,
    ) -> Sequence[RecordedEvent]:
        events = await super().read(where, after=after, upto=upto, limit=limit, backward=backward)
        self.handed_out += len(events)
        return events


async def test_the_rest_of_a_long_log_is_left_alone() -> None:
    store = _Counting()
    await dispatch(store, StartGame(GAME), *(AdvanceGameloop(GAME, n + 1) for n in range(3000)))
    (middle,) = await store.read(after=1500, limit=1)
    store.handed_out = 0
    await family_of(store, middle)
    assert store.handed_out < 1000
