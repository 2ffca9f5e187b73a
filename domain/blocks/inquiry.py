"""The inquiry: why something is as it is at a moment of a game, from its log and its timeline."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from domain.blocks.causes import Step, causes
from domain.blocks.event_store import EventStore, RecordedEvent, Where
from domain.blocks.game_state import GameState
from domain.blocks.projector import Row
from domain.blocks.replay import Progress, unobserved
from domain.blocks.router import Router
from domain.blocks.timeline import Timeline
from domain.blocks.view_history import Spot, ViewHistory


@dataclass(frozen=True, slots=True)
class Inquiry:
    """Answers questions about one game, as far as its timeline goes.

    `commands` has for each event type the name of the command that leads to it. Every call may
    raise `StoreFault`, `UnknownEventType` or `UnreadableEvent`.
    """

    log: EventStore
    timeline: Timeline
    router: Router
    commands: Mapping[str, Collection[str]]

    async def last_change(
        self, spot: Spot, ordinal: int, observe: Callable[[Progress], bool] = unobserved
    ) -> RecordedEvent | None:
        """The event that made the spot what it is at a moment; see `ViewHistory.last_change`."""
        run = self.timeline.run

        async def row_before(position: int) -> Row | None:
            moment = await self.timeline.at(run.at_position(position - 1))
            row: Row | None = moment.views[spot.view].rows.get(spot.key)
            return row

        projector = (await self.timeline.at(0)).views[spot.view].projector
        where = Where(game=self.timeline.game)
        history = ViewHistory(projector, self.log, self.router.events, where)
        return await history.last_change(spot, run.position(ordinal), row_before, observe)

    async def causes(self, event: RecordedEvent) -> Sequence[Step]:
        """What the event came of, step by step back to a command from outside."""
        run = self.timeline.run

        async def state_before(position: int) -> GameState:
            return (await self.timeline.at(run.at_position(position - 1))).state

        return await causes(self.log, self.router, self.commands, event, state_before)

    async def why(
        self, spot: Spot, ordinal: int, observe: Callable[[Progress], bool] = unobserved
    ) -> Sequence[Step]:
        """The causes of the event that made the spot what it is; none if it never changed."""
        event = await self.last_change(spot, ordinal, observe)
        return await self.causes(event) if event else ()
