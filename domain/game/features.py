"""The word for what kind of ground a tile is."""

from __future__ import annotations

from domain.game.craters import Crater
from domain.game.terrain import SAMPLES, Terrain

RIDGE_HEIGHT = 0.5
"""How far a ridge stands above the ground three samples away on both sides, in samples."""

NAMED_RADIUS = 2.5
"""Craters smaller than this (samples) are too small for a tile to lie in one part of them."""


def describe(terrain: Terrain, location: int) -> str:
    """What the tile is: crater floor, crater wall, crater rim, ridge, mare or highland."""
    row, column = divmod(location, terrain.width)
    x, y = SAMPLES * column, SAMPLES * row
    plain = terrain.mare[y][x]
    craters = terrain.young if plain else (*terrain.old, *terrain.young)
    for crater in reversed(craters):
        part = _crater_part(crater, x, y)
        if part:
            return part
    if _is_ridge(terrain, x, y):
        return "ridge"
    return "mare" if plain else "highland"


def _crater_part(crater: Crater, x: int, y: int) -> str | None:
    distance = crater.distance(x + 0.5, y + 0.5)
    if crater.radius < NAMED_RADIUS or distance > 1.15:
        return None
    if distance < 0.5:
        return "crater floor"
    return "crater wall" if distance < 0.85 else "crater rim"


def _is_ridge(terrain: Terrain, x: int, y: int) -> bool:
    """Whether the ground falls away on both sides, in one direction or the other."""
    rows = terrain.heights
    bottom, right = len(rows) - 1, len(rows[0]) - 1
    beside = max(rows[y][max(0, x - 3)], rows[y][min(right, x + 3)])
    along = max(rows[max(0, y - 3)][x], rows[min(bottom, y + 3)][x])
    return rows[y][x] - min(beside, along) > RIDGE_HEIGHT
