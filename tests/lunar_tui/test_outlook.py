"""The outlook of a colony: given what its views say, what a player reads."""

from __future__ import annotations

import pytest
from msgspec import structs

from domain.game.economy.stocks import ENERGY
from domain.game.projectors.alerts import AlertRow
from domain.game.projectors.colony import ColonyRow
from domain.game.projectors.flows import FlowRow
from domain.game.projectors.forecast import ForecastRow
from domain.game.projectors.operations import OperationRow
from lunar_tui.outlook.alerts import Alert
from lunar_tui.outlook.outlook import Outlook, outlook
from lunar_tui.outlook.seen import Seen
from lunar_tui.outlook.sites import told_sites
from lunar_tui.outlook.stocks import StockLine, Trends
from lunar_tui.outlook.units import amount, length
from lunar_tui.outlook.urgency import Urgency
from lunar_tui.rulesets import load_ruleset

COLONY = ColonyRow(
    game_id="g",
    tick=100,
    crew=4,
    o2_g=100_000,
    water_g=400_000,
    food_g=300_000,
    metal_kg=50,
    regolith_kg=0,
    ilmenite_kg=0,
    ice_g=0,
    parts=5,
    energy_kwh=400,
    storage_kwh=1000,
    reserve_kwh=1100,
    night_begins=118,
    night_ends=236,
)
SEEN = Seen(load_ruleset(), COLONY, (), (), {}, ())


def look(seen: Seen = SEEN, **changed: int) -> Outlook:
    """The outlook with some numbers of the colony changed."""
    return outlook(structs.replace(seen, colony=structs.replace(seen.colony, **changed)), Trends())


def line(told: Outlook, stock: str) -> StockLine:
    return next(each for each in told.stocks if each.stock == stock)


def flow(cause: str, kwh: int) -> FlowRow:
    return FlowRow("g", cause, ENERGY, kwh, COLONY.tick)


def test_a_stock_that_is_used_has_the_ticks_left_at_the_present_rate() -> None:
    assert line(look(o2_g_change=-500), "o2_g").left == 200


def test_a_stock_that_grows_or_stays_runs_out_never() -> None:
    assert line(look(o2_g_change=500), "o2_g").left is None
    assert line(look(), "o2_g").left is None


@pytest.mark.parametrize(
    ("used", "urgency"), [(1000, Urgency.FINE), (1300, Urgency.SOON), (5000, Urgency.NOW)]
)
def test_what_the_crew_lives_by_is_urgent_when_few_days_are_left(
    used: int, urgency: Urgency
) -> None:
    assert line(look(o2_g_change=-used), "o2_g").urgency is urgency


def test_what_is_not_there_shows_only_where_it_must_not_be_missing() -> None:
    told = look(parts=0)
    assert line(told, "parts").urgency is Urgency.SOON
    assert "ice_g" not in [each.stock for each in told.stocks]
    assert line(look(ice_g=5), "ice_g").urgency is Urgency.FINE


def test_a_trend_is_the_mean_of_the_last_day_and_forgets_what_is_travelled_back_over() -> None:
    trends = Trends()
    rows = [
        structs.replace(COLONY, tick=t, parts_change=int(t % 6 == 0), energy_kwh_change=t)
        for t in range(1, 31)
    ]
    for row in rows:
        rates = trends.see(row, 3)
    assert rates["parts"] == 2 / 8
    assert rates[ENERGY] == 30
    assert trends.see(rows[26], 3)["parts"] == 1 / 5
    assert trends.see(rows[5], 3)["parts"] == 1


def test_by_day_storage_is_taken_to_be_charged_with_what_life_leaves() -> None:
    seen = structs.replace(SEEN, flows=(flow("solar-array", 30), flow("life-support", -12)))
    night = look(seen, storage_kwh=2000).night
    assert night is not None
    assert (night.night, night.until, night.lasts, night.need) == (False, 18, 118, 1000)
    assert (night.stored, night.short) == (400 + 17 * 18, 294)
    assert night.storage_lasts == 118 * 706 // 1000
    assert night.told(200) == (
        "Day: night in 2d 6h (18 ticks), lasts 14d; storage lasts 10d: short by 294 kWh"
    )
    assert night.told(50) == "Night in 2d 6h for 14d, short 294 kWh"
    assert night.told(10) == "night 2d 6h, short 294kWh"


def test_storage_holds_no_more_than_there_is_room_for() -> None:
    seen = structs.replace(SEEN, flows=(flow("solar-array", 300), flow("life-support", -12)))
    night = look(seen, storage_kwh=900).night
    assert night is not None
    assert night.stored == 900
    assert night.urgency is Urgency.NOW


def test_at_night_the_rest_of_it_is_what_counts() -> None:
    night = look(tick=176, night_begins=176, night_ends=236, energy_kwh=990).night
    assert night is not None
    assert (night.night, night.until, night.lasts, night.need) == (True, 60, 59, 983)
    assert night.told(200) == (
        "Night: dawn in 7d 12h (60 ticks); storage will last, with 7 kWh to spare"
    )


def test_where_no_night_comes_none_is_told() -> None:
    assert look(night_begins=0, night_ends=0, reserve_kwh=0).night is None


def test_power_is_told_by_source_and_user_in_kw() -> None:
    flows = (
        flow("solar-array", 30),
        flow("lander", 6),
        flow("life-support", -12),
        flow("spilled", -3),
        FlowRow("g", "smelter", ENERGY, -42, COLONY.tick - 1),
    )
    shed = OperationRow("s", "g", 6, 5, "no power", "", 0, 90)
    power = look(structs.replace(SEEN, flows=flows, operations={"s": shed})).power
    assert power.sources == [("Solar array", 10), ("Lander", 2)]
    assert power.users == [("Life support", 4)]
    assert (power.made, power.used, power.spilled) == (12, 4, 1)
    assert power.shed == [("Smelter", 1)]


def test_alerts_come_the_worst_first_and_say_where_they_are() -> None:
    seen = structs.replace(
        SEEN,
        alerts=(
            AlertRow("h", "g", "halted", "metal_kg", 2, 7, 90),
            AlertRow("d", "g", "damaged", "meteor", 1, 9, 95),
            AlertRow("r", "g", "damaged", "meteor", 6, 8, 95),
        ),
        operations={
            "r": OperationRow("r", "g", 6, 8, "damaged", "parts", 0, 95, 2, 12),
            "d": OperationRow("d", "g", 1, 9, "damaged", "", 0, 95),
        },
        hazards=(ForecastRow("g", "solar flare", 103, 99), ForecastRow("g", "meteor", 101, 99)),
    )
    told = look(seen, without_power=3, reserve_kwh=0, food_g_change=-20_000)
    assert told.alerts == [
        Alert(Urgency.NOW, "Crew without power: deaths in 6 ticks"),
        Alert(Urgency.NOW, "Food is out in 1d 21h"),
        Alert(Urgency.NOW, "Meteor at the next tick"),
        Alert(Urgency.NOW, "Solar flare in 3 ticks: to the shelters"),
        Alert(Urgency.SOON, "Habitat lacks metal", 7),
        Alert(Urgency.SOON, "Solar array needs repair", 9),
        Alert(Urgency.SOON, "Smelter: repair 2/12, lacks parts", 8),
    ]
    assert told.placed == [7, 9, 8]
    assert told.at(9) == told.alerts[5]
    assert told.at(10) is None


def test_a_crew_that_has_gone_without_for_too_long_dies() -> None:
    assert look(without_o2=3).crew_lacks == ["Crew without oxygen: people die"]
    assert look(without_o2=3, crew=0).crew_lacks == []


@pytest.mark.parametrize(
    ("stock", "count", "told"),
    [
        ("o2_g", 198_000, "198 kg"),
        ("o2_g", 2_340, "2.3 kg"),
        ("regolith_kg", 3_992, "4 t"),
        ("regolith_kg", 12_500, "12 t"),
        (ENERGY, 400, "400 kWh"),
        (ENERGY, 1_732, "1.7 MWh"),
        ("parts", 31, "31"),
    ],
)
def test_amounts_are_told_in_the_unit_that_people_count_in(
    stock: str, count: int, told: str
) -> None:
    assert amount(stock, count) == told


@pytest.mark.parametrize(
    ("ticks", "told"), [(0.4, "0h"), (3, "9h"), (8, "1d"), (33, "4d 3h"), (80, "10d"), (9e3, "3y")]
)
def test_lengths_of_time_are_told_in_days_and_hours(ticks: float, told: str) -> None:
    assert length(ticks, 3) == told


def test_sites_are_counted_with_those_that_are_halted() -> None:
    site = OperationRow("s", "g", 6, 5, "site", "", 0, 90)
    halted = structs.replace(site, site_id="h", lacks="metal_kg")
    standing = structs.replace(site, site_id="d", activity="working")
    assert told_sites(structs.replace(SEEN, operations={"d": standing})) == ""
    assert told_sites(structs.replace(SEEN, operations={"s": site, "d": standing})) == "1 site"
    both = {"s": site, "h": halted}
    assert told_sites(structs.replace(SEEN, operations=both)) == "2 sites, 1 halted"
