"""What an event says to people: a sentence."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from typing import NamedTuple, assert_never

import msgspec

from domain.blocks.causes import Step
from domain.blocks.errors import LunarError
from domain.blocks.event_store import RecordedEvent
from domain.blocks.event_types import EventType, EventTypes
from domain.game.colony_events import ColonyEvent
from domain.game.events import (
    BuildingSpawned,
    ConstructionCompleted,
    ConstructionProgressed,
    GameBranched,
    GameEvent,
    GameloopAdvanced,
    GameStarted,
    GameStopped,
    SandboxEvent,
    SiteSpawned,
)
from domain.game.site_types import SITE_TYPES
from lunar_tui.colony_sentences import colony_sentence
from lunar_tui.naming import told_site

TO_LOOK_FOR = "part of a name or id, a site type, tick 4, a place 17,4, a mark #12"
"""What `stored_text` understands, in words."""

SHORTEST_TYPE = 3
"""So many letters of a site type's name stand for it; fewer could as well be part of an id."""


def printable(text: str) -> str:
    """The text with a visible stand-in for each character that could steer a terminal."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)


def json_text(data: bytes, indent: int) -> str:
    """JSON laid out with that indent, on one line for -1; what is not JSON as it is."""
    with suppress(msgspec.DecodeError):
        data = msgspec.json.format(data, indent=indent)
    return data.decode(errors="replace")


def stored_text(typed: str, width: int) -> str:
    """What to look for in stored events, for text as people read it in sentences.

    A place such as `17,4` is stored as the tile's index; a site's mark is the end of its id. The
    name of a site type, or what it alone begins with, is stored as its number; `tick 4` as a field.
    """
    if numbers := re.fullmatch(r"(\d+),(\d+)", typed):
        x, y = map(int, numbers.groups())
        return f'"location":{y * width + x},'
    if tick := re.fullmatch(r"tick (\d+)", typed, re.IGNORECASE):
        return f'"tick":{tick[1]}}}'
    if (site_type := _site_type(typed)) is not None:
        return f'"site_type":{site_type},'
    if mark := re.fullmatch(r"#(\S+)", typed):
        return mark[1] if mark[1].endswith("~") else f'{mark[1]}"'
    return typed


def _site_type(typed: str) -> int | None:
    start = typed.casefold()
    found = [kind.id for kind in SITE_TYPES if kind.name.casefold().startswith(start)]
    return found[0] if len(found) == 1 and len(start) >= SHORTEST_TYPE else None


def sentence(event: GameEvent, width: int) -> str:
    """What happened, as a sentence. `width` is the map's, in tiles."""
    if isinstance(event, ColonyEvent):
        return colony_sentence(event, width)
    return _sentence(event, width)


def _sentence(event: SandboxEvent, width: int) -> str:
    match event:
        case GameStarted():
            moon = f"{event.width} by {event.height} tiles, seed {event.seed}"
            return f"Game {event.name} began on a moon of {moon}"
        case GameloopAdvanced():
            return f"Tick {event.tick} passed"
        case SiteSpawned():
            site = told_site(event.site_id, event.site_type, event.location, width)
            return f"Site {site}: begun by {event.player_id}, {_ticks(event.completion_ticks)}"
        case ConstructionProgressed():
            site = told_site(event.site_id, event.site_type, event.location, width)
            return f"Site {site}: {event.progressed_ticks} of {_ticks(event.required_ticks)}"
        case ConstructionCompleted():
            site = told_site(event.site_id, event.site_type, event.location, width)
            return f"Site {site}: all work done"
        case BuildingSpawned():
            site = told_site(event.site_id, event.site_type, event.location, width)
            return f"Building {site}: stands ready"
        case GameStopped():
            ended = f"Game ended by {event.player_id}" if event.player_id else "Game ended"
            return f"{ended}: {event.reason}" if event.reason else ended
        case GameBranched():
            source = f"game {event.source_game_id}, position {event.source_position:,}"
            return f"Game {event.name} branched at tick {event.tick} from {source}"
        case _:
            assert_never(event)


def _ticks(count: int) -> str:
    return "1 tick" if count == 1 else f"{count} ticks"


class Told(NamedTuple):
    """An event for people; `tick` is None for an event that belongs to no tick."""

    tick: int | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Narrator:
    """Tells the events of one game, whose map is `width` tiles wide."""

    types: EventTypes
    width: int

    def tell(self, recorded: RecordedEvent) -> Told:
        """Tell an event; one that is not the game's, or cannot be read, is told by its data."""
        try:
            event = self.types.decode(recorded.kind, recorded.data)
        except LunarError:
            event = None
        if not isinstance(event, GameEvent):
            return Told(None, printable(f"{recorded.type} {json_text(recorded.data, indent=-1)}"))
        tick = getattr(event, "tick", None)
        return Told(tick, printable(sentence(event, self.width)))

    def stored(self, typed: str) -> str:
        """What to look for in stored events, for text as people read it in these sentences."""
        return stored_text(typed, self.width)

    def as_read(self, recorded: RecordedEvent) -> tuple[EventType, bytes] | None:
        """An event of an old schema as it is read: its type of today, and its data as JSON.

        None for one that is of today's schema, that is not the game's, or that cannot be read.
        """
        try:
            event = self.types.decode(recorded.kind, recorded.data)
        except LunarError:
            return None
        kind = EventType(recorded.type, event.SCHEMA)
        return None if kind == recorded.kind else (kind, self.types.encode(event))


class PlainNarrator(Narrator):
    """Tells the events of any log as they are stored: stream, version, type and data."""

    def tell(self, recorded: RecordedEvent) -> Told:
        """Tell an event by what it is."""
        data = json_text(recorded.data, indent=-1)
        place = f"{recorded.stream} v{recorded.version}"
        return Told(None, printable(f"{place}  {recorded.type}  {data}"))

    def stored(self, typed: str) -> str:
        """The text itself."""
        return typed


def told_sender(step: Step) -> str:
    """What an event came of: its command, and the process manager or player that sent it."""
    command = step.command or "a command"
    sender = step.manager or printable(step.event.player) or "somebody"
    return f"by {command} from {sender}"
