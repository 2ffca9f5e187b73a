"""Places in a game as people write them: a position `12`, a tick `t40`, a time, or `end`."""

from __future__ import annotations

import re
from datetime import datetime
from typing import assert_never

from msgspec import Struct

from domain.blocks.errors import LunarError
from domain.blocks.event_store import EventStore, Where
from domain.blocks.run import Run
from domain.game.events import GameloopAdvanced

HOW = "12 (a position of the log), t40 (a tick), a time such as 2026-11-24 14:05, or end"


class AtPosition(Struct, frozen=True):
    """After the event at this position of the log."""

    position: int


class AtTick(Struct, frozen=True):
    """The end of this tick, with all that was done in it; tick 0 is before the first."""

    tick: int


class AtEnd(Struct, frozen=True):
    """After the game's last event."""


class AtTime(Struct, frozen=True):
    """When it was this time, in microseconds since 1970, UTC."""

    time: int


Place = AtPosition | AtTick | AtEnd | AtTime


class NoSuchPlace(LunarError):
    """A place that is none, or that the game does not have."""


def parse_place(text: str) -> Place:
    """The place that the text names. Raises `NoSuchPlace`."""
    if text.strip().casefold() == "end":
        return AtEnd()
    if ":" in text:
        return AtTime(_time(text.strip()))
    place = re.fullmatch(r"(t?)(\d{1,18})", text.strip().casefold(), re.ASCII)
    if place is None:
        raise NoSuchPlace(f"{text!r} is no place in a game: give {HOW}.")
    number = int(place[2])
    return AtTick(number) if place[1] else AtPosition(number)


def _time(text: str) -> int:
    """The moment of a date and a time of day where the player is."""
    try:
        moment = datetime.fromisoformat(text).astimezone()
    except (ValueError, OverflowError) as error:
        raise NoSuchPlace(
            f"{text!r} is no time: write a date and a time, such as 2026-11-24 14:05:30."
        ) from error
    return round(moment.timestamp() * 1e6)


def moment_of(run: Run, place: Place) -> int:
    """The ordinal of the place's moment in a run; the nearest one where the run has no such."""
    match place:
        case AtPosition():
            return run.at_position(place.position)
        case AtTick():
            return run.at_turn(place.tick)
        case AtTime():
            return run.at_time(place.time)
        case AtEnd():
            return run.count
        case _:
            assert_never(place)


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
    match place:
        case AtTick():
            return await _position_of_tick(store, game_id, place.tick, end)
        case AtTime():
            return await _position_at(store, game_id, place.time)
        case AtEnd():
            return end
        case _:
            assert_never(place)


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


async def _position_at(store: EventStore, game_id: str, time: int) -> int:
    """The position of the game's last event that was recorded by then."""
    found, after = 0, 0
    while (batch := await store.scan(Where(game=game_id), after=after)).rows:
        for after, _, _, recorded_at in batch.rows:
            if recorded_at > time:
                return found
            found = after
    return found
