"""Sunlight on the ground: how bright each sample is, for a place of the sun in the sky."""

from __future__ import annotations

from math import cos, radians, sin, sqrt, tan

from msgspec import Struct

from domain.game.noise import Field
from domain.game.terrain import Terrain


class Sun(Struct, frozen=True):
    """Where the sun stands, in degrees: the azimuth clockwise from north, the elevation up."""

    azimuth: float
    elevation: float


MORNING = Sun(azimuth=300, elevation=24)


def shade(terrain: Terrain, sun: Sun = MORNING) -> Field:
    """The brightness of each sample, 0 (black) to 1 (white), shadows cast by the heights."""
    azimuth, elevation = radians(sun.azimuth), radians(sun.elevation)
    east, south = sin(azimuth), -cos(azimuth)
    heights = [list(row) for row in terrain.heights]
    shadow = _shadow(heights, east, south, tan(elevation))
    slope_x, slope_y, up = east / tan(elevation) / 2, south / tan(elevation) / 2, 1.0
    result: Field = []
    for y, row in enumerate(heights):
        above, below = heights[max(0, y - 1)], heights[min(len(heights) - 1, y + 1)]
        left, right = [row[0], *row[:-1]], [*row[1:], row[-1]]
        result.append(
            [
                a
                * _tone(
                    max(0.0, (w - e) * slope_x + (n - s) * slope_y + up)
                    / sqrt(1 + ((w - e) ** 2 + (n - s) ** 2) / 4)
                    * max(0.0, 1 - dark * 1.6)
                )
                for a, w, e, n, s, dark in zip(
                    terrain.albedo[y], left, right, above, below, shadow[y], strict=True
                )
            ]
        )
    return result


def _tone(light: float) -> float:
    return min(1.4, 0.06 + 0.92 * light / (0.35 + 0.65 * light))


def _shadow(heights, east, south, fall):
    """How far each sample lies below the edge of the shadow over it."""
    if abs(east) > abs(south):
        turned = [list(c) for c in zip(*heights, strict=True)]
        return [
            list(c)
            for c in zip(
                *_shadow_down(turned, south / abs(east), east > 0, fall / abs(east)), strict=True
            )
        ]
    return _shadow_down(heights, east / abs(south), south > 0, fall / abs(south))


def _shadow_down(heights, drift, from_end, drop):
    rows = list(reversed(heights)) if from_end else heights
    out = []
    edge = list(rows[0])
    far = abs(drift)
    near = 1 - far
    for row in rows:
        shifted = [edge[0], *edge[:-1]] if drift < 0 else [*edge[1:], edge[-1]]
        edge = [
            max(h, a * near + b * far - drop) for h, a, b in zip(row, edge, shifted, strict=True)
        ]
        out.append([e - h for e, h in zip(edge, row, strict=True)])
    return list(reversed(out)) if from_end else out
