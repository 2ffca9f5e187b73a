"""Router: which aggregates decide on a command, and which parts an event concerns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from domain.blocks.decider import Decider
from domain.blocks.event_types import EventTypes
from domain.blocks.messages import Command, Event
from domain.blocks.process_manager import ProcessManager

Route = tuple[Decider[Any], ...]


class Router:
    """The whole write side of a model: its commands, aggregates, process managers and events.

    A command goes to each aggregate of its route in turn. Each decides on its own state alone; if
    one refuses, nothing happens, and otherwise all their events do.
    """

    def __init__(
        self,
        routes: Mapping[type[Command], Route],
        process_managers: tuple[ProcessManager[Any], ...],
        events: EventTypes,
    ) -> None:
        self.routes = dict(routes)
        self.process_managers = process_managers
        self.events = events
        self.deciders = tuple(dict.fromkeys(d for route in routes.values() for d in route))
        self.categories = frozenset(decider.category for decider in self.deciders)
        self._deciders_of: dict[type[Event], Route] = {
            event: tuple(d for d in self.deciders if event in d.evolves_from)
            for event in events.classes
        }
        self._managers_of: dict[type[Event], tuple[ProcessManager[Any], ...]] = {
            event: tuple(m for m in process_managers if event in m.handles)
            for event in events.classes
        }

    def deciders_of(self, event: Event) -> Route:
        """The aggregates whose state the event is a part of."""
        return self._deciders_of[type(event)]

    def managers_of(self, event: Event) -> tuple[ProcessManager[Any], ...]:
        """The process managers that follow the event."""
        return self._managers_of[type(event)]

    def owns(self, stream: str) -> bool:
        """Whether the stream is one of the model's own, which only its aggregates write."""
        return stream.partition("-")[0] in self.categories
