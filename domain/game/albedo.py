"""How bright the ground itself is: dark plains, bright highlands, fresh dust and rays."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

from domain.game.craters import Crater
from domain.game.noise import Field, fractions, layered_field

HIGHLAND = 0.64
MARE = 0.32
RAYS = 72
"""Directions around a crater, each with a ray of its own strength and length."""


def albedo(seed: int, mare: Field, craters: Sequence[Crater]) -> Field:
    """The share of light that each sample throws back, 0 to 1.

    `mare` is each sample's share of mare; `craters` are the young ones, whose dust is bright.
    """
    across, down = len(mare[0]), len(mare)
    stains = layered_field(seed, "stains", across, down, {40: 0.22, 12: 0.16, 4: 0.1, 2: 0.08})
    field = [
        [
            HIGHLAND + (MARE - HIGHLAND) * share + (1 - 0.4 * share) * stain
            for share, stain in zip(*rows, strict=True)
        ]
        for rows in zip(mare, stains, strict=True)
    ]
    for crater in craters:
        _dust(field, crater)
    shining = sorted((c for c in craters if c.radius < 8), key=lambda c: c.radius, reverse=True)
    for number, crater in enumerate(shining[: 1 + across * down // 16_000]):
        _rays(field, crater, fractions(seed, f"rays/{number}", 2 * RAYS))
    return [[min(1.0, max(0.0, value)) for value in row] for row in field]


def _dust(field: Field, crater: Crater) -> None:
    """A halo of fresh dust, brightest in the middle."""
    reach = 1.8 * crater.radius
    rows, columns = _around(field, crater, reach)
    for y in rows:
        row, dy = field[y], y - crater.y
        for x in columns:
            dx = x - crater.x
            row[x] += 0.1 * max(0.0, 1.8 - sqrt(dx * dx + dy * dy) / crater.radius)


def _rays(field: Field, crater: Crater, numbers: Sequence[float]) -> None:
    """Bright streaks that widen and fade outwards; few of the directions have a strong one."""
    strengths = [0.3 * number * number * number for number in numbers[:RAYS]]
    lengths = [crater.radius * (3 + 7 * number * number) for number in numbers[RAYS:]]
    rows, columns = _around(field, crater, 10 * crater.radius)
    for y in rows:
        row, dy = field[y], y - crater.y
        for x in columns:
            dx = x - crater.x
            distance = sqrt(dx * dx + dy * dy)
            place = _turn(dx, dy) * RAYS
            ray = min(RAYS - 1, int(place))
            if 0.7 * crater.radius < distance < lengths[ray]:
                off_centre = 2 * (place - ray) - 1
                fade = 1 - distance / lengths[ray]
                row[x] += strengths[ray] * fade * (1 - off_centre * off_centre)


def _turn(dx: float, dy: float) -> float:
    """The direction of (dx, dy) as a share of a full turn, by division alone."""
    slant = dy / (abs(dx) + abs(dy) or 1.0)
    return (1 + slant if dx >= 0 else 3 - slant) / 4


def _around(field: Field, crater: Crater, reach: float) -> tuple[range, range]:
    """The rows and the columns of the field that lie within `reach` of the crater."""
    top, left = max(0, int(crater.y - reach)), max(0, int(crater.x - reach))
    return (
        range(top, min(len(field), int(crater.y + reach) + 1)),
        range(left, min(len(field[0]), int(crater.x + reach) + 1)),
    )
