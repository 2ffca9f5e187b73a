"""Capacity: what a store takes, how it grew, and when it will be too large. Arithmetic only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from domain.blocks.log_use import LogUse

HOURS_A_MONTH = 24 * 30

Measured = Literal["measured", "sampled", "estimated"]
"""How a size is known: told by the store, told by it of some and taken for all, or reckoned."""


class Size(Struct, frozen=True):
    """What a part of a store takes, in bytes on disk, or in memory where that is its place."""

    name: str
    bytes: int
    how: Measured = "measured"


class StoreSizes(Struct, frozen=True):
    """What a store takes. `log` grows with events; `beside` are snapshots and what else there is.

    `free` is the room left on the disk, in bytes; None where nobody here can know it.
    """

    log: Sequence[Size]
    beside: Sequence[Size]
    free: int | None = None


def total(sizes: Sequence[Size]) -> int:
    """All of them together."""
    return sum(size.bytes for size in sizes)


def on_disk(data: float, use: LogUse, log_bytes: int) -> float:
    """What an event with so many bytes of data takes on disk.

    Beside its data it takes what every event takes of the log: columns, indexes, empty room.
    """
    if not use.events:
        return data
    return data + max(0.0, (log_bytes - use.bytes) / use.events)


class Forecast(Struct, frozen=True):
    """What a month of such events takes, in bytes, and when the disk is full.

    `full_in` is in hours; None when that never comes, or when the room is not known.
    """

    event_bytes: float
    events_per_hour: float
    a_month: float
    full_in: float | None


def forecast(event_bytes: float, events_per_hour: float, free: int | None) -> Forecast:
    """The forecast by size of an event * events an hour * 24 (hours) * 30 (days)."""
    an_hour = event_bytes * events_per_hour
    full_in = free / an_hour if free is not None and an_hour > 0 else None
    return Forecast(event_bytes, events_per_hour, an_hour * HOURS_A_MONTH, full_in)


class Rebuild(Struct, frozen=True):
    """How long a rebuild takes now, in seconds, and in how many hours it takes longer than wanted.

    `over_in` is 0 when it does already, and None when it never will.
    """

    rate: float
    seconds: float
    budget: float
    over_in: float | None


def rebuild(events: int, rate: float, budget: float, events_per_hour: float) -> Rebuild:
    """The outlook for rebuilds at `rate` events a second, which may take `budget` seconds."""
    room = rate * budget - events
    over_in = 0.0 if room < 0 else room / events_per_hour if events_per_hour > 0 else None
    return Rebuild(rate, events / rate, budget, over_in)


class Bar(Struct, frozen=True):
    """A part of the log's time: its beginning in seconds since 1970, UTC, its length in seconds."""

    begin: int
    seconds: int
    events: int
    bytes: int


def growth(use: LogUse, most: int) -> Sequence[Bar]:
    """The whole time of the log as at most so many bars of one length."""
    if not use.slots:
        return []
    first = use.slots[0].number
    step = -(-(use.slots[-1].number - first + 1) // most)
    count = (use.slots[-1].number - first) // step + 1
    events, sizes = [0] * count, [0] * count
    for slot in use.slots:
        place = (slot.number - first) // step
        events[place] += slot.events
        sizes[place] += slot.bytes
    return [
        Bar((first + place * step) * use.width, step * use.width, events[place], sizes[place])
        for place in range(count)
    ]
