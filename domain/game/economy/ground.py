"""The chart of a moon: the class of ground of each tile, and how it stands in an event."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import groupby

from domain.game.features import describe
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
"""How much of a polar moon stands high enough for nearly endless light, or lies in shadow."""

_OF_FEATURE = {"mare": MARE, "crater floor": FLOOR, "crater wall": WALL}

_RUN = re.compile(r"(\d*)([a-z])")

_CLASS_OF = {letter: name for name, letter in LETTERS.items()}

Chart = tuple[str, ...]
"""The class of ground of each tile, by its index."""


@lru_cache(maxsize=8)
def survey(seed: int, width: int, height: int, *, polar: bool) -> Chart:
    """The chart of the moon of this seed, kept for a while: making a moon takes its time."""
    return chart(terrain(seed, width, height), polar=polar)


def chart(moon: Terrain, *, polar: bool) -> Chart:
    """The classes of all tiles. At the poles the highest are rims, and the lowest in shadow."""
    tiles = range(moon.width * moon.height)
    classes = [_OF_FEATURE.get(describe(moon, tile), HIGHLAND) for tile in tiles]
    if polar:
        rising = sorted(tiles, key=lambda tile: (_height(moon, tile), tile))
        for tile in rising[: int(SHADOW_SHARE * len(tiles))]:
            classes[tile] = SHADOW
        for tile in rising[-int(RIM_SHARE * len(tiles)) :]:
            classes[tile] = RIM
    return tuple(classes)


def _height(moon: Terrain, tile: int) -> float:
    y, x = divmod(tile, moon.width)
    return moon.heights[SAMPLES * y][SAMPLES * x]


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
    """The tile nearest to the middle with the wanted class of ground, or the middle itself."""
    middle_y, middle_x = len(classes) // width // 2, width // 2

    def away(tile: int) -> tuple[bool, int, int]:
        y, x = divmod(tile, width)
        return classes[tile] != wanted, (x - middle_x) ** 2 + (y - middle_y) ** 2, tile

    return min(range(len(classes)), key=away)
