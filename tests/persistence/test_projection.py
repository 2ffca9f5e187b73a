"""Projections on every kind of view store: stopped, resumed, rebuilt, broken and mended."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.blocks.comparison import against_log, against_next
from domain.blocks.event_store import EventStore, Where
from domain.blocks.messages import Command
from domain.blocks.projection import AheadOfLog, Projection
from domain.blocks.projector import Change, Projector
from domain.blocks.replay import Progress, replay
from domain.blocks.view import ProjectorFailed, View
from domain.blocks.view_store import Step, ViewStore
from domain.game.commands import AdvanceGameloop, SpawnSite, StartGame
from domain.game.events import SiteSpawned
from domain.game.model import EVENT_TYPES, PROJECTORS
from domain.game.projectors.buildings import BuildingRow, buildings
from persistence.memory import MemoryEventStore
from tests.persistence.view_places import Everywhere, everywhere
from tests.playing import COMMANDS, application, play

__all__ = ["everywhere"]

GAMES = Where(games_only=True)

BUILDING: list[Command] = [
    StartGame("g1"),
    SpawnSite("g1", "a", 1, 1, "px42", 2, 0),
    SpawnSite("g1", "b", 1, 2, "ada", 9, 0),
    AdvanceGameloop("g1", 1),
    AdvanceGameloop("g1", 2),
]


def projection(
    log: EventStore, views: ViewStore, projector: Projector[Any] = buildings, batch: int = 1000
) -> Projection:
    return Projection(projector, log, views, EVENT_TYPES, GAMES, batch)


async def from_the_log(log: EventStore, projector: Projector[Any]) -> View[Any]:
    view = View(projector)
    await replay([view], log, EVENT_TYPES, GAMES)
    return view


def stop(_: Progress) -> bool:
    return False


@settings(
    max_examples=12,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(COMMANDS, st.data())
async def test_cut_resumed_rebuilt_or_followed_live_the_rows_are_equal_everywhere(
    everywhere: Everywhere, commands: list[Command], data: st.DataObject
) -> None:
    log = MemoryEventStore()
    app = application(log)
    cut = data.draw(st.integers(0, len(commands)), "commands before the view begins")
    for command in commands[:cut]:
        await app.dispatch(command)
    at_work = [
        projection(log, views, projector, data.draw(st.integers(1, 9), "batch"))
        for views in everywhere.values()
        for projector in PROJECTORS
    ]
    for each in at_work:
        await each.reset()
        if data.draw(st.booleans(), "stopped after a batch"):
            await each.follow(stop)
            await each.refill(stop)
        else:
            await each.follow()
    for command in commands[cut:]:
        await app.dispatch(command)
        if data.draw(st.booleans(), "heard live"):
            for each in at_work:
                await each.follow()
    for each in at_work:
        await each.follow()
        expected = await from_the_log(log, each.projector)
        assert await each.views.read(each.projector) == (expected.position, expected.rows)
        assert await each.rebuild(resume=data.draw(st.booleans(), "resumed"))
        assert await each.views.read(each.projector) == (expected.position, expected.rows)
        assert await each.views.count(each.projector) == len(expected.rows)


async def test_a_filter_still_moves_the_checkpoint(everywhere: Everywhere) -> None:
    log = MemoryEventStore()
    await play(log, BUILDING)
    for views in everywhere.values():
        other_game = Projection(buildings, log, views, EVENT_TYPES, Where(game="g2"), batch=2)
        await other_game.follow()
        assert await other_game.position() == (await log.head()).position
        assert await views.count(buildings) == 0


async def test_many_followers_of_one_view_do_each_event_once(everywhere: Everywhere) -> None:
    log = MemoryEventStore()
    await play(log, BUILDING)
    for views in everywhere.values():
        for projector in PROJECTORS:
            expected = await from_the_log(log, projector)
            followers = [projection(log, views, projector, batch=n) for n in (1, 2, 3)]
            await asyncio.gather(*(follower.follow() for follower in followers))
            assert await views.read(projector) == (expected.position, expected.rows)


def choking_on(location: int) -> Projector[BuildingRow]:
    """The buildings' projector, with a fault."""

    def spawned(event: SiteSpawned, recorded_at: int) -> tuple[Change, ...]:
        if event.location == location:
            raise ValueError("no such place")
        return buildings.project(event, recorded_at)

    return Projector(
        name="buildings",
        about="buildings, with a fault",
        row=BuildingRow,
        handlers={**buildings.handlers, SiteSpawned: spawned},
    )


@pytest.mark.parametrize("batch", [1, 3, 1000])
async def test_a_projector_that_fails_stops_there_and_goes_on_when_it_is_mended(
    everywhere: Everywhere, batch: int
) -> None:
    log = MemoryEventStore()
    await play(log, BUILDING)
    (bad,) = [
        event.position
        for event in await log.read()
        if event.type == "SiteSpawned" and event.stream == "site-b"
    ]
    for views in everywhere.values():
        broken = projection(log, views, choking_on(2), batch)
        for _ in range(2):
            with pytest.raises(ProjectorFailed, match=f"stopped at event {bad}: no such place"):
                await broken.follow()
            position, rows = await views.read(buildings)
            assert position == bad - 1
            assert list(rows) == [("a",)]
        mended = projection(log, views)
        await mended.follow()
        expected = await from_the_log(log, buildings)
        assert await views.read(buildings) == (expected.position, expected.rows)


def cancel_half_way(progress: Progress) -> bool:
    task = asyncio.current_task()
    assert task is not None
    return not (progress.position >= progress.target / 2 and task.cancel())


async def test_a_rebuild_that_fails_or_is_cancelled_leaves_the_old_rows(
    everywhere: Everywhere,
) -> None:
    log = MemoryEventStore()
    await play(log, BUILDING)
    for views in everywhere.values():
        here = projection(log, views, batch=2)
        await here.follow()
        rows = await views.read(buildings)
        with pytest.raises(ProjectorFailed):
            await projection(log, views, choking_on(2)).rebuild()
        assert await views.read(buildings) == rows

        await asyncio.wait([asyncio.create_task(here.rebuild(cancel_half_way))])
        half_way = await views.checkpoint(buildings, "next")
        assert half_way is not None
        assert 0 < half_way.position < rows.position
        assert await views.read(buildings) == rows

        assert await here.rebuild(resume=True)
        served = await views.checkpoint(buildings)
        assert served is not None
        assert served.generation == half_way.generation
        assert await views.read(buildings) == rows
        assert await views.checkpoint(buildings, "next") is None


async def test_rows_that_the_log_does_not_say_are_found_and_mended(everywhere: Everywhere) -> None:
    log = MemoryEventStore()
    await play(log, BUILDING)
    expected = await from_the_log(log, buildings)
    ghost = buildings.project(SiteSpawned("g1", "ghost", 1, 9, "px42", 1, 0), 0)
    for views in everywhere.values():
        here = projection(log, views)
        await here.follow()
        assert list(await against_log(here)) == []
        end = await views.begin(buildings, "served")
        assert await views.apply(buildings, "served", end, end.position, [Step(1, ghost)])
        assert [found.key for found in await against_log(here)] == [("ghost",)]
        await here.refill()
        assert [found.key for found in await against_next(here)] == [("ghost",)]
        assert await here.serve_next()
        assert list(await against_log(here)) == []
        assert await views.read(buildings) == (expected.position, expected.rows)


async def test_a_view_of_another_log_is_not_taken_for_this_ones(everywhere: Everywhere) -> None:
    log, shorter = MemoryEventStore(), MemoryEventStore()
    await play(log, BUILDING)
    await play(shorter, BUILDING[:1])
    for views in everywhere.values():
        await projection(log, views).follow()
        with pytest.raises(AheadOfLog, match="another log"):
            await projection(shorter, views).follow()
