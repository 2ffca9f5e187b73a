"""Keyed noise: numbers that come from a seed and a name, and from nothing else.

Only additions and multiplications of floats are used, so that every machine gets the same.
"""

from __future__ import annotations

from hashlib import shake_256
from struct import unpack

Field = list[list[float]]
"""Rows of numbers, one for each sample of a map."""


def fractions(seed: int, name: str, count: int) -> list[float]:
    """`count` numbers from 0 up to 1, even in spread, for this seed and this name."""
    raw = shake_256(f"{seed}/{name}".encode()).digest(4 * count)
    return [number / 2**32 for number in unpack(f"<{count}I", raw)]


def smooth_field(seed: int, name: str, width: int, height: int, spacing: int) -> Field:
    """Rolling values around 0 (about -0.5 to 0.5) whose hills lie `spacing` samples apart.

    Random values on a coarse lattice, joined by cubic B-splines.
    """
    columns, rows = width // spacing + 4, height // spacing + 4
    values = fractions(seed, f"{name}/{spacing}", columns * rows)
    lattice = [
        [value - 0.5 for value in values[start : start + columns]]
        for start in range(0, columns * rows, columns)
    ]
    weights = [_spline_weights(step / spacing) for step in range(spacing)]
    field: Field = []
    for y in range(height):
        cell, step = divmod(y, spacing)
        w0, w1, w2, w3 = weights[step]
        knots = [
            a * w0 + b * w1 + c * w2 + d * w3
            for a, b, c, d in zip(*lattice[cell : cell + 4], strict=True)
        ]
        windows = zip(knots, knots[1:], knots[2:], knots[3:], strict=False)
        row = [
            a * u0 + b * u1 + c * u2 + d * u3
            for a, b, c, d in windows
            for u0, u1, u2, u3 in weights
        ]
        field.append(row[:width])
    return field


def layered_field(seed: int, name: str, width: int, height: int, layers: dict[int, float]) -> Field:
    """The sum of smooth fields: for each spacing of `layers`, so many times its values."""
    total: Field = [[0.0] * width for _ in range(height)]
    for spacing, gain in layers.items():
        layer = smooth_field(seed, name, width, height, spacing)
        total = [
            [a + gain * b for a, b in zip(upper, lower, strict=True)]
            for upper, lower in zip(total, layer, strict=True)
        ]
    return total


def _spline_weights(t: float) -> tuple[float, float, float, float]:
    """How much each of four knots in a row counts at the place `t` between the middle two."""
    s = 1 - t
    return (
        s * s * s / 6,
        (3 * t * t * t - 6 * t * t + 4) / 6,
        (3 * s * s * s - 6 * s * s + 4) / 6,
        t * t * t / 6,
    )
