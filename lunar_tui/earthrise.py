"""The picture of the title: the Earth over the Moon, a landscape of the game's own ground.

A picture is rows of colours, (red, green, blue) from 0 to 255, in pixels as high as wide.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from math import sqrt

from domain.game.noise import Field, fractions, layered_field
from domain.game.sunlight import Sun, shade
from domain.game.terrain import terrain

Colour = tuple[int, int, int]
Picture = list[list[Colour]]

SKY: Colour = (11, 12, 16)

GROUND_SEED, SKY_SEED = 1966, 1957
ACROSS, DOWN = 96, 72
"""The landscape in tiles."""

SUN = Sun(azimuth=285, elevation=17)
EYE = 30.0
"""How high the eye stands over the ground, in samples."""

RELIEF = 1.5
"""How much the heights are exaggerated, so that hills stand out against the sky."""

NEAR, FAR = 22.0, 138.0
DEPTH_STEP = 1.02

GLOBE = 48
"""Samples across the Earth's disc."""


@cache
def landscape() -> tuple[Field, Field]:
    """Heights and brightness of the landscape's samples; made once, which takes a moment."""
    moon = terrain(GROUND_SEED, ACROSS, DOWN)
    return [list(row) for row in moon.heights], shade(moon, SUN)


@cache
def _globe() -> tuple[Field, Field]:
    """Where the Earth's land and clouds are: above 0, more or less."""
    land = layered_field(SKY_SEED, "earth", GLOBE, GLOBE, {12: 1.0, 7: 0.5})
    return land, layered_field(SKY_SEED, "clouds", GLOBE, GLOBE, {9: 1.0, 4: 0.7})


def earthrise(width: int, height: int) -> Picture:
    """The picture in so many pixels; its top half is sky."""
    picture = [[SKY] * width for _ in range(height)]
    _draw_earth(picture, width, height)
    _draw_ground(picture, width, height)
    return picture


def stars(width: int, height: int) -> Mapping[tuple[int, int], Colour]:
    """Where stars stand (column and row) on a sky of so many cells, each with its colour."""
    numbers = fractions(SKY_SEED, "stars", 3 * (width * height // 40))
    sky: dict[tuple[int, int], Colour] = {}
    for x, y, light in zip(*[iter(numbers)] * 3, strict=True):
        level = int(70 + 180 * light**4)
        sky[int(x * width), int(y * height)] = (level, level, level)
    return sky


def _draw_earth(picture: Picture, width: int, height: int) -> None:
    """A half-lit globe with seas, land, clouds and ice, at the right of the sky."""
    radius = max(4.0, min(width / 12, height / 7.5))
    middle_x, middle_y = width * 0.8, height * 0.36
    size = int(2 * radius) + 3
    land, clouds = _globe()
    grain = (GLOBE - 1) / size
    for v in range(size):
        for u in range(size):
            dx, dy = (u - size / 2 + 0.5) / radius, (v - size / 2 + 0.5) / radius
            square = dx * dx + dy * dy
            if square >= 1:
                continue
            x, y = int(middle_x + dx * radius), int(middle_y + dy * radius)
            if not (0 <= y < height and 0 <= x < width):
                continue
            depth = sqrt(1 - square)
            light = min(1.0, max(0.0, 0.12 - 0.78 * dx - 0.25 * dy + 0.55 * depth))
            edge = min(1.0, (1 - sqrt(square)) * radius)
            across, down = int(u * grain), int(v * grain)
            colour = _earth_colour(land[down][across], clouds[down][across], abs(dy))
            picture[y][x] = _mix(SKY, colour, (0.05 + 0.95 * light) * (0.35 + 0.65 * edge))


def _earth_colour(land: float, cloud: float, latitude: float) -> Colour:
    if cloud > 0.12 or latitude > 0.88:
        return (236, 240, 244)
    if land > 0.07:
        return (92, 122, 78)
    return (38, 104, 178)


def _draw_ground(picture: Picture, width: int, height: int) -> None:
    """Column by column, from near to far: only what rises above the nearer ground is seen."""
    heights, light = landscape()
    horizon = height * 0.47
    scale = height * 1.05
    rows, columns = len(heights), len(heights[0])
    eye = EYE + RELIEF * heights[rows - 12][columns // 2]
    for x in range(width):
        slant = (x / width - 0.5) * 1.15 * min(1.6, width / height) / 1.6
        lowest = height
        distance = NEAR
        while distance < FAR and lowest > 0:
            east = columns / 2 + slant * distance
            north = rows - 4 - distance
            if not (1 <= east < columns - 2 and 1 <= north < rows - 2):
                break
            bulge = distance * distance * 0.0006
            ground = RELIEF * _between(heights, east, north)
            top = horizon + (eye - ground + bulge) * scale / distance / 1.6
            y = max(0, int(top))
            if y < lowest:
                colour = _dust(_between(light, east, north), distance)
                for row in range(y, lowest):
                    picture[row][x] = colour
                lowest = y
            distance *= DEPTH_STEP


def _between(field: Field, x: float, y: float) -> float:
    """The value of the field at a place between four samples."""
    column, row = int(x), int(y)
    right, below = x - column, y - row
    upper, lower = field[row], field[row + 1]
    return (upper[column] * (1 - right) + upper[column + 1] * right) * (1 - below) + (
        lower[column] * (1 - right) + lower[column + 1] * right
    ) * below


def _dust(light: float, distance: float) -> Colour:
    level = min(1.0, light * 1.25) ** 1.15 * (1 - 0.25 * distance / FAR)
    return (int(14 + 208 * level), int(14 + 200 * level), int(17 + 186 * level))


def _mix(under: Colour, over: Colour, share: float) -> Colour:
    red, green, blue = (int(a + (b - a) * share) for a, b in zip(under, over, strict=True))
    return red, green, blue
