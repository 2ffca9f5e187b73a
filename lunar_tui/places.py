"""Places in a game as people write them: `12` a position of the log, `t40` a tick, `end`."""

from __future__ import annotations

import re

from msgspec import Struct

from domain.blocks.errors import LunarError
from domain.blocks.event_store import EventStore, Where
from domain.game.events import GameloopAdvanced

HOW = "12 (a position of the log), t40 (a tick) or end"


class AtPosition(Struct, frozen=True):
    """After the event at this position of the log."""

    position: int


class AtTick(Struct, frozen=True):
    """The end of this tick, with all that was done in it; tick 0 is before the first."""

    tick: int


class AtEnd(Struct, frozen=True):
    """After the game's last event."""


Place = AtPosition | AtTick | AtEnd


class NoSuchPlace(LunarError):
    """A place that is none, or that the game does not have."""


def parse_place(text: str) -> Place:
    """The place that the text names. Raises `NoSuchPlace`."""
    if text.strip().casefold() == "end":
        return AtEnd()
    place = re.fullmatch(r"(t?)(\d{1,18})", text.strip().casefold(), re.ASCII)
    if place is None:
        raise NoSuchPlace(f"{text!r} is no place in a game: give {HOW}.")
    number = int(place[2])
    return AtTick(number) if place[1] else AtPosition(number)


async def position_of(store: EventStore, game_id: str, place: Place) -> int:
    """The position of the place's last event. Raises `NoSuchPlace` or `StoreFault`.

    A position that was given is taken as it is, whether or not it holds an event of the game.
    """
    if isinstance(place, AtPosition):
        return place.position
    end = await store.game_head(game_id)
    if not end:
        raise NoSuchPlace(
            f"There is no game {game_id!r} in this log: `lunar games` lists what there is."
        )
    if isinstance(place, AtEnd):
        return end
    return await _position_of_tick(store, game_id, place.tick, end)


async def _position_of_tick(store: EventStore, game_id: str, tick: int, end: int) -> int:
    """Ticks are counted from 1 without gaps, so the nth of them begins tick n."""
    only = Where(game=game_id, types=frozenset({GameloopAdvanced.__name__}))
    begins = (await store.marks(only, every=1)).positions
    if tick > len(begins):
        raise NoSuchPlace(
            f"Game {game_id} has not come to tick {tick}: its last is tick {len(begins)}."
        )
    if tick == len(begins):
        return end
    where = Where(game=game_id)
    return (await store.read(where, after=begins[tick], limit=1, backward=True))[0].position
