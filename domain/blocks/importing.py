"""Import: the events of an export become events of a log, whatever it holds of them already.

An export is read twice. The first reading only looks: is the file whole, and are the events that
the log has already the same ones? The second adds those that are missing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from msgspec import Struct, structs

from domain.blocks.errors import LunarError
from domain.blocks.event_store import (
    Commit,
    EventStore,
    Expected,
    GameMoved,
    NewEvent,
    RecordedEvent,
    Where,
    WrongVersion,
)
from domain.blocks.export_format import Export
from domain.blocks.replay import Progress, unobserved

CHUNK = 5000
"""Events that are added in one transaction, or as many as the commit that goes beyond has."""

PAGE = 1000

Observer = Callable[[Progress], object]


class ImportRefused(LunarError):
    """An export that does not fit the log."""


class Imported(Struct, frozen=True):
    """What an import came to.

    `events` are those of the export, `added` those that were not in the log before. `same_end`
    says whether the log now ends as the exported one did, at the same position and digest.
    """

    game: str | None
    events: int
    added: int
    same_end: bool


class _Run(NamedTuple):
    """What belongs together, in an order that only its own events change: a game, or a stream."""

    game: str | None
    stream: str | None

    @classmethod
    def of(cls, event: RecordedEvent) -> _Run:
        return cls(event.game, None if event.game is not None else event.stream)

    def __str__(self) -> str:
        return f"stream {self.stream}" if self.game is None else f"game {self.game}"


class _Known(Struct):
    """What the log has of a run: how many of the export's events, and the position of the last."""

    events: int = 0
    position: int = 0


async def import_events(
    store: EventStore, read: Callable[[], Export], observe: Observer = unobserved
) -> Imported:
    """Add what the log lacks of the export, in whole commits; `read` begins to read it anew.

    What was added stays when it is interrupted; the next import adds the rest. `observe` hears
    of both readings. Raises `ImportRefused` or `DamagedExport`, and then nothing was added.
    """
    header = read().header
    known = await _compare(store, read(), observe)
    missing = header.events - sum(each.events for each in known.values())
    if missing:
        await _add(store, read(), known, observe)
    end = await store.head()
    same_end = (end.position, end.digest.hex()) == (header.position, header.digest)
    return Imported(header.game, header.events, missing, same_end)


async def _compare(store: EventStore, export: Export, observe: Observer) -> Mapping[_Run, _Known]:
    """What the log has already. Raises `ImportRefused` where that is something else."""
    versions = {stream.name: stream.version for stream in await store.streams()}
    there: dict[_Run, AsyncIterator[RecordedEvent]] = {}
    ended: set[_Run] = set()
    known = defaultdict[_Run, _Known](_Known)
    for number, event in enumerate(export, start=1):
        run = _Run.of(event)
        found = None
        if run not in ended:
            events = there.get(run) or there.setdefault(run, _events(store, run))
            found = await anext(events, None)
        if found is not None:
            _check_same(run, found, event, number)
            known[run] = _Known(known[run].events + 1, found.position)
        else:
            ended.add(run)
            _check_next(versions.get(event.stream, 0) + 1, event, number)
            versions[event.stream] = event.version
        if number % PAGE == 0:
            observe(Progress(number, export.header.events, number))
    return known


async def _events(store: EventStore, run: _Run) -> AsyncIterator[RecordedEvent]:
    where = Where(game=run.game, stream=run.stream)
    after = 0
    while page := await store.read(where, after=after, limit=PAGE):
        for event in page:
            yield event
        after = page[-1].position


def _check_same(run: _Run, found: RecordedEvent, event: RecordedEvent, number: int) -> None:
    if structs.replace(found, position=event.position, digest=event.digest) != event:
        raise ImportRefused(
            f"The {run} went another way in this log: line {number + 1} of the export has "
            f"{event.type} (position {event.position}, id {event.event_id}) where the log has "
            f"{found.type} (position {found.position}, id {found.event_id}). Nothing was added."
        )


def _check_next(version: int, event: RecordedEvent, number: int) -> None:
    if event.version != version:
        raise ImportRefused(
            f"Line {number + 1} of the export has version {event.version} of stream "
            f"{event.stream}, where version {version} would come in this log. Nothing was added."
        )


async def _add(
    store: EventStore, export: Export, known: Mapping[_Run, _Known], observe: Observer
) -> None:
    heads = {run.game: known[run].position for run in known if run.game is not None}
    left = {run: each.events for run, each in known.items()}
    chunk: list[Commit] = []
    read = waiting = 0
    for (run, *_), group in groupby(export, _commit_of):
        events = list(group)
        read += len(events)
        old = min(left.get(run, 0), len(events))
        left[run] = left.get(run, 0) - old
        if old < len(events):
            chunk.append(_commit(events[old:]))
            waiting += len(events) - old
        if waiting >= CHUNK:
            await _append(store, chunk, heads)
            chunk.clear()
            waiting = 0
            observe(Progress(read, export.header.events, read))
    await _append(store, chunk, heads)


def _commit_of(event: RecordedEvent) -> tuple[_Run, object, str, int]:
    return _Run.of(event), event.correlation_id, event.player, event.recorded_at


def _commit(events: Sequence[RecordedEvent]) -> Commit:
    first = events[0]
    expect: dict[str, Expected] = {}
    for event in events:
        expect.setdefault(event.stream, event.version - 1)
    return Commit(
        events=[_new(event) for event in events],
        correlation_id=first.correlation_id,
        recorded_at=first.recorded_at,
        player=first.player,
        expect=expect,
    )


def _new(event: RecordedEvent) -> NewEvent:
    return NewEvent(
        event_id=event.event_id,
        stream=event.stream,
        type=event.type,
        schema=event.schema,
        data=event.data,
        command_id=event.command_id,
        causation_id=event.causation_id,
        game=event.game,
    )


async def _append(store: EventStore, chunk: Sequence[Commit], heads: dict[str, int]) -> None:
    """Add the commits if the games stand where `heads` says, and say there where they stand now."""
    try:
        recorded = await store.append_all(list(_expecting(chunk, heads)))
    except (WrongVersion, GameMoved) as moved:
        raise ImportRefused(
            f"Somebody else added to the log while the export was imported ({moved}): import it "
            "again to see what fits."
        ) from moved
    heads.update({event.game: event.position for event in recorded if event.game is not None})


def _expecting(chunk: Sequence[Commit], heads: Mapping[str, int]) -> Iterator[Commit]:
    """The commits, of which the first of each game expects the game to stand where it did."""
    begun: set[str] = set()
    for commit in chunk:
        game = commit.events[0].game
        if game is None or game in begun:
            yield commit
        else:
            begun.add(game)
            yield structs.replace(commit, expect_game=(game, heads.get(game, 0)))
