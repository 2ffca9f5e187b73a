"""Timelines of games, read for one command."""

from __future__ import annotations

from domain.blocks.event_store import EventStore
from domain.blocks.timeline import Timeline
from domain.game.travel import timeline
from lunar_tui.cli.progress_bar import progress_bar
from lunar_tui.places import AtEnd, Place, position_of


async def read_timeline(store: EventStore, game_id: str) -> Timeline:
    """The timeline of a game to its end.

    Raises `NoSuchPlace` where there is no such game, and what a timeline raises.
    """
    await position_of(store, game_id, AtEnd())
    line = timeline(store, game_id)
    with progress_bar("Reading the game") as observe:
        await line.extend(observe)
    return line


async def ordinal_of(store: EventStore, line: Timeline, place: Place) -> int:
    """The moment at a place. Raises `NoSuchPlace` or `StoreFault`."""
    return line.run.at_position(await position_of(store, line.game, place))
