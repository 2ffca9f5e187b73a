from domain.game.relief import horizon, slope

FLAT = [[0.0] * 9 for _ in range(9)]
RAMP = [[0.5 * x for x in range(9)] for _ in range(9)]
BOWL = [[float(max(abs(x - 4), abs(y - 4))) for x in range(9)] for y in range(9)]


def test_flat_ground_has_no_slope_and_no_horizon() -> None:
    assert slope(FLAT, 4, 4) == 0
    assert horizon(FLAT, 4, 4) == (0.0,) * 8


def test_a_ramp_is_as_steep_at_its_edge_as_in_its_middle() -> None:
    assert slope(RAMP, 4, 4) == slope(RAMP, 0, 0) == slope(RAMP, 8, 8) == 0.5


def test_a_bowl_stands_high_on_every_side_and_a_ramp_on_one() -> None:
    assert min(horizon(BOWL, 4, 4)) > 0.7
    assert horizon(RAMP, 4, 4)[-1] == 0.5


def test_beyond_the_edge_the_land_goes_on_as_in_a_mirror() -> None:
    assert horizon(RAMP, 0, 4)[-2:] == (0.5, 0.5)
