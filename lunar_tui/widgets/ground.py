"""The moon's ground as terminal cells: brightness in, segments out.

A tile is two columns and one row, and each column shows two samples: the upper and the lower
half of the cell, or one character for both in ASCII.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import groupby

from msgspec import Struct
from rich.color import Color
from rich.segment import Segment
from rich.style import Style

from domain.game.noise import Field
from lunar_tui.look import SHADOW, WHITE

LEVELS = 24
"""Greys on the map: few, so that neighbours are often equal and the styles of all pairs of
them fit in Textual's own caches."""

RAMP = " .:-=+*#%@"

DARKEST = (11, 12, 16)
BRIGHTEST = (236, 234, 226)


class Ground(Struct, frozen=True):
    """Rows of cell codes, and the segment that shows a code so many times."""

    rows: list[list[int]]
    segment: Callable[[int, int], Segment]

    def segments(self, y: int, start: int, stop: int) -> list[Segment]:
        """The cells of a row from column `start` up to `stop`, equal neighbours as one."""
        segment = self.segment
        cells = self.rows[y][start:stop]
        return [segment(code, len(list(run))) for code, run in groupby(cells)]


def ground_of(light: Field, *, ascii_only: bool) -> Ground:
    """The cells that show `light`, the brightness of each sample from 0 to 1."""
    if ascii_only:
        rows = [
            [ramp_step((a + b) / 2) for a, b in zip(*pair, strict=True)]
            for pair in zip(light[::2], light[1::2], strict=True)
        ]
        return Ground(rows, _ramp_segment)
    levels = [[level(value) for value in row] for row in light]
    rows = [
        [LEVELS * a + b for a, b in zip(*pair, strict=True)]
        for pair in zip(levels[::2], levels[1::2], strict=True)
    ]
    return Ground(rows, _half_block_segment)


def level(brightness: float) -> int:
    """The grey, 0 to LEVELS - 1, of a brightness from 0 to 1."""
    return min(LEVELS - 1, int(brightness * LEVELS))


def ramp_step(brightness: float) -> int:
    """The place in RAMP of a brightness from 0 to 1, with more contrast than the greys have."""
    return max(0, min(len(RAMP) - 1, int((1.5 * brightness - 0.12) * len(RAMP))))


@cache
def grey(number: int) -> Color:
    """The colour of a grey."""
    share = number / (LEVELS - 1)
    return Color.from_rgb(
        *(round(low + share * (high - low)) for low, high in zip(DARKEST, BRIGHTEST, strict=True))
    )


@cache
def _half_block_style(code: int) -> Style:
    upper, lower = divmod(code, LEVELS)
    return Style(color=grey(upper), bgcolor=grey(lower))


@cache
def _half_block_segment(code: int, count: int) -> Segment:
    upper, lower = divmod(code, LEVELS)
    return Segment((" " if upper == lower else "▀") * count, _half_block_style(code))


_RAMP_STYLE = Style(color=WHITE, bgcolor=SHADOW)


@cache
def _ramp_segment(code: int, count: int) -> Segment:
    return Segment(RAMP[code] * count, _RAMP_STYLE)
