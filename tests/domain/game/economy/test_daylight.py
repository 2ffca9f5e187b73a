from hypothesis import given
from hypothesis import strategies as st

from domain.game.economy.daylight import Night, is_lit, next_night

DAY = 236
LIGHTS = st.dictionaries(st.integers(0, 100), st.integers(0, 90), max_size=4)


def test_light_comes_first_and_lasts_for_its_share_of_the_day() -> None:
    assert [is_lit(50, tick, DAY) for tick in (0, 117, 118, 235, 236)] == [
        True,
        True,
        False,
        False,
        True,
    ]
    assert sum(is_lit(86, tick, DAY) for tick in range(DAY)) == DAY - 33
    assert not any(is_lit(0, tick, DAY) for tick in range(DAY))
    assert all(is_lit(100, tick, DAY) for tick in range(DAY))


def test_the_night_to_come_and_what_is_left_of_the_one_that_is() -> None:
    assert next_night(1, DAY, 12, 6, {50: 30}) == Night(118, 236, 118 * 6)
    assert next_night(150, DAY, 12, 6, {50: 30}) == Night(150, 236, 86 * 6)
    assert next_night(1, DAY, 12, 12, {}) == Night()


def test_light_on_the_heights_shortens_the_night() -> None:
    assert next_night(1, DAY, 12, 6, {50: 30, 86: 30}) == Night(203, 236, 33 * 6)


@given(st.integers(1, 999), st.integers(0, 60), st.integers(0, 60), LIGHTS)
def test_a_night_is_what_counting_tick_by_tick_finds(
    tick: int, needed: int, constant: int, solar: dict[int, int]
) -> None:
    short = {
        later: needed - made
        for later in range(tick, tick + DAY)
        if (
            made := constant + sum(kwh for light, kwh in solar.items() if is_lit(light, later, DAY))
        )
        < needed
    }
    begins = min(short, default=0)
    ends = begins
    while ends in short:
        ends += 1
    need = sum(short[later] for later in range(begins, ends))
    assert next_night(tick, DAY, needed, constant, solar) == Night(begins, ends, need)
