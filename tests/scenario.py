"""Given events, when a command, then events or a rejection: the language of the domain's tests."""

from __future__ import annotations

from uuid import UUID

from domain.blocks.decider import Rejected
from domain.blocks.game_state import GameState
from domain.blocks.messages import Command, Event
from domain.blocks.router import Router
from domain.blocks.unit_of_work import decide
from domain.game.model import ROUTER

ANY_ID = UUID(int=0)


class When:
    """What came of the command."""

    def __init__(self, answer: tuple[Event, ...] | Rejected) -> None:
        self._answer = answer

    def events(self) -> tuple[Event, ...]:
        """The events that it came to."""
        assert not isinstance(self._answer, Rejected), self._answer
        return self._answer

    def then(self, *events: Event) -> None:
        """It came to exactly these events, in this order."""
        assert self._answer == events

    def then_among(self, kinds: type[Event] | tuple[type[Event], ...], *events: Event) -> None:
        """Of its events, those of these types are exactly these, in this order."""
        assert not isinstance(self._answer, Rejected), self._answer
        assert tuple(e for e in self._answer if isinstance(e, kinds)) == events

    def refused(self, code: str, *words: str) -> None:
        """It was refused with this code, in a sentence that holds these words."""
        assert isinstance(self._answer, Rejected), self._answer
        assert self._answer.code == code
        assert self._answer.sentence.endswith(".")
        for word in words:
            assert word in self._answer.sentence


class Given:
    """A game in which these events have happened."""

    def __init__(self, *events: Event, router: Router = ROUTER) -> None:
        self._router = router
        self._state = GameState(router)
        for event in events:
            self._state.apply(event)

    def when(self, command: Command) -> When:
        """Decide the command with its whole cascade."""
        outcome = decide(self._router, self._state, command, ANY_ID, lambda: ANY_ID)
        return When(outcome if isinstance(outcome, Rejected) else tuple(outcome.events))
