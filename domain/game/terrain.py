"""The ground of a moon: made from its seed alone, the same for ever and on every machine."""

from __future__ import annotations

from msgspec import Struct

from domain.game.albedo import albedo
from domain.game.craters import OLD, YOUNG, Crater, scatter, strike
from domain.game.noise import Field, layered_field, smooth_field

SAMPLES = 2
"""Samples along each side of a tile."""

MARE_SHARE = 0.38
"""How much of the rolling land lies low enough to be flooded."""

CRATER_BURIAL = 6.0
"""How far below the land around it a crater's floor is still reached by lava, in samples."""


class Terrain(Struct, frozen=True):
    """A moon of `width` by `height` tiles.

    `heights`, `albedo` and `mare` are rows of samples, two by two a tile. Heights count in the
    width of a sample; albedo is the share of light thrown back, 0 to 1; mare is 1 on the dark
    plains. The craters stand in the order in which they fell, `old` before the lava came.
    """

    seed: int
    width: int
    height: int
    heights: tuple[tuple[float, ...], ...]
    albedo: tuple[tuple[float, ...], ...]
    mare: tuple[bytes, ...]
    old: tuple[Crater, ...]
    young: tuple[Crater, ...]


def terrain(seed: int, width: int, height: int) -> Terrain:
    """The moon of this seed, `width` by `height` tiles.

    In the order of the real one: rolling land and rough ground, the old craters, the lava that
    drowns what lies low, and then the young craters.
    """
    across, down = SAMPLES * width, SAMPLES * height
    bends = smooth_field(seed, "wobble", across, down, 9)
    wobble = [[1 + 0.9 * bend for bend in row] for row in bends]
    land = layered_field(seed, "land", across, down, {48: 19, 24: 9, 12: 3.4})
    rough = layered_field(seed, "rough", across, down, {8: 2.4, 4: 1.3, 2: 0.8})
    heights = [
        [a + b for a, b in zip(*rows, strict=True)] for rows in zip(land, rough, strict=True)
    ]

    old = scatter(seed, OLD, across, down)
    for crater in old:
        strike(heights, crater, wobble)
    mare = _flood(heights, land, _wrinkles(seed, across, down))
    young = scatter(seed, YOUNG, across, down)
    for crater in young:
        strike(heights, crater, wobble)
    return Terrain(
        seed=seed,
        width=width,
        height=height,
        heights=tuple(map(tuple, heights)),
        albedo=tuple(map(tuple, albedo(seed, mare, young))),
        mare=tuple(bytes(share > 0.5 for share in row) for row in mare),
        old=tuple(old),
        young=tuple(young),
    )


def _wrinkles(seed: int, across: int, down: int) -> Field:
    """Low folds that wind over the plains: high where the noise passes through 0."""
    lines = layered_field(seed, "wrinkles", across, down, {32: 1.0, 12: 0.25})
    return [[1.1 * max(0.0, 1 - 18 * abs(value)) for value in row] for row in lines]


def _flood(heights: Field, land: Field, wrinkles: Field) -> Field:
    """Fills the low land of `heights` with lava; gives each sample's share of mare, 0 to 1."""
    lows = sorted(value for row in land for value in row)
    level = lows[int(MARE_SHARE * len(lows))]
    mare: Field = []
    for row, hills, folds in zip(heights, land, wrinkles, strict=True):
        shares = [
            min(1.0, max(0.0, 0.5 + 1.2 * (level - max(value, hill - CRATER_BURIAL))))
            for value, hill in zip(row, hills, strict=True)
        ]
        row[:] = [
            value + share * (0.94 * (level - value) + fold)
            for value, fold, share in zip(row, folds, shares, strict=True)
        ]
        mare.append(shares)
    return mare
