"""One command, one unit of work, on a log that others write to as well."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any
from uuid import UUID

import pytest

from domain.blocks.application import ATTEMPTS, TooBusy
from domain.blocks.committed import Committed
from domain.blocks.decider import Rejected
from domain.blocks.errors import UnknownEventType
from domain.blocks.event_store import Batch, Commit, GameMoved, NewEvent, RecordedEvent, Where
from domain.game.commands import AdvanceGameloop, SpawnSite, StartGame
from persistence.memory import MemoryEventStore
from tests.playing import CountingIds, application


def spawn(site: str, location: int = 1, game: str = "g") -> SpawnSite:
    return SpawnSite(game, site, 1, location, "px42", 2, 0)


async def types(store: MemoryEventStore) -> list[str]:
    return [event.type for event in await store.read()]


async def test_a_cascade_is_committed_whole_and_traced_to_its_command() -> None:
    store = MemoryEventStore()
    app = application(store)
    for command in (StartGame("g"), spawn("s"), AdvanceGameloop("g", 1)):
        await app.dispatch(command)
    answer = await app.dispatch(AdvanceGameloop("g", 2), player="px42")
    assert isinstance(answer, Committed)
    ticked, progressed, completed, built = answer.recorded
    assert [e.type for e in answer.recorded] == [type(e).__name__ for e in answer.events]
    assert {e.correlation_id for e in answer.recorded} == {ticked.command_id}
    assert {e.player for e in answer.recorded} == {"px42"}
    assert len({e.recorded_at for e in answer.recorded}) == 1
    assert ticked.causation_id == ticked.command_id
    assert progressed.causation_id == ticked.event_id
    assert completed.causation_id == ticked.event_id
    assert completed.command_id == progressed.command_id != ticked.command_id
    assert built.causation_id == completed.event_id
    assert (built.stream, completed.stream, ticked.stream) == ("bldg-s", "site-s", "game-g")


class Meanwhile(MemoryEventStore):
    """A log of which one scan takes so long that something is done meanwhile."""

    meanwhile: Callable[[], Awaitable[object]] | None = None

    async def scan(self, *where: Any, **which: Any) -> Batch:
        batch = await super().scan(*where, **which)
        if doing := self.meanwhile:
            self.meanwhile = None
            await doing()
        return batch


async def test_what_was_read_ahead_does_not_take_the_place_of_what_is_newer() -> None:
    store = Meanwhile()
    app = application(store)
    await app.dispatch(StartGame("g"))
    store.meanwhile = partial(app.dispatch, AdvanceGameloop("g", 1))
    await app.load("g", store)
    assert app.state("g").position == 2


async def test_two_programs_take_turns_and_lose_nothing() -> None:
    store = MemoryEventStore()
    ids = CountingIds()
    one, other = application(store, ids), application(store, ids)
    await one.dispatch(StartGame("g"))
    assert isinstance(await other.dispatch(AdvanceGameloop("g", 1)), Committed)
    assert isinstance(await one.dispatch(spawn("s")), Committed)
    assert isinstance(await other.dispatch(AdvanceGameloop("g", 2)), Committed)
    assert (await types(store))[-2:] == ["GameloopAdvanced", "ConstructionProgressed"]


async def test_of_two_who_want_one_tile_one_is_refused() -> None:
    store = MemoryEventStore()
    ids = CountingIds()
    one, other = application(store, ids), application(store, ids)
    await one.dispatch(StartGame("g"))
    await other.dispatch(spawn("warm", 2))
    assert isinstance(await one.dispatch(spawn("mine")), Committed)
    answer = await other.dispatch(spawn("theirs"))
    assert isinstance(answer, Rejected)
    assert answer.code == "tile-taken"


async def test_a_refusal_is_never_based_on_what_is_out_of_date() -> None:
    store = MemoryEventStore()
    ids = CountingIds()
    one, other = application(store, ids), application(store, ids)
    await one.dispatch(StartGame("g"))
    await other.dispatch(AdvanceGameloop("g", 1))
    await one.dispatch(AdvanceGameloop("g", 2))
    assert isinstance(await other.dispatch(AdvanceGameloop("g", 3)), Committed)


async def test_an_id_of_another_game_is_refused() -> None:
    store = MemoryEventStore()
    app = application(store)
    await app.dispatch(StartGame("g"))
    await app.dispatch(StartGame("h"))
    await app.dispatch(spawn("s"))
    answer = await app.dispatch(spawn("s", game="h"))
    assert isinstance(answer, Rejected)
    assert (answer.code, "site-s" in answer.sentence) == ("id-taken", True)


async def test_many_games_are_played_at_once() -> None:
    store = MemoryEventStore()
    app = application(store)
    games = [f"g{n}" for n in range(40)]
    for game in games:
        await app.dispatch(StartGame(game))
    for tick in (1, 2):
        for game in games:
            assert isinstance(await app.dispatch(AdvanceGameloop(game, tick)), Committed)
    assert [await store.game_head(game) for game in games] == list(range(81, 121))


def locks() -> int:
    gc.collect()
    return sum(isinstance(each, asyncio.Lock) for each in gc.get_objects())


async def test_commands_leave_no_locks_behind() -> None:
    app = application(MemoryEventStore())
    before = locks()
    for n in range(40):
        await app.dispatch(AdvanceGameloop(f"nowhere-{n}", 1))
    assert locks() == before


async def test_commands_on_one_game_wait_for_each_other() -> None:
    app = application(MemoryEventStore())
    await app.dispatch(StartGame("g"))
    answers = await asyncio.gather(*(app.dispatch(AdvanceGameloop("g", n)) for n in (1, 2, 3)))
    assert all(isinstance(answer, Committed) for answer in answers)


class BusyStore(MemoryEventStore):
    """Somebody else is always faster, until they rest."""

    def __init__(self, rests_after: int) -> None:
        super().__init__()
        self.left = rests_after

    async def append(self, commit: Commit) -> list[RecordedEvent]:
        if self.left:
            self.left -= 1
            raise GameMoved("g", 0, 1)
        return list(await super().append(commit))


async def test_a_command_is_decided_again_a_bounded_number_of_times() -> None:
    assert isinstance(
        await application(BusyStore(ATTEMPTS - 1)).dispatch(StartGame("g")), Committed
    )
    store = BusyStore(ATTEMPTS)
    with pytest.raises(TooBusy, match="StartGame"):
        await application(store).dispatch(StartGame("g"))
    assert await store.read() == []


async def test_a_game_with_an_event_from_a_newer_program_is_not_guessed_at() -> None:
    store = MemoryEventStore()
    event = NewEvent(UUID(int=1), "game-g", "Teleported", 1, b"{}", UUID(int=2), UUID(int=2), "g")
    await store.append(Commit([event], UUID(int=2), 0))
    with pytest.raises(UnknownEventType, match="Teleported"):
        await application(store).dispatch(AdvanceGameloop("g", 1))
    assert len(await store.read(Where(game="g"))) == 1
