"""Imports into every kind of store: whole, twice, interrupted, longer, and of another way."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from domain.blocks import importing
from domain.blocks.application import Application
from domain.blocks.event_store import Commit, DuplicateEvent, RecordedEvent, Where
from domain.blocks.export_format import DamagedExport
from domain.blocks.importing import Imported, ImportRefused
from domain.blocks.messages import Command
from domain.blocks.replay import Progress
from domain.game.commands import AdvanceGameloop, SpawnSite, StartGame
from domain.game.model import ROUTER
from persistence.clock import SystemClock
from persistence.ids import OrderedIds
from persistence.memory import MemoryEventStore
from persistence.open_store import open_store, tasks_of
from persistence.store import Store
from tests.conformance.events import assert_whole, commit, event, new_id, whole_log
from tests.exporting import lines_of, take_in
from tests.playing import play

BUILDING: list[Command] = [
    StartGame("g1"),
    StartGame("g2"),
    SpawnSite("g1", "a", 1, 1, "px42", 2, 0),
    SpawnSite("g2", "b", 1, 2, "ada", 9, 0),
    *(AdvanceGameloop(game, tick) for tick in range(1, 5) for game in ("g1", "g2")),
]


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a store of each kind may be."""
    if request.param == "postgres":
        found: str = request.getfixturevalue("postgres_schema")
        return found
    return "memory:" if request.param == "memory" else f"sqlite:///{tmp_path}/moon.db"


@pytest.fixture
async def store(url: str) -> AsyncIterator[Store]:
    """An empty store."""
    if url.startswith("postgres"):
        await tasks_of(url).init()
    store = await open_store(url)
    yield store
    await store.close()


@pytest.fixture
async def source() -> Store:
    """A log of two games, and of what belongs to none and is known to nobody."""
    store = MemoryEventStore()
    await play(store, BUILDING)
    await store.append(commit(event("ledger", "Paid"), event("ledger", "Paid", schema=9)))
    await store.append(commit(event("game-g3", "TeaServed", game="g3"), player="Zoë"))
    return store


def playing_on(store: Store) -> Application:
    """The game, with ids that nobody used yet."""
    return Application(ROUTER, store, OrderedIds(), SystemClock())


def facts(events: list[RecordedEvent]) -> list[tuple[object, ...]]:
    """What events are, wherever in a log they stand."""
    return [
        (e.event_id, e.stream, e.version, e.kind, e.data, e.game, *_metadata(e)) for e in events
    ]


def _metadata(e: RecordedEvent) -> tuple[object, ...]:
    return e.correlation_id, e.causation_id, e.command_id, e.player, e.recorded_at


async def test_a_whole_log_gives_the_same_log(store: Store, source: Store) -> None:
    imported = await take_in(store, await lines_of(source))
    log = await whole_log(source)
    assert imported == Imported(None, len(log), len(log), same_end=True)
    assert await whole_log(store) == log
    assert await store.head() == await source.head()
    assert await store.streams() == await source.streams()


async def test_a_game_enters_a_log_of_others(store: Store, source: Store) -> None:
    await store.append(commit(event("game-x", game="x"), event("ledger")))
    lines = await lines_of(source, "g1")
    imported = await take_in(store, lines)
    assert (imported.game, imported.added, imported.same_end) == ("g1", len(lines) - 1, False)
    game = await whole_log(store, Where(game="g1"))
    assert facts(game) == facts(await whole_log(source, Where(game="g1")))
    assert_whole(await whole_log(store))


async def test_an_imported_game_is_played_on(store: Store, source: Store) -> None:
    await take_in(store, await lines_of(source, "g1"))
    app = playing_on(store)
    await app.dispatch(AdvanceGameloop("g1", 5))
    assert (await store.read(backward=True, limit=1))[0].type == "GameloopAdvanced"


async def test_the_same_twice_changes_nothing(store: Store, source: Store) -> None:
    lines = await lines_of(source)
    await take_in(store, lines)
    before = await whole_log(store)
    assert (await take_in(store, lines)).added == 0
    assert (await take_in(store, await lines_of(source, "g2"))).added == 0
    assert await whole_log(store) == before


async def test_a_longer_export_adds_the_rest_and_a_shorter_one_nothing(
    store: Store, source: Store
) -> None:
    shorter = await lines_of(source)
    await take_in(store, shorter)
    app = playing_on(source)
    await app.dispatch(AdvanceGameloop("g1", 5))
    await source.append(commit(event("ledger", "Paid")))
    assert 0 < (await take_in(store, await lines_of(source))).added < 10
    assert await whole_log(store) == await whole_log(source)
    assert (await take_in(store, shorter)).added == 0
    assert await whole_log(store) == await whole_log(source)


class Interrupted(Exception):
    """Somebody pressed ctrl-c."""


async def test_an_interrupted_import_is_gone_on_with(
    store: Store, source: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "CHUNK", 4)
    lines = await lines_of(source)

    def interrupt(_: Progress) -> None:
        raise Interrupted

    for _ in range(2):
        with pytest.raises(Interrupted):
            await take_in(store, lines, interrupt)
    half = await whole_log(store)
    log = await whole_log(source)
    assert 8 <= len(half) < len(log)
    assert half[-1].correlation_id != log[len(half)].correlation_id
    assert (await take_in(store, lines)).added == len(log) - len(half)
    assert await whole_log(store) == log


async def test_a_game_that_went_another_way_is_refused(store: Store, source: Store) -> None:
    await take_in(store, await lines_of(source, "g1"))
    there = playing_on(store)
    await there.dispatch(SpawnSite("g1", "x", 1, 7, "ada", 5, 4))
    await playing_on(source).dispatch(AdvanceGameloop("g1", 5))
    before = await whole_log(store)
    for lines in (await lines_of(source, "g1"), await lines_of(source)):
        with pytest.raises(ImportRefused, match=r"game g1 .* has GameloopAdvanced .* SiteSpawned"):
            await take_in(store, lines)
    assert await whole_log(store) == before


async def test_a_stream_that_went_another_way_is_refused(store: Store, source: Store) -> None:
    await store.append(commit(event("ledger", "Paid")))
    with pytest.raises(ImportRefused, match="stream ledger"):
        await take_in(store, await lines_of(source))
    assert len(await whole_log(store)) == 1


async def test_an_event_with_a_known_id_must_be_the_same_event(store: Store) -> None:
    other, known = MemoryEventStore(), new_id()
    await other.append(commit(event("ledger", "Paid", b'{"a":1}', event_id=known)))
    await store.append(commit(event("ledger", "Paid", b'{"a":2}', event_id=known)))
    with pytest.raises(ImportRefused, match=str(known)):
        await take_in(store, await lines_of(other))
    elsewhere = MemoryEventStore()
    await elsewhere.append(commit(event("accounts", event_id=known)))
    with pytest.raises(DuplicateEvent):
        await take_in(store, await lines_of(elsewhere))
    assert len(await whole_log(store)) == 1


async def test_a_stream_of_another_game_is_not_gone_on_with(store: Store) -> None:
    other = MemoryEventStore()
    await other.append(commit(event("site-1", game="g1")))
    await store.append(commit(event("site-1", game="g2")))
    with pytest.raises(ImportRefused, match=r"Line 2 .* version 1 of stream site-1"):
        await take_in(store, await lines_of(other))


async def test_nothing_of_a_damaged_export_is_added(
    store: Store, source: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "CHUNK", 1)
    lines = await lines_of(source)
    lines[-1] = lines[-1].replace(b"Zo", b"Xo")
    with pytest.raises(DamagedExport, match=f"Line {len(lines)} "):
        await take_in(store, lines)
    assert await whole_log(store) == []


async def test_what_others_add_to_a_game_meanwhile_stops_its_import(
    store: Store, source: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    append_all = store.append_all

    async def after_others(commits: Sequence[Commit]) -> Sequence[RecordedEvent]:
        monkeypatch.setattr(store, "append_all", append_all)
        await store.append(commit(event("elsewhere", "Meddled", game="g1")))
        return await append_all(commits)

    monkeypatch.setattr(store, "append_all", after_others)
    with pytest.raises(ImportRefused, match="Somebody else added"):
        await take_in(store, await lines_of(source, "g1"))
    assert [e.type for e in await whole_log(store)] == ["Meddled"]
