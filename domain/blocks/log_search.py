"""The search: where in the log the events of a selection stand, a piece of the log at a time."""

from __future__ import annotations

from array import array
from collections.abc import Callable

from domain.blocks.event_store import EventStore, Where
from domain.blocks.replay import Progress

AT_ONCE = 20_000
"""Positions that are looked through between two reports."""


async def search(
    store: EventStore,
    where: Where,
    found: Callable[[array[int]], object],
    observe: Callable[[Progress], bool],
    *,
    at_once: int = AT_ONCE,
) -> bool:
    """Look through the log as it is now, and tell `found` the positions, in order, as they come.

    `observe` is called after every piece, with the number found so far as its `events`, and ends
    the search by returning False. Returns whether the end was reached. Raises `StoreFault`.
    """
    target = (await store.head()).position
    count = after = 0
    while after < target:
        upto = min(after + at_once, target)
        positions = array("q", await store.positions(where, after=after, upto=upto))
        if positions:
            found(positions)
        count, after = count + len(positions), upto
        if not observe(Progress(after, target, count)) and after < target:
            return False
    return True
