from __future__ import annotations

from hashlib import sha256
from math import isfinite

import pytest

from domain.game.craters import Crater, strike
from domain.game.features import describe
from domain.game.sunlight import Sun, shade
from domain.game.terrain import Terrain, terrain

GOLDEN = "7d32dc4ee5a8fa8f3e127b96d0b143c590d415a45868505e652066bf2e618b6b"
"""Moon 1969 of 24 by 20 tiles. A saved game stands on such a moon: it must never change."""


def digest(moon: Terrain) -> str:
    fields = [[round(1_000_000 * v) for row in f for v in row] for f in (moon.heights, moon.albedo)]
    return sha256(repr((fields, moon.mare)).encode()).hexdigest()


def one_crater(radius: float = 8.0, size: int = 32) -> Terrain:
    """Flat highland with one crater in the middle."""
    crater = Crater(x=size, y=size, radius=radius, freshness=1.0)
    side = 2 * size
    heights = [[0.0] * side for _ in range(side)]
    strike(heights, crater, wobble=[[1.0] * side for _ in range(side)])
    return Terrain(
        seed=0,
        width=size,
        height=size,
        heights=tuple(map(tuple, heights)),
        albedo=((0.6,) * side,) * side,
        mare=(bytes(side),) * side,
        old=(),
        young=(crater,),
    )


def test_the_same_seed_gives_the_same_moon() -> None:
    assert terrain(42, 20, 16) == terrain(42, 20, 16)


def test_other_seeds_give_other_moons() -> None:
    assert len({terrain(seed, 16, 16).heights for seed in range(8)}) == 8


def test_a_moon_never_changes() -> None:
    assert digest(terrain(1969, 24, 20)) == GOLDEN


@pytest.mark.parametrize("size", [(16, 16), (512, 16), (16, 512), (33, 57)])
def test_a_moon_of_any_size_is_whole(size: tuple[int, int]) -> None:
    moon = terrain(3, *size)
    width, height = size
    for field in (moon.heights, moon.albedo, moon.mare):
        assert [len(row) for row in field] == [2 * width] * (2 * height)
    assert all(isfinite(value) for row in moon.heights for value in row)
    assert all(0 <= value <= 1 for row in moon.albedo for value in row)


@pytest.mark.parametrize("seed", [1, 7, 42, 1969])
def test_a_moon_has_dark_plains_and_bright_highlands(seed: int) -> None:
    moon = terrain(seed, 64, 32)
    pairs = [
        pair
        for lavas, lights in zip(moon.mare, moon.albedo, strict=True)
        for pair in zip(lavas, lights, strict=True)
    ]
    plains = [light for lava, light in pairs if lava]
    highlands = [light for lava, light in pairs if not lava]
    assert 0.15 < len(plains) / len(pairs) < 0.6
    assert sum(plains) / len(plains) < 0.75 * sum(highlands) / len(highlands)


@pytest.mark.parametrize("radius", [4.0, 8.0])
def test_a_crater_is_a_bowl_with_a_raised_rim(radius: float) -> None:
    row = one_crater(radius).heights[32]
    assert row[32] < -radius / 5
    assert row[32 + int(radius)] > 0.05 * radius
    assert row[32 + int(3 * radius)] == 0


def test_a_large_crater_has_a_flat_floor_and_a_central_peak() -> None:
    row = one_crater(16.0).heights[32]
    assert row[32] > row[38] + 1
    assert row[38] == pytest.approx(row[39], abs=0.01)


def test_the_wall_that_faces_the_sun_is_bright_and_the_other_lies_in_shadow() -> None:
    moon = one_crater()
    for azimuth, lit, dark in [
        (270, (32, 37), (32, 27)),
        (90, (32, 27), (32, 37)),
        (0, (37, 32), (27, 32)),
        (180, (27, 32), (37, 32)),
    ]:
        light = shade(moon, Sun(azimuth=azimuth, elevation=20))
        flat = light[4][4]
        assert light[lit[0]][lit[1]] > 1.2 * flat
        assert light[dark[0]][dark[1]] < 0.2 * flat


def test_a_lower_sun_casts_longer_shadows() -> None:
    moon = one_crater()

    def dark(elevation: float) -> int:
        light = shade(moon, Sun(azimuth=300, elevation=elevation))
        return sum(value < 0.1 for row in light for value in row)

    assert dark(8) > dark(20) > dark(60) == 0


@pytest.mark.parametrize("azimuth", [0, 45, 133, 270, 359])
def test_brightness_lies_between_black_and_white(azimuth: float) -> None:
    light = shade(terrain(5, 16, 16), Sun(azimuth=azimuth, elevation=15))
    assert all(0 <= value <= 1 for row in light for value in row)


def test_a_tile_is_called_after_the_part_of_the_crater_it_lies_in() -> None:
    moon = one_crater()

    def word(x: int, y: int) -> str:
        return describe(moon, y * moon.width + x)

    assert word(16, 16) == "crater floor"
    assert word(18, 16) == "crater wall"
    assert word(20, 16) == "crater rim"
    assert word(30, 30) == "highland"


def test_every_kind_of_ground_is_found_on_a_moon() -> None:
    moon = terrain(7, 64, 48)
    assert {describe(moon, location) for location in range(64 * 48)} == {
        "crater floor",
        "crater wall",
        "crater rim",
        "mare",
        "highland",
        "ridge",
    }
