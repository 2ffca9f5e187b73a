"""The surveys view: what digging brings on each tile that was surveyed."""

from __future__ import annotations

from typing import ClassVar

from domain.blocks.projector import Change, Projector, Row, Upsert
from domain.game.colony_events import TileSurveyed


class FindRow(Row, frozen=True, gc=False):
    """What digging a tile brings of a stock in a tick, in percent of the usual, too."""

    KEY: ClassVar = ("game_id", "location", "stock")
    NOUN: ClassVar = "find"

    game_id: str
    location: int
    stock: str
    amount: int
    percent: int


def _surveyed(event: TileSurveyed, _: int) -> tuple[Change, ...]:
    return tuple(
        [
            Upsert(FindRow(event.game_id, event.location, find.stock, find.amount, find.percent))
            for find in event.finds
        ]
    )


surveys = Projector(
    name="surveys",
    about="what digging brings on each tile that was surveyed",
    row=FindRow,
    handlers={TileSurveyed: _surveyed},
)
