"""A game in memory: the real aggregates and process managers, two views, and no store."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from uuid import UUID

from domain.blocks.decider import Rejected
from domain.blocks.game_state import GameState
from domain.blocks.messages import Command, Event
from domain.blocks.unit_of_work import decide
from domain.blocks.view import View
from domain.game.commands import AdvanceGameloop
from domain.game.model import ROUTER
from domain.game.projectors.operations import operations
from domain.game.projectors.surveys import surveys


class HeadlessGame:
    """One game; commands are decided at once, and no event is kept.

    `accepted` are the commands that were not refused: given to a store, they make the same game.
    """

    def __init__(self, game_id: str) -> None:
        self.id = game_id
        self.tick = 0
        self.operations = View(operations)
        self.surveys = View(surveys)
        self.accepted: list[Command] = []
        self._state = GameState(ROUTER)
        self._ids = count(1)

    def do(self, command: Command) -> Sequence[Event] | Rejected:
        """Do what the command asks: the events, or the refusal."""
        outcome = decide(ROUTER, self._state, command, self._id(), self._id)
        if isinstance(outcome, Rejected):
            return outcome
        self._state = outcome.state
        self.accepted.append(command)
        for event in outcome.events:
            for view in (self.operations, self.surveys):
                view.apply(0, event, 0)
        return outcome.events

    def advance(self) -> Sequence[Event] | Rejected:
        """Let a tick pass."""
        self.tick += 1
        return self.do(AdvanceGameloop(self.id, self.tick))

    def _id(self) -> UUID:
        return UUID(int=next(self._ids))
