"""Wherever the cursor goes, and however it came there, it shows what a fresh fold does."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.blocks.errors import UnknownEventType, UnreadableEvent
from domain.blocks.event_store import Batch, Commit, EventStore, NewEvent, StoreFault, Where
from domain.blocks.event_types import EventType
from domain.blocks.messages import Command
from domain.blocks.moment import Moment
from domain.blocks.replay import Progress
from domain.blocks.timeline import Timeline
from domain.game.commands import AdvanceGameloop, SpawnSite, StartGame
from domain.game.travel import LANDMARKS, timeline
from lunar_tui.session import in_thread
from persistence.memory import MemoryEventStore
from persistence.sqlite import SqliteEventStore
from tests.folding import GAME, beginning, contents, fold
from tests.playing import COMMANDS, application, play

MOVES = st.tuples(
    st.sampled_from(("seek", "seek", "seek", "step", "step", "turn", "grow")), st.integers(-60, 90)
)
SPACINGS = st.integers(1, 12)
BUDGETS = st.sampled_from((0, 1000, 2500, 1_000_000))
BUILT = [
    StartGame("g1"),
    *[SpawnSite("g1", f"g1-{site}", 1, 20 + site, "px42", 1 + site, 0) for site in range(4)],
    *[AdvanceGameloop("g1", tick) for tick in (1, 2)],
]
GAMES = COMMANDS.map(lambda commands: [*BUILT, *commands])
"""Games that have come some way before chance takes over."""


PROPERTY = settings(max_examples=40)


class YieldingStore(MemoryEventStore):
    """A log on which others go on while one reads."""

    async def scan(
        self,
        where: Where = GAME,
        *,
        after: int | None = None,
        limit: int = 5000,
        backward: bool = False,
    ) -> Batch:
        await asyncio.sleep(0)
        batch = await super().scan(where, after=after, limit=limit, backward=backward)
        await asyncio.sleep(0)
        return batch


async def fresh(store: EventStore) -> Sequence[Sequence[Any]]:
    """What the game comes to after each of its events, folded with nothing else."""
    moment = beginning()
    events = await store.read(GAME)
    return [contents(moment), *[contents(fold(moment, [event])) for event in events]]


def travel(store: EventStore, spacing: int, budget: int = 1_000_000) -> Timeline:
    return Timeline(store, "g1", beginning(), LANDMARKS, spacing=spacing, budget=budget)


def ticks(last: int) -> list[Command]:
    """A game of as many ticks."""
    return [StartGame("g1"), *[AdvanceGameloop("g1", tick) for tick in range(1, last + 1)]]


def spoil(moment: Moment) -> None:
    """What a caller may do with a moment of its own."""
    for view in moment.views.values():
        view.rows.clear()
        view.position = -1
    moment.state = beginning().state
    moment.ordinal = moment.recorded_at = -1


@PROPERTY
@given(GAMES, st.lists(MOVES, max_size=25), SPACINGS, BUDGETS)
async def test_any_walk_of_the_cursor_shows_what_a_fresh_fold_does(
    commands: list[Command], moves: list[tuple[str, int]], spacing: int, budget: int
) -> None:
    store = MemoryEventStore()
    app = application(store)
    waiting = iter(commands)
    await app.dispatch(next(waiting))
    line = travel(store, spacing, budget)
    await line.extend()
    cursor = 0
    shown = await fresh(store)
    for move, amount in moves:
        match move:
            case "seek":
                cursor = amount
            case "step":
                cursor += amount // 20
            case "turn":
                cursor = line.run.at_turn(line.run.turn(cursor) + amount // 40)
            case "grow":
                for _, command in zip(range(abs(amount) // 4), waiting, strict=False):
                    await app.dispatch(command)
                await line.extend()
                shown = await fresh(store)
        cursor = max(0, min(cursor, line.run.count))
        moment = await line.at(cursor)
        assert contents(moment) == shown[cursor]
        assert (moment.ordinal, moment.position) == (cursor, line.run.position(cursor))
        spoil(moment)


@PROPERTY
@given(GAMES, st.lists(st.integers(-4, 60), max_size=12), SPACINGS, BUDGETS)
async def test_walks_may_cross_each_other_and_the_growing_game(
    commands: list[Command], seeks: list[int], spacing: int, budget: int
) -> None:
    store = YieldingStore()
    app = application(store)
    waiting = iter(commands)
    third = len(commands) // 3
    await app.dispatch(next(waiting))
    line = travel(store, spacing, budget)
    for _ in range(3):
        await line.extend()
        count = line.run.count
        for command in islice(waiting, third):
            await app.dispatch(command)
        wanted = [max(0, min(seek, count) if seek >= 0 else count + seek) for seek in seeks]
        *moments, _, _ = await asyncio.gather(
            *[line.at(ordinal) for ordinal in wanted], line.extend(), line.extend()
        )
        shown = await fresh(store)
        assert line.run.count == len(shown) - 1
        for ordinal, moment in zip(wanted, moments, strict=True):
            assert isinstance(moment, Moment)
            assert contents(moment) == shown[ordinal]
    for ordinal, there in enumerate(shown):
        assert contents(await line.at(ordinal)) == there


@PROPERTY
@given(GAMES, st.integers(0, 60), st.integers(1, 8), SPACINGS)
async def test_a_seek_may_be_given_up_at_any_time(
    commands: list[Command], ordinal: int, patience: int, spacing: int
) -> None:
    store = YieldingStore()
    await play(store, commands)
    line = travel(store, spacing)
    await line.extend()
    seek = asyncio.ensure_future(line.at(ordinal))
    for _ in range(patience):
        await asyncio.sleep(0)
    seek.cancel()
    with suppress(asyncio.CancelledError):
        await seek
    shown = await fresh(store)
    for wanted in (ordinal, ordinal + 1, ordinal - 1):
        near = max(0, min(wanted, line.run.count))
        assert contents(await line.at(near)) == shown[near]


async def test_beyond_the_ends_are_the_ends() -> None:
    store = MemoryEventStore()
    await play(store, ticks(2))
    line = travel(store, 2)
    await line.extend()
    assert (await line.at(-1)).ordinal == 0
    assert (await line.at(99)).ordinal == line.run.count


async def test_a_reading_that_was_stopped_goes_on_from_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("domain.blocks.timeline.PAGE", 2)
    store = MemoryEventStore()
    await play(store, ticks(5))
    line = travel(store, 2)
    heard: list[Progress] = []

    def stop(progress: Progress) -> bool:
        heard.append(progress)
        return len(heard) != 2

    assert not await line.extend(stop)
    assert line.run.count == 4
    assert contents(await line.at(3)) == (await fresh(store))[3]
    assert await line.extend(stop)
    assert heard == [Progress(2, 6, 2), Progress(4, 6, 4), Progress(6, 6, 6)]
    assert contents(await line.at(6)) == (await fresh(store))[6]


async def test_it_is_read_in_another_thread_and_walked_in_this_one(tmp_path: Path) -> None:
    store = await SqliteEventStore.open(tmp_path / "log.db")
    await play(store, ticks(29))
    line = travel(store, 4)
    assert await in_thread(store, lambda reader: line.extend(reader=reader))
    shown = await fresh(store)
    for ordinal in (30, 17, 18, 16, 3, 0):
        assert contents(await line.at(ordinal)) == shown[ordinal]
    await store.close()


def _event(kind: EventType, data: bytes) -> NewEvent:
    cause = UUID(int=7)
    return NewEvent(UUID(int=8), "game-g1", *kind, data, cause, cause, "g1")


MOVED = EventType("SiteMoved", 3)


@pytest.fixture
async def newer() -> MemoryEventStore:
    """A game that a newer program played on."""
    store = MemoryEventStore()
    await play(store, ticks(1))
    await store.append(Commit([_event(MOVED, b'{"to":5}')], UUID(int=9), 99_000_000))
    return store


async def test_a_type_that_is_not_known_is_refused(newer: MemoryEventStore) -> None:
    line = timeline(newer, "g1")
    with pytest.raises(UnknownEventType, match="SiteMoved, schema 3"):
        await line.extend()
    assert (await line.at(0)).ordinal == line.run.count == 0


async def test_a_lenient_timeline_only_counts_it(newer: MemoryEventStore) -> None:
    line = timeline(newer, "g1", lenient=True)
    await line.extend()
    assert line.unknown == {MOVED: 1}
    assert line.run.kinds[MOVED] == 1
    last, before = await line.at(3), await line.at(2)
    assert (last.ordinal, last.position, last.recorded_at) == (3, 3, 99_000_000)
    assert {view.position for view in last.views.values()} == {3}
    assert last.state.encode() == before.state.encode()
    assert [v.rows for v in last.views.values()] == [v.rows for v in before.views.values()]


async def test_data_that_cannot_be_read_is_told(newer: MemoryEventStore) -> None:
    damaged = _event(EventType("GameloopAdvanced", 1), b'{"tick":"soon"}')
    store = MemoryEventStore()
    await play(store, ticks(0))
    await store.append(Commit([damaged], UUID(int=9), 1))
    with pytest.raises(UnreadableEvent, match="GameloopAdvanced"):
        await timeline(store, "g1", lenient=True).extend()


async def test_a_log_that_has_become_shorter_is_told() -> None:
    store = MemoryEventStore()
    await play(store, ticks(5))
    line = travel(store, 2)
    await line.extend()
    store._events.clear()
    with pytest.raises(StoreFault, match="fewer events of game g1 than before"):
        await line.at(3)
