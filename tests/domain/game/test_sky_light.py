"""The sky over a colony: the sun moves, and light comes and goes tile by tile."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.game.economy.daylight import is_lit
from domain.game.economy.ground import CLASSES, MARE, RIM, SHADOW, WALL
from domain.game.noise import Field
from domain.game.sky import STEP, Sky
from domain.game.terrain import terrain
from lunar_tui.rulesets import load_ruleset

DAY, NIGHTFALL, RIM_NIGHTFALL = 236, 118, 203
WIDTH, HEIGHT = 24, 6
MOON = terrain(7, WIDTH, HEIGHT)


def sky(ground: str = MARE, scenario: str = "foothold") -> Sky:
    return Sky(MOON, (ground,) * (WIDTH * HEIGHT), load_ruleset().only(scenario))


def mean(field: Field) -> float:
    return sum(map(sum, field)) / (len(field) * len(field[0]))


def at(over: Sky, tick: int) -> Field:
    return over.brightness(tick, over.earthlit())


@given(st.integers(0, 3 * DAY), st.sampled_from([name for name in CLASSES if name != WALL]))
def test_the_map_has_light_when_the_economy_has_it(tick: int, ground: str) -> None:
    over = sky(ground)
    lit = is_lit(over.rules.ground[ground].light_percent, tick, DAY)
    assert over.is_lit(0, tick) is lit
    assert all((shine is not None) is lit for shine in over.shining(ground, tick))


def test_walls_on_which_nothing_stands_go_dark_with_the_plains() -> None:
    over = sky(WALL)
    assert [over.is_lit(0, tick) for tick in (0, NIGHTFALL - 1, NIGHTFALL)] == [True, True, False]


def test_it_is_told_how_long_the_light_stays_and_the_dark() -> None:
    assert sky().changes_in(0, 100) == NIGHTFALL - 100
    assert sky().changes_in(0, NIGHTFALL) == DAY - NIGHTFALL
    assert sky(RIM).changes_in(0, 5 * DAY + NIGHTFALL) == RIM_NIGHTFALL - NIGHTFALL
    assert sky(SHADOW).changes_in(0, 100) is None


def test_the_terminator_crosses_the_map_from_east_to_west() -> None:
    over = sky()
    dawn = [shine or 0.0 for shine in over.shining(MARE, 8)]
    dusk = [shine or 0.0 for shine in over.shining(MARE, NIGHTFALL - 8)]
    assert dawn == sorted(dawn)
    assert dusk == sorted(dusk, reverse=True)
    assert dawn[0] < dawn[-1]
    assert dusk[-1] < dusk[0]
    assert set(over.shining(MARE, 60)) == {1.0}


def test_the_sun_goes_from_east_by_north_to_west_and_is_highest_at_noon() -> None:
    from_south = [(sky().sun(tick).azimuth + 180) % 360 for tick in (0, 58, NIGHTFALL - 1)]
    assert from_south == [pytest.approx(wanted, abs=3) for wanted in (270, 180, 90)]
    heights = [sky().sun(tick).elevation for tick in range(0, NIGHTFALL, STEP)]
    assert max(heights) == heights[len(heights) // 2]
    assert sky(scenario="shackleton").sun(58).elevation < sky().sun(58).elevation / 2


def test_shadows_are_longer_in_the_evening_than_at_noon() -> None:
    over = sky()
    dark = [sum(value < 0.2 for row in at(over, tick) for value in row) for tick in (58, 96, 112)]
    assert dark == sorted(dark)
    assert dark[0] < dark[-1]


def test_the_same_ground_and_tick_look_the_same_in_every_lunar_day() -> None:
    assert at(sky(), 40) == at(sky(), 40 + 3 * DAY)
    assert mean(at(sky(), 58)) > mean(at(sky(), NIGHTFALL - 1))


@given(st.integers(0, 2 * DAY))
def test_ticks_of_the_same_hour_look_the_same(tick: int) -> None:
    over = msgspec.structs.replace(sky(), classes=(MARE, RIM, SHADOW, WALL) * (WIDTH * HEIGHT // 4))
    if over.hour(tick) == over.hour(tick + 1):
        for ground in CLASSES:
            assert over.shining(ground, tick) == over.shining(ground, tick + 1)
        if any(over.is_lit(tile, tick) for tile in range(4)):
            assert over.sun(tick) == over.sun(tick + 1)


def test_nothing_moves_in_the_night() -> None:
    assert len({sky().hour(tick) for tick in range(RIM_NIGHTFALL, DAY)}) == 1
