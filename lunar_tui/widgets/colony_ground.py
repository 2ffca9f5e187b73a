"""The ground of a colony as terminal cells: in the sun, at dusk, at night, and beside lamps."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import cache
from math import hypot

from rich.color import Color
from rich.segment import Segment
from rich.style import Style

from domain.game.economy.ground import CLASSES
from domain.game.sky import Sky
from domain.game.terrain import SAMPLES
from lunar_tui.ground_looks import (
    DAY,
    DEEP,
    LAMPLIT,
    LAMPS,
    LIGHTS,
    LOOKS,
    NIGHT,
    TWILIGHTS,
    GroundLook,
    brightest,
)
from lunar_tui.look import SHADOW
from lunar_tui.widgets.ground import LEVELS, Ground, level

REACH = 3
"""Tiles up to which a lamp shines."""

GLIMMER = 0.42
"""How bright ground in shadow still is beside a lamp."""

MID = 0.4
"""The brightness from which on the mark of the ground in ASCII is that of bright ground."""

READABLE = 8
"""How much brighter than the ground its mark is, in greys, so that it can be read at night."""

_PAIRS = LEVELS * LEVELS


class ColonyGround:
    """Makes the cells of the whole map for any tick; what never changes is made once."""

    def __init__(self, sky: Sky, *, marked: bool) -> None:
        """With `marked` the classes are told by marks in ASCII, else by colours."""
        self._sky = sky
        self._earthlit = sky.earthlit()
        self._marked = marked
        self._tints = [LIGHTS * CLASSES.index(ground) for ground in sky.classes]

    def at(self, tick: int, lamps: Collection[int]) -> Ground:
        """The map at a tick, with lamps on these tiles."""
        sky, width = self._sky, self._sky.moon.width
        field = sky.brightness(tick, self._earthlit)
        tints = [
            tint + light for tint, light in zip(self._tints, lights(sky, tick, lamps), strict=True)
        ]
        cells = _marks if self._marked else _halves
        rows = [
            list(cells(field[SAMPLES * y], field[SAMPLES * y + 1], tints[width * y :], y))
            for y in range(sky.moon.height)
        ]
        return Ground(rows, _mark_segment if self._marked else _cell_segment)


def lights(sky: Sky, tick: int, lamps: Collection[int]) -> list[int]:
    """The light that each tile is seen in: by day, at dusk, at night, or beside a lamp."""
    width = sky.moon.width
    by_class = {
        ground: [NIGHT if at is None else int(at * TWILIGHTS) for at in sky.shining(ground, tick)]
        for ground in sky.rules.ground
    }
    found = [by_class[ground][tile % width] for tile, ground in enumerate(sky.classes)]
    for tile, strength in lamplight(lamps, width, sky.moon.height).items():
        if found[tile] == NIGHT:
            found[tile] = LAMPLIT + strength
    return found


def lamplight(lamps: Collection[int], width: int, height: int) -> dict[int, int]:
    """How strong the light of lamps is on the tiles that it reaches, from 0 for the faintest."""
    found: dict[int, int] = {}
    for lamp in lamps:
        y, x = divmod(lamp, width)
        for row in range(max(0, y - REACH), min(height, y + REACH + 1)):
            for column in range(max(0, x - REACH), min(width, x + REACH + 1)):
                strength = len(LAMPS) - round(hypot(row - y, column - x) + 0.3)
                if strength >= 0:
                    tile = row * width + column
                    found[tile] = min(len(LAMPS) - 1, max(found.get(tile, 0), strength))
    return found


def _halves(
    upper: Sequence[float], lower: Sequence[float], tints: Sequence[int], y: int
) -> Iterator[int]:
    """A code of a cell is its tint and two greys; a negative one has a speck on the ground.

    Of the two cells of a tile one has a speck, if its class has any.
    """
    for column, pair in enumerate(zip(upper, lower, strict=True)):
        tint = tints[column // SAMPLES]
        a, b = _seen(pair, tint)
        code = tint * _PAIRS + level(a) * LEVELS + level(b)
        yield -code - 1 if _look(tint).speck and (column + y) % SAMPLES == 0 else code


def _marks(
    upper: Sequence[float], lower: Sequence[float], tints: Sequence[int], _: int
) -> Iterator[int]:
    for column, pair in enumerate(zip(upper, lower, strict=True)):
        tint = tints[column // SAMPLES]
        yield tint * LEVELS + level(sum(_seen(pair, tint)) / 2)


def _seen(pair: tuple[float, float], tint: int) -> tuple[float, float]:
    a, b = pair
    return (max(a, GLIMMER), max(b, GLIMMER)) if tint % LIGHTS >= LAMPLIT else pair


@cache
def _look(tint: int) -> GroundLook:
    return LOOKS[CLASSES[tint // LIGHTS]]


def _colour(tint: int, number: int) -> Color:
    ground, light = divmod(tint, LIGHTS)
    return tinted(CLASSES[ground], light, number)


@cache
def tinted(ground: str, light: int, number: int) -> Color:
    """A grey in the colour that a class of ground has in a light."""
    mixed = DEEP.blend(brightest(ground, light), number / (LEVELS - 1))
    return Color.from_rgb(*mixed.rgb)


@cache
def ground_mark(ground: str, light: int, number: int, count: int = 1) -> Segment:
    """The mark of a class of ground in ASCII, so many times."""
    look = LOOKS[ground]
    colour = tinted(ground, light, min(LEVELS - 1, number + READABLE))
    mark = look.bright if light <= DAY and number > MID * LEVELS else look.dim
    return Segment(mark * count, Style(color=colour, bgcolor=SHADOW))


@cache
def _cell_segment(code: int, count: int) -> Segment:
    if code < 0:
        tint, pair = divmod(-code - 1, _PAIRS)
        mean = sum(divmod(pair, LEVELS)) // 2
        style = Style(
            color=_colour(tint, min(LEVELS - 1, mean + READABLE)), bgcolor=_colour(tint, mean)
        )
        return Segment(_look(tint).speck * count, style)
    tint, pair = divmod(code, _PAIRS)
    upper, lower = divmod(pair, LEVELS)
    style = Style(color=_colour(tint, upper), bgcolor=_colour(tint, lower))
    return Segment((" " if upper == lower else "▀") * count, style)


def _mark_segment(code: int, count: int) -> Segment:
    tint, number = divmod(code, LEVELS)
    ground, light = divmod(tint, LIGHTS)
    return ground_mark(CLASSES[ground], light, number, count)
