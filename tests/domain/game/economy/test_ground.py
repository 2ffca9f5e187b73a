from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.game.economy import ground
from domain.game.relief import horizon
from domain.game.terrain import terrain

SEEDS = range(1, 13)


@given(st.lists(st.sampled_from(ground.CLASSES)).map(tuple))
def test_a_chart_is_read_as_it_was_written(chart: ground.Chart) -> None:
    assert ground.read(ground.written(chart)) == chart


def near(chart: ground.Chart, width: int, place: int, tiles: int = 8) -> Counter[str]:
    """How many tiles of each class lie within so many tiles of a place."""
    y, x = divmod(place, width)
    return Counter(
        name
        for tile, name in enumerate(chart)
        if max(abs(tile // width - y), abs(tile % width - x)) <= tiles
    )


@pytest.mark.parametrize(("width", "height"), [(24, 16), (40, 18)])
@pytest.mark.parametrize("seed", SEEDS)
def test_a_landing_on_a_plain_has_mare_highland_and_floors_near(
    seed: int, width: int, height: int
) -> None:
    chart = ground.survey(seed, width, height, polar=False)
    place = ground.landing_place(chart, width, "mare")
    assert chart[place] == "mare"
    there = near(chart, width, place)
    assert there["mare"] >= 20
    assert there["highland"] >= 20
    assert there["crater_floor"]
    assert not {"rim", "psr"} & set(chart)
    assert len(ground.written(chart)) < 720


@given(st.integers(0, 2**63 - 1))
@settings(max_examples=50, deadline=None)
def test_a_landing_at_a_pole_has_rims_and_ice_within_reach(seed: int) -> None:
    chart = ground.survey(seed, 40, 18, polar=True)
    place = ground.landing_place(chart, 40, "highland")
    assert chart[place] == "highland"
    assert near(chart, 40, place, 12)["rim"]
    assert near(chart, 40, place, 16)["psr"]
    assert (chart.count("rim"), chart.count("psr"), chart.count("mare")) == (7, 36, 0)


def test_where_rims_and_ice_are_far_from_each_other_the_crew_lands_in_between() -> None:
    chart = ("rim", *["highland"] * 38, "psr")
    assert ground.landing_place(chart, 40, "highland") == 20
    assert ground.landing_place(chart[:30], 30, "highland") == 12


@pytest.mark.parametrize("seed", SEEDS)
def test_a_polar_sun_lights_rims_from_nearly_all_sides_and_shadow_from_none(seed: int) -> None:
    moon = terrain(seed, 40, 18)
    polar_sun = 0.026  # rise over run: 1.5 degrees
    for tile, name in enumerate(ground.chart(moon, polar=True)):
        y, x = divmod(tile, 40)
        sides = horizon(moon.heights, 2 * x, 2 * y)
        if name == "rim":
            assert sum(side <= polar_sun for side in sides) >= 7
        if name == "psr":
            assert min(sides) > polar_sun


def test_the_landing_place_is_the_nearest_to_the_middle_of_its_class() -> None:
    chart = ("highland",) * 7 + ("mare",) + ("highland",) * 8
    assert ground.landing_place(chart, 4, "mare") == 7
    assert ground.landing_place(chart, 4, "highland") == 10
    assert ground.landing_place(chart, 4, "rim") == 10
