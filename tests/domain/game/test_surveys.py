"""What lies under a tile is found by a rover, and digging there brings what it found."""

import pytest
from msgspec import structs

from domain.blocks.messages import Event
from domain.game.colony_events import ColonyBalanced, SurveyStarted, TileSurveyed
from domain.game.commands import BalanceColony, SurveyTile
from domain.game.economy.ruleset import Ruleset
from domain.game.economy.stocks import Flow, Stocks
from domain.game.economy.survey import Find
from domain.game.sample_rules import SAMPLE_RULES
from domain.game.site_types import BY_KEY
from tests.domain.game.colony import balanced, built, founded, ticked
from tests.scenario import Given

TILE = 130
EXCAVATOR = BY_KEY["excavator"].id
STARTED = SurveyStarted("g", 0, TILE, "ada", 2, (Flow("survey", "energy_kwh", -5),))


def survey(tile: int = TILE) -> SurveyTile:
    return SurveyTile("g", tile, "ada", 0)


def surveyed(percent: int = 200, tick: int = 2) -> TileSurveyed:
    return TileSurveyed("g", tick, TILE, (Find("regolith_kg", 4 * percent // 100, percent),))


def without_dig(rules: Ruleset) -> Ruleset:
    bare = structs.replace(rules.ground["highland"], dig={})
    return structs.replace(rules, ground={**rules.ground, "highland": bare})


def test_a_rover_goes_out_and_takes_along_what_the_rules_say() -> None:
    Given(*founded()).when(SurveyTile("g", TILE, "ada", 0)).then(STARTED)


def test_what_lies_there_is_known_when_it_is_back() -> None:
    out = (STARTED, ticked(1))
    Given(*founded(*out)).when(BalanceColony("g", 1)).then_among(TileSurveyed)
    back = Given(*founded(*out, balanced(1), ticked(2))).when(BalanceColony("g", 2))
    back.then_among(TileSurveyed, surveyed(200))


def test_what_lies_there_depends_on_the_seed_and_the_tile_alone() -> None:
    def found(seed: int, tick: int) -> Event:
        facts = (STARTED, ticked(tick - 1), balanced(tick - 1), ticked(tick))
        events = Given(*founded(*facts, seed=seed)).when(BalanceColony("g", tick)).events()
        (told,) = [event for event in events if isinstance(event, TileSurveyed)]
        return structs.replace(told, tick=0)

    assert found(1, 2) == found(1, 7)
    assert len({str(found(seed, 2)) for seed in range(8)}) == 2


@pytest.mark.parametrize(("percent", "dug"), [(100, 4), (200, 8)])
def test_digging_brings_what_was_found(percent: int, dug: int) -> None:
    there = built("digger", EXCAVATOR, TILE)
    facts = (there, STARTED, surveyed(percent), ticked(1))
    balance, *_ = Given(*founded(*facts)).when(BalanceColony("g", 1)).events()
    assert isinstance(balance, ColonyBalanced)
    assert Flow("excavator", "regolith_kg", dug) in balance.flows


def test_digging_where_nobody_looked_brings_what_is_usual() -> None:
    there = built("digger", EXCAVATOR, TILE + 1)
    facts = (there, STARTED, surveyed(200), ticked(1))
    balance, *_ = Given(*founded(*facts)).when(BalanceColony("g", 1)).events()
    assert isinstance(balance, ColonyBalanced)
    assert Flow("excavator", "regolith_kg", 4) in balance.flows


def test_no_rover_goes_where_there_is_nothing_to_learn_or_no_way() -> None:
    colony = Given(*founded())
    colony.when(survey(256)).refused("off-the-map", "256")
    colony.when(survey(0)).refused("too-far", "more than 7 tiles")
    Given(*founded(STARTED, surveyed())).when(survey()).refused("surveyed", "2,8")
    Given(*founded(STARTED)).when(survey()).refused("in-survey", "until tick 2")
    Given(*founded(STARTED)).when(survey(131)).refused("no-rover", "back at tick 2")
    Given(*founded(rules=without_dig(SAMPLE_RULES))).when(survey()).refused("nothing-to-find")
    Given(*founded(STARTED, surveyed())).when(survey(131)).then(
        structs.replace(STARTED, location=131)
    )


def test_a_survey_must_be_paid_for() -> None:
    poor = balanced(1, stocks=Stocks(o2_g=9, energy_kwh=4))
    Given(*founded(ticked(1), poor)).when(survey()).refused("cannot-pay", "takes 5 kWh power")


def test_rules_without_surveys_have_none() -> None:
    older = structs.replace(SAMPLE_RULES, survey=None)
    Given(*founded(rules=older)).when(survey()).refused("no-surveys")
