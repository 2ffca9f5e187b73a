"""The ground of a moon: made from its seed alone, the same for ever and everywhere."""

from __future__ import annotations

from math import sqrt

from msgspec import Struct

from domain.game.craters import Crater, scatter, strike
from domain.game.noise import Field, fractions, layered_field, smooth_field

SAMPLES = 2
"""Samples along each side of a tile."""

Rows = tuple[tuple[float, ...], ...]


class Terrain(Struct, frozen=True, gc=False):
    """A moon of `width` by `height` tiles.

    `heights` and `albedo` are rows of samples, two by two a tile; heights count in the width
    of a sample, albedo is the share of light that the ground throws back, 0 to 1.
    """

    seed: int
    width: int
    height: int
    heights: Rows
    albedo: Rows
    mare: tuple[bytes, ...]
    craters: tuple[Crater, ...]


def terrain(seed: int, width: int, height: int) -> Terrain:
    """The moon of this seed, `width` by `height` tiles."""
    across, down = SAMPLES * width, SAMPLES * height
    size = (across, down)
    wobble = _mapped(smooth_field(seed, "wobble", *size, 9), lambda v: 1 + 0.9 * v)
    relief = layered_field(seed, "relief", *size, {64: 22, 32: 12, 16: 4})
    level = _quantile(relief, 0.38)
    heights = _added(relief, layered_field(seed, "rough", *size, {8: 2.4, 4: 1.3, 2: 0.8}))
    old = scatter(seed, "old", *size, density=0.05, smallest=1.7, freshness=(0.35, 0.95))
    for crater in old:
        strike(heights, crater, wobble)
    mare = _flood(heights, relief, level, _wrinkles(seed, across, down))
    young = scatter(seed, "young", *size, density=0.009, smallest=1.5, freshness=(0.75, 1.0))
    for crater in young:
        strike(heights, crater, wobble)
    albedo = _albedo(seed, mare, young, across, down)
    return Terrain(
        seed=seed,
        width=width,
        height=height,
        heights=tuple(map(tuple, heights)),
        albedo=tuple(map(tuple, albedo)),
        mare=tuple(bytes(share > 0.5 for share in row) for row in mare),
        craters=(*old, *young),
    )


def _mapped(field: Field, change) -> Field:
    return [[change(value) for value in row] for row in field]


def _added(one: Field, other: Field) -> Field:
    return [[a + b for a, b in zip(r, s, strict=True)] for r, s in zip(one, other, strict=True)]


def _quantile(field: Field, share: float) -> float:
    values = sorted(value for row in field for value in row)
    return values[int(share * len(values))]


def _wrinkles(seed, across, down) -> Field:
    lines = layered_field(seed, "wrinkles", across, down, {40: 1.0, 14: 0.25})
    return [[1.3 * max(0.0, 1 - abs(value) * 18) for value in row] for row in lines]


def _flood(heights: Field, relief: Field, level: float, wrinkles: Field) -> Field:
    """Fills what lies below `level` with lava; gives each sample's share of mare."""
    mare: Field = []
    for row, hills, folds in zip(heights, relief, wrinkles, strict=True):
        shares = [
            min(1.0, max(0.0, (level - max(value, hill - 6)) * 1.2 + 0.5))
            for value, hill in zip(row, hills, strict=True)
        ]
        row[:] = [
            value + (level + 0.06 * (value - level) + fold - value) * share
            for value, fold, share in zip(row, folds, shares, strict=True)
        ]
        mare.append(shares)
    return mare


def _albedo(seed, mare, young, across, down) -> Field:
    stain = layered_field(seed, "albedo", across, down, {48: 0.2, 12: 0.14, 3: 0.1})
    albedo = [
        [0.7 - 0.34 * share + tint * (1 - 0.55 * share) for share, tint in zip(r, s, strict=True)]
        for r, s in zip(mare, stain, strict=True)
    ]
    for number, crater in enumerate(young):
        _brighten(albedo, crater)
    shining = sorted((c for c in young if c.radius < 9), key=lambda c: -c.radius)
    for number, crater in enumerate(shining[: 1 + across * down // 12000]):
        _rays(albedo, crater, fractions(seed, f"rays/{number}", 2 * RAYS))
    return albedo


def _brighten(albedo, crater):
    reach = crater.radius * 1.8
    for y in range(max(0, int(crater.y - reach)), min(len(albedo), int(crater.y + reach) + 1)):
        row = albedo[y]
        for x in range(max(0, int(crater.x - reach)), min(len(row), int(crater.x + reach) + 1)):
            t = crater.distance(x, y)
            if t < 1.8:
                row[x] += 0.1 * crater.freshness * (1.8 - t)


RAYS = 72


def _rays(albedo, crater, numbers):
    strengths = [n ** 3 for n in numbers[:RAYS]]
    lengths = [3 + 8 * n * n for n in numbers[RAYS:]]
    reach = 11 * crater.radius
    for y in range(max(0, int(crater.y - reach)), min(len(albedo), int(crater.y + reach) + 1)):
        row = albedo[y]
        dy = y - crater.y
        for x in range(max(0, int(crater.x - reach)), min(len(row), int(crater.x + reach) + 1)):
            dx = x - crater.x
            turn = dy / (abs(dx) + abs(dy) + 1e-9)
            place = (turn + 1 if dx >= 0 else 3 - turn) * (RAYS / 4)
            ray = int(place)%RAYS
            part = place - int(place)
            t = crater.distance(x, y)
            fall = 1 - t / lengths[ray]
            if fall > 0 and t > .7:
                row[x] += 0.42 * strengths[ray] * fall * 4 * part * (1 - part)
