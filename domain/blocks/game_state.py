"""The fold of one game: the states of its aggregates and process managers at one position."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from domain.blocks.decider import Decider
from domain.blocks.messages import Event
from domain.blocks.process_manager import ProcessManager, Start, Stop
from domain.blocks.router import Router

Running = tuple[ProcessManager[Any], Any]
"""A process manager that follows an event, and its state with the event in it."""


class GameState:
    """What the log says of one game, kept so that the next command need not read it again.

    It is a fold of the game's events and nothing else; at most a snapshot of it is stored. The
    values are immutable, so `draft` is a cheap copy to try a command on.
    """

    def __init__(
        self,
        router: Router,
        aggregates: Mapping[str, Any] | None = None,
        managers: Mapping[tuple[str, str], Any] | None = None,
        position: int = 0,
    ) -> None:
        self.router = router
        self.position = position
        self._aggregates: dict[str, Any] = dict(aggregates or {})
        self._managers: dict[tuple[str, str], Any] = dict(managers or {})

    @property
    def aggregates(self) -> Mapping[str, Any]:
        """The states of the aggregate instances by their streams."""
        return self._aggregates

    @property
    def managers(self) -> Mapping[tuple[str, str], Any]:
        """The states of the process managers that run, by name and instance."""
        return self._managers

    def aggregate(self, decider: Decider[Any], stream: str) -> Any:
        """The state of the aggregate instance whose stream this is."""
        return self._aggregates.get(stream, decider.initial)

    def knows(self, stream: str) -> bool:
        """Whether any of the game's events is a part of the stream's aggregate."""
        return stream in self._aggregates

    def apply(self, event: Event) -> list[Running]:
        """Fold in the next event, and say which process managers now follow it.

        An aggregate that an event leaves as it was has no part in it, and none is begun by it.
        """
        for decider in self.router.deciders_of(event):
            instance = decider.stream(event)
            state = self._aggregates.get(instance, decider.initial)
            evolved = decider.evolve(state, event)
            if evolved is not state:
                self._aggregates[instance] = evolved
        return [
            running
            for manager in self.router.managers_of(event)
            if (running := self._follow(manager, event))
        ]

    def _follow(self, manager: ProcessManager[Any], event: Event) -> Running | None:
        correlation = manager.correlate(event)
        if correlation is None:
            return None
        key = (manager.name, correlation.instance)
        if not isinstance(correlation, Start) and key not in self._managers:
            return None
        state = manager.evolve(self._managers.get(key, manager.initial), event)
        if isinstance(correlation, Stop):
            self._managers.pop(key, None)
        else:
            self._managers[key] = state
        return manager, state

    def draft(self) -> GameState:
        """A copy that may be thrown away."""
        return GameState(self.router, self._aggregates, self._managers, self.position)

    def encode(self) -> bytes:
        """The states as JSON, for a snapshot."""
        managers = [(name, instance, state) for (name, instance), state in self._managers.items()]
        return msgspec.json.encode((self._aggregates, managers))

    @classmethod
    def decode(cls, router: Router, position: int, data: bytes) -> GameState:
        """The fold as of `position` that `encode` gave, with the same types of states."""
        aggregates, managers = msgspec.json.decode(data)
        types = {part.category: type(part.initial) for part in router.deciders}
        flows = {part.name: type(part.initial) for part in router.process_managers}
        return cls(
            router,
            {
                stream: msgspec.convert(value, types[stream.partition("-")[0]])
                for stream, value in aggregates.items()
            },
            {
                (name, instance): msgspec.convert(value, flows[name])
                for name, instance, value in managers
            },
            position,
        )
