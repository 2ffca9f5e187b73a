"""The two kinds of message: a command asks, an event tells."""

from __future__ import annotations

from typing import ClassVar

from msgspec import Struct


class Command(Struct, frozen=True, forbid_unknown_fields=True):
    """A request to change the world, in the imperative; it may be refused.

    `game_id` names the game, which is the boundary of consistency: everything that one command
    touches belongs to one game.
    """

    game_id: str


class Event(Struct, frozen=True, gc=False):
    """A fact, in the past tense; it carries all that any projection needs, and never changes.

    `SCHEMA` is the version of the event's shape. A changed shape is a new number, and an
    upcaster that leads from the old one (see `event_types`).
    """

    SCHEMA: ClassVar[int] = 1

    game_id: str
