"""A moment: the whole state of one game after so many of its events."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy as shallow_copy
from typing import Any

import msgspec

from domain.blocks.deltas import Delta, Deltas, Table
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
        self._deltas = Deltas(
            [
                *[projector.row for projector in projectors],
                *[type(decider.initial) for decider in router.deciders],
                *[type(manager.initial) for manager in router.process_managers],
            ]
        )

    @property
    def position(self) -> int:
        """The log position of the last of the events; 0 before the first."""
        return self.state.position

    def apply(self, position: int, event: Event | None, recorded_at: int) -> None:
        """Fold in the game's next event; None for one that is only counted.

        Raises `ProjectorFailed`; the moment is then of no use.
        """
        for view in self.views.values():
            if event is None:
                view.position = position
            else:
                view.apply(position, event, recorded_at)
        if event is not None:
            self.state.apply(event)
        self.state.position = position
        self.recorded_at = recorded_at
        self.ordinal += 1

    def copy(self) -> Moment:
        """The same moment, to go on from on its own; cheap, for rows and states are immutable."""
        rows = [view.rows for view in self.views.values()]
        return self._with(self.ordinal, self.recorded_at, self.state.draft(), rows)

    def _with(
        self, ordinal: int, recorded_at: int, state: GameState, rows: Sequence[Table]
    ) -> Moment:
        moment = shallow_copy(self)
        moment.ordinal, moment.recorded_at, moment.state = ordinal, recorded_at, state
        moment.views = {
            view.projector.name: View(view.projector, table, state.position)
            for view, table in zip(self.views.values(), rows, strict=True)
        }
        return moment

    def encode(self, base: Moment | None = None) -> bytes:
        """The moment as JSON, told by how it differs from `base`, or from a game without events.

        Equal moments give equal bytes.
        """
        bases = base.tables if base else [{} for _ in self.tables]
        deltas = [self._deltas.make(*tables) for tables in zip(bases, self.tables, strict=True)]
        return msgspec.json.encode((self.ordinal, self.position, self.recorded_at, deltas))

    def decode(self, data: bytes) -> Moment:
        """The moment that `encode` told by how it differs from this one."""
        ordinal, position, recorded_at, deltas = _DECODER.decode(data)
        *rows, aggregates, managers = map(self._deltas.apply, self.tables, deltas)
        state = GameState(self.state.router, aggregates, managers, position)
        return self._with(ordinal, recorded_at, state, rows)

    @property
    def tables(self) -> Sequence[Table]:
        """All that the moment holds: the rows of each view, the aggregates, the managers."""
        rows = [view.rows for view in self.views.values()]
        return [*rows, self.state.aggregates, self.state.managers]


_DECODER = msgspec.json.Decoder(tuple[int, int, int, list[Delta]])
