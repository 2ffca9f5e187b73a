"""Craters: where they fall, how large, and what each does to the ground."""

from __future__ import annotations

from math import sqrt

from msgspec import Struct

from domain.game.noise import Field, fractions

COMPLEX_RADIUS = 10.0
"""From this radius on (samples) a crater has a flat floor, terraced walls and a central peak."""

LARGEST = 25.0
"""No crater has a larger radius (samples), so that a screen shows more than one floor."""

REACH = 2.2
"""How far the ejecta lie, in radii."""

STEPS = 96
"""Entries of a profile for each unit of the squared distance in radii."""


class Crater(Struct, frozen=True):
    """A crater: its middle and radius in samples, and its freshness (0 worn away to 1 sharp)."""

    x: float
    y: float
    radius: float
    freshness: float

    def distance(self, x: float, y: float) -> float:
        """How far a sample lies from the middle, in radii."""
        dx, dy = x - self.x, y - self.y
        return sqrt(dx * dx + dy * dy) / self.radius


class Population(Struct, frozen=True):
    """The craters of an age: how many (`density` / r² a sample larger than r) and how worn."""

    name: str
    density: float
    smallest: float
    least_fresh: float
    most_fresh: float


OLD = Population("old", density=0.05, smallest=1.7, least_fresh=0.35, most_fresh=0.95)
YOUNG = Population("young", density=0.011, smallest=1.4, least_fresh=0.75, most_fresh=1.0)


def scatter(seed: int, population: Population, width: int, height: int) -> list[Crater]:
    """Craters on a field of so many samples, in the order in which they fell."""
    least, smallest = population.least_fresh, population.smallest
    count = int(population.density / (smallest * smallest) * width * height)
    largest = min(LARGEST, width / 5, height / 3.5)
    numbers = fractions(seed, population.name, 4 * count)
    return [
        Crater(
            x=x * width,
            y=y * height,
            radius=min(largest, smallest / sqrt(1 - size)),
            freshness=least + (population.most_fresh - least) * age,
        )
        for x, y, size, age in zip(*[iter(numbers)] * 4, strict=True)
    ]


def strike(heights: Field, crater: Crater, wobble: Field) -> None:
    """Digs the crater into `heights`; `wobble` (near 1) bends its outline out of the circle."""
    radius = crater.radius
    shape, keep = _COMPLEX if radius >= COMPLEX_RADIUS else _SIMPLE
    depth = crater.freshness * _depth(radius)
    ground = _ground(heights, crater)
    scale = STEPS / (radius * radius)
    limit = radius * REACH
    last = len(shape) - 1
    width = len(heights[0])
    for y in range(max(0, int(crater.y - limit)), min(len(heights), int(crater.y + limit) + 2)):
        dy = y - crater.y
        half = limit * limit - dy * dy
        if half <= 0:
            continue
        half = sqrt(half)
        start, stop = max(0, int(crater.x - half)), min(width, int(crater.x + half) + 2)
        row = heights[y]
        places = [
            min(last, int(((x - crater.x) ** 2 + dy * dy) * scale * bend))
            for x, bend in enumerate(wobble[y][start:stop], start)
        ]
        row[start:stop] = [
            ground + (old - ground) * keep[place] + depth * shape[place]
            for old, place in zip(row[start:stop], places, strict=True)
        ]


def _depth(radius: float) -> float:
    if radius < COMPLEX_RADIUS:
        return 0.42 * radius
    return 0.42 * COMPLEX_RADIUS + 0.12 * (radius - COMPLEX_RADIUS)


def _ground(heights: Field, crater: Crater) -> float:
    """The mean height of the old ground at the middle and around the rim."""
    bottom, right = len(heights) - 1, len(heights[0]) - 1
    reach = 0.8 * crater.radius
    total = 0.0
    for across in (-reach, 0, reach):
        for down in (-reach, 0, reach):
            x = min(right, max(0, int(crater.x + across)))
            y = min(bottom, max(0, int(crater.y + down)))
            total += heights[y][x]
    return total / 9


def _ramp(t: float, low: float, high: float) -> float:
    """0 below `low`, 1 above `high`, a smooth step between."""
    s = min(1.0, max(0.0, (t - low) / (high - low)))
    return s * s * (3 - 2 * s)


def _ejecta(t: float) -> float:
    fall = max(0.0, (REACH - t) / (REACH - 1))
    return 0.26 * fall * fall * fall


def _simple_shape(t: float) -> float:
    return -0.74 + t * t if t < 1 else _ejecta(t)


def _complex_shape(t: float) -> float:
    if t >= 1:
        return _ejecta(t)
    wall = 0.5 * _ramp(t, 0.48, 0.8) + 0.56 * _ramp(t, 0.7, 1.0)
    peak = 0.5 * (1 - _ramp(t, 0.0, 0.22))
    return -0.8 + wall + peak


def _profile(complex_crater: bool) -> tuple[list[float], list[float]]:
    """Height and share of the old ground that stays, by the squared distance in radii."""
    shape = _complex_shape if complex_crater else _simple_shape
    distances = [sqrt((step + 0.5) / STEPS) for step in range(int(REACH * REACH * STEPS))]
    heights = [*(shape(t) for t in distances), 0.0]
    stays = [*(0.2 + 0.8 * _ramp(t, 0.75, 1.3) for t in distances), 1.0]
    return heights, stays


_SIMPLE = _profile(complex_crater=False)
_COMPLEX = _profile(complex_crater=True)
