"""The flows view: what brought how much into each stock of a colony, and what took it out."""

from __future__ import annotations

from typing import ClassVar

from domain.blocks.projector import Change, Projector, Row, Upsert
from domain.game.colony_events import ColonyBalanced


class FlowRow(Row, frozen=True, gc=False):
    """What a cause did to a stock at a tick, the last one at which it did anything to it."""

    KEY: ClassVar = ("game_id", "cause", "stock")
    NOUN: ClassVar = "flow"

    game_id: str
    cause: str
    stock: str
    amount: int
    tick: int


def _balanced(event: ColonyBalanced, _: int) -> tuple[Change, ...]:
    return tuple(
        [
            Upsert(FlowRow(event.game_id, flow.cause, flow.stock, flow.amount, event.tick))
            for flow in event.flows
        ]
    )


flows = Projector(
    name="flows",
    about="what brings into each stock of a colony, and what takes out of it",
    row=FlowRow,
    handlers={ColonyBalanced: _balanced},
)
