"""Relief: how steep the ground is, and how high the land around it stands against the sky."""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot

SIDES = ((0, -1), (1, -1), (1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0), (-1, -1))
"""The eight directions, clockwise from north."""

SIGHT = 16
"""How far the land is looked at on each side, in samples or steps across their corners."""

Heights = Sequence[Sequence[float]]
"""Rows of heights, counted in the width of a sample."""


def slope(heights: Heights, x: int, y: int) -> float:
    """How steep the ground is at a sample: rise over run along its steepest line."""
    top, bottom = max(0, y - 1), min(len(heights) - 1, y + 1)
    left, right = max(0, x - 1), min(len(heights[0]) - 1, x + 1)
    east = (heights[y][right] - heights[y][left]) / (right - left)
    south = (heights[bottom][x] - heights[top][x]) / (bottom - top)
    return hypot(east, south)


def horizon(heights: Heights, x: int, y: int) -> tuple[float, ...]:
    """How high the land stands on each of eight sides (rise over run), the lowest side first."""
    return tuple(sorted(_rise(heights, x, y, across, down) for across, down in SIDES))


def _rise(heights: Heights, x: int, y: int, across: int, down: int) -> float:
    """The steepest line of sight to the land on one side; 0 where all of it lies lower.

    Beyond the edge of the map the land goes on as in a mirror, so that an edge is no height.
    """
    here, step = heights[y][x], hypot(across, down)
    last_x, last_y = len(heights[0]) - 1, len(heights) - 1
    return max(
        0.0,
        *(
            (heights[_mirror(y + n * down, last_y)][_mirror(x + n * across, last_x)] - here)
            / (n * step)
            for n in range(1, SIGHT + 1)
        ),
    )


def _mirror(place: int, last: int) -> int:
    return last - abs(last - place % (2 * last))
