"""Where a list of events is to go: a position, a version, a tick, a time, the end."""

from __future__ import annotations

import re
from typing import assert_never

from msgspec import structs

from domain.blocks.event_store import ALL, EventStore, RecordedEvent, Where
from lunar_tui.places import (
    AtEnd,
    AtPosition,
    AtTick,
    AtTime,
    NoSuchPlace,
    Place,
    parse_place,
    position_of,
)

HOW_TO_GO = "12 (a position), v3 (a version), t40 (a tick), a time as 2026-11-24 14:05, end"

_VERSION = re.compile(r"v(\d{1,18})", re.ASCII | re.IGNORECASE)


async def event_at(store: EventStore, where: Where, text: str) -> RecordedEvent:
    """The event of the selection that stands there, or the next one after it.

    Raises `NoSuchPlace` or `StoreFault`.
    """
    if version := _VERSION.fullmatch(text.strip()):
        found = await _of_version(store, where, int(version[1]))
    else:
        found = await _at(store, where, parse_place(text))
    if found is None:
        raise NoSuchPlace(f"The list has no event at {text.strip()} or after it: go to its end.")
    return found


async def _of_version(store: EventStore, where: Where, version: int) -> RecordedEvent | None:
    if where.stream in {None, ALL}:
        raise NoSuchPlace("Only a stream has versions: give a position or a time.")
    skipped = await store.marks(Where(stream=where.stream), every=max(1, version - 1))
    positions = [*skipped.positions, 0, 0][: 2 if version > 1 else 1]
    return await _next(store, where, positions[-1] - 1) if positions[-1] else None


async def _at(store: EventStore, where: Where, place: Place) -> RecordedEvent | None:
    match place:
        case AtPosition():
            return await _next(store, where, place.position - 1)
        case AtTime():
            since = max(place.time, where.since or place.time)
            return await _next(store, structs.replace(where, since=since), 0)
        case AtTick():
            if where.game is None:
                raise NoSuchPlace("Only a game has ticks: give a position or a time.")
            position = await position_of(store, where.game, place)
            return await _last(store, where, position + 1)
        case AtEnd():
            return await _last(store, where, None)
        case _:
            assert_never(place)


async def _next(store: EventStore, where: Where, after: int) -> RecordedEvent | None:
    found = await store.read(where, after=max(0, after), limit=1)
    return found[0] if found else None


async def _last(store: EventStore, where: Where, before: int | None) -> RecordedEvent | None:
    found = await store.read(where, after=before, limit=1, backward=True)
    return found[0] if found else None
