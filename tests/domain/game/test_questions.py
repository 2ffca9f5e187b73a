"""Questions about a game that was played: why, since when, and when it becomes so."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.blocks.conditions.evaluation import parse
from domain.blocks.conditions.search import find
from domain.blocks.event_store import Where
from domain.blocks.messages import Command
from domain.blocks.replay import Progress
from domain.blocks.view_history import Spot
from domain.game.commands import AdvanceGameloop, SpawnSite, StartGame
from domain.game.questions import inquiry, site, tile
from domain.game.travel import timeline
from domain.game.vocabulary import VOCABULARY
from persistence.memory import MemoryEventStore
from tests.playing import COMMANDS, play

CONDITIONS = (
    "buildings >= 1",
    "sites > 0 and sites < 2",
    "tick = 2",
    "site g1-a complete >= 50",
    "site g1-a ready",
    'building g1-b type = "habitat"',
    "events < 3",
    "not stopped",
    "events / 2 = 4 or tick / 2 = 1",
)


async def _played() -> MemoryEventStore:
    store = MemoryEventStore()
    commands = (
        StartGame("g1"),
        SpawnSite("g1", "0192-dome", 2, 5, "ada", 2, 0),
        *(AdvanceGameloop("g1", tick) for tick in (1, 2, 3)),
    )
    await play(store, commands)
    return store


@pytest.mark.parametrize(
    ("spot", "told"),
    [
        (tile("g1", 5), "SpawnBuilding AdvanceConstruction AdvanceGameloop"),
        (site("0192-dome", "ready"), "SpawnBuilding AdvanceConstruction AdvanceGameloop"),
        (site("0192-dome", "complete"), "AdvanceConstruction AdvanceGameloop"),
        (site("0192-dome", "location"), "SpawnSite"),
        (Spot("games", ("g1",), "tick"), "AdvanceGameloop"),
        (tile("g1", 6), ""),
    ],
)
async def test_why_leads_from_what_is_seen_to_a_command_from_outside(spot: Spot, told: str) -> None:
    store = await _played()
    line = timeline(store, "g1")
    await line.extend()
    steps = await inquiry(store, line).why(spot, line.run.count)
    assert " ".join(str(step.command) for step in steps) == told


async def test_why_at_an_earlier_moment_is_what_held_then() -> None:
    store = await _played()
    line = timeline(store, "g1")
    await line.extend()
    asked = inquiry(store, line)
    assert await asked.why(tile("g1", 5), 1) == ()
    for ordinal in range(2, line.run.count + 1):
        steps = await asked.why(tile("g1", 5), ordinal)
        assert steps[0].event.position <= line.run.position(ordinal)


async def test_a_building_that_stands_is_a_site_that_is_ready() -> None:
    store = await _played()
    line = timeline(store, "g1")
    await line.extend()
    end = await line.at(line.run.count)
    for text in ("site 01 ready", "site #dome complete = 100", 'building dome player = "ada"'):
        assert parse(text, VOCABULARY, end).holds(end)
    for ordinal in range(line.run.count):
        moment = await line.at(ordinal)
        stands = parse("building 0192-dome", VOCABULARY).holds(moment)
        assert stands == parse("buildings = 1", VOCABULARY).holds(moment)


@settings(max_examples=40)
@given(COMMANDS, st.sampled_from(CONDITIONS), st.integers(1, 9), st.data())
async def test_a_condition_is_found_where_it_becomes_true(
    commands: list[Command], text: str, page: int, data: st.DataObject
) -> None:
    store = MemoryEventStore()
    await play(store, commands)
    line = timeline(store, "g1")
    await line.extend()
    count = line.run.count
    condition = parse(text, VOCABULARY)
    held = [condition.holds(await line.at(ordinal)) for ordinal in range(count + 1)]
    rises = [n for n in range(count + 1) if held[n] and not (n and held[n - 1])]
    start = data.draw(st.integers(0, count))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("domain.blocks.conditions.search.PAGE", page)
        forward = await find(line, condition, start)
        backward = await find(line, condition, start, backward=True)
    assert forward == min((rise for rise in rises if rise > start), default=None)
    assert backward == max((rise for rise in rises if rise < start), default=None)


async def test_a_search_tells_how_far_it_is_and_can_be_stopped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("domain.blocks.conditions.search.PAGE", 2)
    store = await _played()
    line = timeline(store, "g1")
    await line.extend()
    heard: list[Progress] = []

    def stop(progress: Progress) -> bool:
        heard.append(progress)
        return len(heard) < 2

    tick = parse("tick = 3", VOCABULARY)
    assert await find(line, tick, 0, observe=stop) is None
    total = len(await store.read(Where(game="g1")))
    assert heard == [Progress(2, total, 2), Progress(4, total, 4)]
    assert await find(line, tick, 0) == total
