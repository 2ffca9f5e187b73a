"""The sky beyond the edge of a moon that is smaller than the screen."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style

from domain.game.noise import fractions
from lunar_tui.look import DUST, SHADOW

SHARE = 0.012
"""Share of the cells that hold a star."""

SKY = Style(color=DUST, bgcolor=SHADOW)


def stars(seed: int, row: int, start: int, stop: int) -> list[Segment]:
    """The sky of a row of the view, from one column up to another."""
    if start >= stop:
        return []
    lots = fractions(seed, f"stars/{row}", stop)[start:]
    return [Segment("".join("." if lot < SHARE else " " for lot in lots), SKY)]
