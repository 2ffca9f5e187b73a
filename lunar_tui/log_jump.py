"""Where a list of events is to go: a position, a version, a tick, a time, the end."""

from __future__ import annotations

import re
from typing import assert_never

from domain.blocks.event_store import ALL, EventStore
from lunar_tui.event_pages import EventPages
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


async def row_at(store: EventStore, text: str, shown: EventPages, whole: EventPages) -> int:
    """The row of `shown` with the event that stands there, or the next one after it.

    `whole` is the stream or game of which some events are shown. Raises `NoSuchPlace` or
    `StoreFault`.
    """
    if version := _VERSION.fullmatch(text.strip()):
        position = await _position_of_version(int(version[1]), whole)
    else:
        position = await _position_of(store, parse_place(text), whole)
    row = await shown.find_from(position)
    if row is None:
        raise NoSuchPlace(f"The list has no event at {text.strip()} or after it: go to its end.")
    return row


async def _position_of_version(version: int, whole: EventPages) -> int:
    if whole.where.stream in {None, ALL}:
        raise NoSuchPlace("Only a stream has versions: give a position or a time.")
    if not 1 <= version <= whole.count:
        raise NoSuchPlace(f"The stream has the versions 1 to {whole.count:,}.")
    event = whole.row(version - 1)
    if event is None:
        await whole.fetch(version - 1)
        event = whole.row(version - 1)
    return event.position if event else 0


async def _position_of(store: EventStore, place: Place, whole: EventPages) -> int:
    match place:
        case AtPosition():
            return place.position
        case AtTime():
            return await _position_at(store, place.time)
        case AtTick():
            if whole.where.game is None:
                raise NoSuchPlace("Only a game has ticks: give a position or a time.")
            return await position_of(store, whole.where.game, place)
        case AtEnd():
            return (await store.head()).position
        case _:
            assert_never(place)


async def _position_at(store: EventStore, time: int) -> int:
    """The first position of the log from that time on.

    It is found by halving, for times ascend along the log; only what was imported may be older than
    what stands before it.
    """
    before, end = 0, (await store.head()).position
    while before < end:
        middle = (before + end) // 2
        found = await store.read(after=middle, limit=1)
        if found and found[0].recorded_at < time:
            before = middle + 1
        else:
            end = middle
    return before + 1
