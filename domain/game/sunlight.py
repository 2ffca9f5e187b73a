"""Sunlight on the ground: how bright each sample is, for a place of the sun in the sky."""

from __future__ import annotations

from math import cos, radians, sin, sqrt, tan

from msgspec import Struct

from domain.game.noise import Field
from domain.game.terrain import Terrain

PENUMBRA = 0.7
"""How deep in a shadow no sunlight is left, in samples."""


class Sun(Struct, frozen=True):
    """Where the sun stands, in degrees: clockwise from north, and up from the horizon (above 0)."""

    azimuth: float
    elevation: float


MORNING = Sun(azimuth=300, elevation=24)


def shade(terrain: Terrain, sun: Sun = MORNING) -> Field:
    """The brightness of each sample, 0 (black) to 1 (white), with the shadows that hills cast.

    Light is measured against that on flat ground, so that a low sun shows the relief and does
    not darken the moon.
    """
    east, south = sin(radians(sun.azimuth)), -cos(radians(sun.azimuth))
    fall = tan(radians(sun.elevation))
    heights = [list(row) for row in terrain.heights]
    shadows = _shadows(heights, east, south, fall)
    per_x, per_y = east / fall / 2, south / fall / 2
    field: Field = []
    for y, row in enumerate(heights):
        norths, souths = heights[max(0, y - 1)], heights[min(len(heights) - 1, y + 1)]
        wests, easts = [row[0], *row[:-1]], [*row[1:], row[-1]]
        slopes = [(w - e, n - s) for w, e, n, s in zip(wests, easts, norths, souths, strict=True)]
        field.append(
            [
                albedo
                * _tone(
                    (1 + dx * per_x + dy * per_y)
                    / sqrt(1 + (dx * dx + dy * dy) / 4)
                    * (1 - depth / PENUMBRA)
                    if depth < PENUMBRA
                    else 0.0
                )
                for albedo, (dx, dy), depth in zip(
                    terrain.albedo[y], slopes, shadows[y], strict=True
                )
            ]
        )
    return [[min(1.0, value) for value in row] for row in field]


def _tone(light: float) -> float:
    """What the eye makes of light: never quite black, and dazzled slowly."""
    light = min(3.3, max(0.0, light))
    return 0.04 + light * (0.86 - 0.13 * light)


def _shadows(heights: Field, east: float, south: float, fall: float) -> Field:
    """How far below the edge of the shadow over it each sample lies; 0 in the light."""
    if abs(east) <= abs(south):
        return _shadows_along_rows(heights, east / abs(south), south > 0, fall / abs(south))
    turned = [list(column) for column in zip(*heights, strict=True)]
    shadows = _shadows_along_rows(turned, south / abs(east), east > 0, fall / abs(east))
    return [list(column) for column in zip(*shadows, strict=True)]


def _shadows_along_rows(heights: Field, drift: float, from_last: bool, drop: float) -> Field:
    """Carries the edge of the shadow from row to row, away from the sun.

    The sun is nearer by `drift` samples along each row that one steps towards it, and the edge
    falls by `drop` with each row away from it.
    """
    edge: list[float] = (heights[-1] if from_last else heights[0])[:]
    far, near = abs(drift), 1 - abs(drift)
    shadows: Field = []
    for row in reversed(heights) if from_last else heights:
        sunward = [edge[0], *edge[:-1]] if drift < 0 else [*edge[1:], edge[-1]]
        edge = [
            max(height, near * a + far * b - drop)
            for height, a, b in zip(row, edge, sunward, strict=True)
        ]
        shadows.append([top - height for top, height in zip(edge, row, strict=True)])
    return shadows[::-1] if from_last else shadows
