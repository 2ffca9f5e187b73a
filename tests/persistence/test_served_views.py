"""Served views are compared with the log, wherever they are kept and whoever moves them."""

from __future__ import annotations

import asyncio

from domain.blocks.application import Application
from domain.blocks.comparison import findings_in_served
from domain.blocks.event_store import EventStore, Where
from domain.blocks.messages import Command
from domain.blocks.projection import Projection
from domain.blocks.view_store import Step, ViewStore
from domain.game.commands import AdvanceGameloop, SpawnSite, StartGame
from domain.game.events import SiteSpawned
from domain.game.model import EVENT_TYPES, PROJECTORS
from domain.game.projectors.buildings import buildings
from persistence.memory import MemoryEventStore
from tests.persistence.view_places import Everywhere, everywhere
from tests.playing import application, play

__all__ = ["everywhere"]

PLAYED: list[Command] = [StartGame("g1"), SpawnSite("g1", "a", 1, 1, "px42", 90, 0)]


def projections(log: EventStore, views: ViewStore) -> list[Projection]:
    return [
        Projection(each, log, views, EVENT_TYPES, Where(games_only=True)) for each in PROJECTORS
    ]


async def test_views_that_are_not_kept_or_what_the_log_says_are_well(
    everywhere: Everywhere,
) -> None:
    log = MemoryEventStore()
    await play(log, PLAYED)
    for views in everywhere.values():
        here = projections(log, views)
        assert await findings_in_served(here) == []
        for each in here[:-1]:
            await each.follow()
        assert await findings_in_served(here) == []


async def test_a_row_that_the_log_does_not_say_is_found(everywhere: Everywhere) -> None:
    log = MemoryEventStore()
    await play(log, PLAYED)
    ghost = buildings.project(SiteSpawned("g1", "ghost", 1, 9, "px42", 1, 0), 0)
    for views in everywhere.values():
        here = projections(log, views)
        for each in here:
            await each.follow()
        end = await views.begin(buildings, "served")
        await views.apply(buildings, "served", end, end.position, [Step(1, ghost)])
        (finding,) = await findings_in_served(here)
        assert finding.position == end.position
        assert "buildings" in finding.sentence
        assert "ghost" in finding.sentence


async def play_on(app: Application, here: list[Projection]) -> None:
    """Let time pass, while all views follow and some are made anew."""
    for tick in range(1, 13):
        await app.dispatch(AdvanceGameloop("g1", tick))
        for each in here:
            await (each.rebuild() if tick % 4 == 0 else each.follow())


async def test_views_that_others_move_and_swap_meanwhile_are_well(everywhere: Everywhere) -> None:
    for views in everywhere.values():
        log = MemoryEventStore()
        app = application(log)
        for command in PLAYED:
            await app.dispatch(command)
        here = projections(log, views)
        others = asyncio.create_task(play_on(app, here))
        while not others.done():
            assert await findings_in_served(here) == []
            await asyncio.sleep(0)
        await others
        assert await here[0].position() == (await log.head()).position


async def test_views_of_another_log_are_said_to_be(everywhere: Everywhere) -> None:
    log, shorter = MemoryEventStore(), MemoryEventStore()
    await play(log, PLAYED)
    await play(shorter, PLAYED[:1])
    for views in everywhere.values():
        for each in projections(log, views):
            await each.follow()
        findings = await findings_in_served(projections(shorter, views))
        assert len(findings) == len(PROJECTORS)
        assert "another log" in findings[0].sentence
