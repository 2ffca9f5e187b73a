"""The chart of a moon: the class of ground of each tile, and how it stands in an event.

The classes follow from the relief alone: how high a tile is, how steep, and where light reaches it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import groupby

from domain.game.relief import horizon, slope
from domain.game.terrain import SAMPLES, Terrain, terrain

HIGHLAND, MARE, FLOOR, WALL, RIM, SHADOW = CLASSES = (
    "highland",
    "mare",
    "crater_floor",
    "crater_wall",
    "rim",
    "psr",
)
"""The classes of ground: `rim` is lit most of the time, `psr` is permanently shadowed."""

LETTERS = dict(zip(CLASSES, "hmfwrs", strict=True))

RIM_SHARE, SHADOW_SHARE = 0.01, 0.05
"""How much of a polar moon has nearly endless light, or none: its best lit and its darkest."""

NEAR = {RIM: 12, SHADOW: 16}
"""How many tiles at most such ground is from where the crew lands, on a moon that has some."""

WALL_SLOPE = 0.6
"""From this steepness on (rise over run) ground is a wall."""

FLOOR_HORIZON = 0.12
"""A floor has ground that stands so high above it (rise over run) on every side."""

_RUN = re.compile(r"(\d*)([a-z])")

_CLASS_OF = {letter: name for name, letter in LETTERS.items()}

Chart = tuple[str, ...]
"""The class of ground of each tile, by its index."""


@lru_cache(maxsize=8)
def survey(seed: int, width: int, height: int, *, polar: bool) -> Chart:
    """The chart of the moon of this seed, kept for a while: making a moon takes its time."""
    return chart(terrain(seed, width, height), polar=polar)


def chart(moon: Terrain, *, polar: bool) -> Chart:
    """The classes of all tiles.

    At a pole the sun goes around the horizon. Rims are the tiles with the lowest land on all sides
    but one, as the real ones that are lit 86 % of the time; shadow lies where even the lowest side
    stands highest. No lava has flooded the poles.
    """
    tiles = range(moon.width * moon.height)
    horizons = [horizon(moon.heights, *_sample(moon, tile)) for tile in tiles]
    classes = [_class_of(moon, tile, horizons[tile]) for tile in tiles]
    if polar:
        darkest = sorted(tiles, key=lambda tile: (-horizons[tile][0], tile))
        for tile in darkest[: int(SHADOW_SHARE * len(tiles))]:
            classes[tile] = SHADOW
        brightest = sorted(tiles, key=lambda tile: (horizons[tile][-2], tile))
        for tile in brightest[: int(RIM_SHARE * len(tiles))]:
            classes[tile] = RIM
        classes = [HIGHLAND if name == MARE else name for name in classes]
    return tuple(classes)


def _class_of(moon: Terrain, tile: int, horizons: tuple[float, ...]) -> str:
    x, y = _sample(moon, tile)
    if slope(moon.heights, x, y) > WALL_SLOPE:
        return WALL
    if horizons[0] > FLOOR_HORIZON:
        return FLOOR
    return MARE if moon.mare[y][x] else HIGHLAND


def _sample(moon: Terrain, tile: int) -> tuple[int, int]:
    y, x = divmod(tile, moon.width)
    return SAMPLES * x, SAMPLES * y


def written(classes: Chart) -> str:
    """The chart in short: each run of one class as its length (none for 1) and its letter."""
    runs = [(name, len(list(run))) for name, run in groupby(classes)]
    return "".join(f"{length if length > 1 else ''}{LETTERS[name]}" for name, length in runs)


def read(text: str) -> Chart:
    """The chart that `written` gave."""
    return tuple(
        _CLASS_OF[letter] for length, letter in _RUN.findall(text) for _ in range(int(length or 1))
    )


def landing_place(classes: Chart, width: int, wanted: str) -> int:
    """Where the crew lands: the tile nearest to the middle with the wanted class of ground.

    On a moon with rims and ice it is one from which both are near, as far as there is any.
    """
    middle_y, middle_x = len(classes) // width // 2, width // 2
    rare = {
        name: [divmod(tile, width) for tile, each in enumerate(classes) if each == name]
        for name in NEAR
        if name in classes
    }

    def away(tile: int) -> tuple[bool, int, int, int]:
        y, x = divmod(tile, width)
        too_far = sum(
            max(0, min(max(abs(y - row), abs(x - column)) for row, column in places) - NEAR[name])
            for name, places in rare.items()
        )
        off = (x - middle_x) ** 2 + (y - middle_y) ** 2
        return classes[tile] != wanted, too_far, off, tile

    return min(range(len(classes)), key=away)
