from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.game.economy import ground
from domain.game.terrain import terrain


@given(st.lists(st.sampled_from(ground.CLASSES)).map(tuple))
def test_a_chart_is_read_as_it_was_written(chart: ground.Chart) -> None:
    assert ground.read(ground.written(chart)) == chart


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_moon_has_the_ground_that_its_scenario_needs(seed: int) -> None:
    moon = terrain(seed, 40, 18)
    plain = Counter(ground.chart(moon, polar=False))
    assert plain["mare"] > 50
    assert plain["highland"] > 50
    assert plain["rim"] == plain["psr"] == 0
    polar = Counter(ground.chart(moon, polar=True))
    assert (polar["rim"], polar["psr"]) == (7, 36)
    assert len(ground.written(ground.chart(moon, polar=False))) < 720


def test_the_landing_place_is_the_nearest_to_the_middle_of_its_class() -> None:
    chart = ("highland",) * 7 + ("mare",) + ("highland",) * 8
    assert ground.landing_place(chart, 4, "mare") == 7
    assert ground.landing_place(chart, 4, "highland") == 10
    assert ground.landing_place(chart, 4, "rim") == 10
