"""A moment: the whole state of one game after so many of its events."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from domain.blocks.game_state import GameState
from domain.blocks.messages import Event
from domain.blocks.projector import Projector
from domain.blocks.router import Router
from domain.blocks.view import View


class Moment:
    """One game after its first `ordinal` events: its views, and what its next command would see.

    `state` holds the aggregates and process managers. `recorded_at` is when the last of the events
    was recorded, in microseconds since 1970, UTC; 0 before the first. A moment stands beside the
    game that is played: nobody is served from it, and nothing is dispatched to it.
    """

    def __init__(self, router: Router, projectors: Sequence[Projector[Any]]) -> None:
        self.ordinal = 0
        self.recorded_at = 0
        self.state = GameState(router)
        self.views: dict[str, View[Any]] = {p.name: View(p) for p in projectors}

    @property
    def position(self) -> int:
        """The log position of the last of the events; 0 before the first."""
        return self.state.position

    def apply(self, position: int, event: Event, recorded_at: int) -> None:
        """Fold in the game's next event. Raises `ProjectorFailed`; the moment is then of no use."""
        for view in self.views.values():
            view.apply(position, event, recorded_at)
        self.state.apply(event)
        self.state.position = position
        self.recorded_at = recorded_at
        self.ordinal += 1

    def copy(self) -> Moment:
        """The same moment, to go on from on its own; cheap, for rows and states are immutable."""
        copy = Moment(self.state.router, ())
        copy.ordinal, copy.recorded_at = self.ordinal, self.recorded_at
        copy.state = self.state.draft()
        copy.views = {
            name: View(view.projector, view.rows, view.position)
            for name, view in self.views.items()
        }
        return copy

    def encode(self) -> bytes:
        """The moment as JSON; that of an equal moment is equal, byte for byte."""
        rows = {name: list(view.rows.values()) for name, view in self.views.items()}
        state = msgspec.Raw(self.state.encode())
        return msgspec.json.encode((self.ordinal, self.position, self.recorded_at, rows, state))

    @classmethod
    def decode(cls, router: Router, projectors: Sequence[Projector[Any]], data: bytes) -> Moment:
        """The moment that `encode` gave, with the same router and projectors."""
        ordinal, position, recorded_at, rows, state = msgspec.json.decode(data, type=_Encoded)
        moment = cls(router, ())
        moment.ordinal, moment.recorded_at = ordinal, recorded_at
        moment.state = GameState.decode(router, position, state)
        for projector in projectors:
            row_of = msgspec.json.Decoder(projector.row).decode
            found = {row.key: row for row in map(row_of, rows[projector.name])}
            moment.views[projector.name] = View(projector, found, position)
        return moment


_Encoded = tuple[int, int, int, dict[str, list[msgspec.Raw]], msgspec.Raw]
