"""A building that uses power is switched off and on by the player."""

from domain.game.colony_events import BuildingRepaired, BuildingSwitched, ColonyBalanced
from domain.game.commands import BalanceColony, SwitchBuilding
from domain.game.economy.industry import Deed
from domain.game.economy.stocks import Flow
from domain.game.site_types import BY_KEY
from tests.domain.game.colony import LANDER, balanced, built, damaged, founded, ticked
from tests.scenario import Given

DIGGER = built("digger", BY_KEY["excavator"].id, 130)
OFF = BuildingSwitched("g", 0, "digger", on=False, player_id="ada")
ON = BuildingSwitched("g", 0, "digger", on=True, player_id="ada")


def switch(site_id: str = "digger", *, on: bool = False) -> SwitchBuilding:
    return SwitchBuilding("g", site_id, on, "ada", 0)


def after_a_tick(*facts: BuildingSwitched) -> ColonyBalanced:
    colony = Given(*founded(DIGGER, *facts, ticked(1)))
    balance, *_ = colony.when(BalanceColony("g", 1)).events()
    assert isinstance(balance, ColonyBalanced)
    return balance


def test_a_building_is_switched_off_and_on() -> None:
    Given(*founded(DIGGER)).when(SwitchBuilding("g", "digger", False, "ada", 0)).then(OFF)
    Given(*founded(DIGGER, OFF)).when(switch(on=True)).then(ON)


def test_what_is_off_uses_and_does_nothing() -> None:
    on, off = after_a_tick(), after_a_tick(OFF)
    assert Flow("excavator", "energy_kwh", -1) in on.flows
    assert not [flow for flow in off.flows if flow.cause == "excavator"]
    assert Deed("digger", "working") in on.deeds
    assert [deed.site_id for deed in off.deeds] == [LANDER]


def test_what_is_on_again_works_at_once() -> None:
    assert after_a_tick(OFF, ON) == after_a_tick()


def test_what_is_switched_stays_so_until_it_is_switched_or_damaged() -> None:
    colony = Given(*founded(DIGGER, OFF, ticked(1), balanced(1)))
    colony.when(switch()).refused("switched-already", "is off already")
    Given(*founded(DIGGER)).when(switch(on=True)).refused("switched-already", "is on already")
    broken = damaged("digger")
    Given(*founded(DIGGER, OFF, broken)).when(switch(on=True)).refused("damaged", "repair it")
    mended = BuildingRepaired("g", "digger", DIGGER.site_type, DIGGER.location, 0)
    Given(*founded(DIGGER, OFF, broken, mended)).when(switch()).then(OFF)


def test_what_needs_no_power_or_keeps_the_crew_alive_has_no_switch() -> None:
    Given(*founded(built())).when(switch("b")).refused("no-switch", "uses no power")
    Given(*founded()).when(switch(LANDER)).refused("no-switch", "the crew live by it")
    Given(*founded()).when(switch("nobody")).refused("unknown-site", "'nobody'")
