"""What a colony allows, what it costs, and what a player may take back."""

from domain.game.colony_events import (
    BuildingDamaged,
    BuildingDemolished,
    BuildingDestroyed,
    BuildingRepaired,
    MaterialsReturned,
    PriorityChanged,
    RepairStarted,
    SiteApproved,
    SiteCancelled,
)
from domain.game.commands import (
    AdvanceConstruction,
    CancelSite,
    ChangePriority,
    CompleteRepair,
    DamageBuilding,
    DemolishBuilding,
    DestroyBuilding,
    RepairBuilding,
    SpawnSite,
    SurveyTile,
    SwitchBuilding,
)
from domain.game.economy.building_work import Turn
from domain.game.economy.stocks import Flow
from tests.domain.game.colony import (
    HABITAT,
    LANDER,
    PAD,
    WALL,
    balanced,
    built,
    damaged,
    destroyed,
    founded,
    order,
    spawned,
    ticked,
)
from tests.domain.game.examples import STARTED
from tests.domain.game.rules import STRICT
from tests.scenario import Given


def test_a_site_is_taken_on_with_what_it_will_cost() -> None:
    cost = (Flow("cost", "metal_kg", 4),)
    Given(*founded()).when(order()).then(SiteApproved("g", 0, "s", HABITAT, 0, 3, cost), spawned())


def test_a_site_takes_as_long_as_the_rules_say() -> None:
    Given(*founded()).when(order(ticks=1)).refused("bad-completion-ticks", "habitat takes 2 ticks")


def test_what_comes_from_earth_only_cannot_be_built() -> None:
    Given(*founded()).when(order("lander", ticks=1)).refused("not-buildable", "lander")


def test_nothing_is_built_on_ground_that_does_not_bear_it() -> None:
    colony = Given(*founded(rules=STRICT))
    colony.when(order(location=WALL)).refused("wrong-ground", "crater wall", "highland or mare")
    colony.when(order("landing-pad", location=200)).refused("wrong-ground", "mare", "highland")


def test_what_a_building_requires_must_work_first() -> None:
    Given(*founded(rules=STRICT)).when(order("landing-pad")).refused(
        "requirement-missing", "landing pad", "habitat"
    )
    broken = (built(location=9), damaged())
    Given(*founded(*broken, rules=STRICT)).when(order("landing-pad")).refused("requirement-missing")


def test_a_building_keeps_its_distance() -> None:
    colony = Given(*founded(built(location=17), rules=STRICT))
    colony.when(order("landing-pad", location=2)).refused("too-near", "3 tiles", "1,1")
    colony.when(order("landing-pad", location=4)).then_among(
        SiteApproved, SiteApproved("g", 0, "s", PAD, 4, 3, (Flow("cost", "parts", 2),))
    )


def test_a_tile_is_free_again_when_its_site_or_building_is_gone() -> None:
    taken = Given(*founded(spawned()))
    taken.when(order(site_id="t")).refused("tile-taken")
    for facts in ((spawned(), cancelled("s")), (spawned("b"), built(), destroyed())):
        free = Given(*founded(*facts))
        free.when(order(location=0, site_id="t")).then_among(SiteCancelled)


def cancelled(site_id: str) -> SiteCancelled:
    return SiteCancelled("g", site_id, HABITAT, 0, "ada", 0)


def test_work_in_a_colony_is_not_to_be_had_for_nothing() -> None:
    Given(*founded(spawned())).when(AdvanceConstruction("g", "s", 0, 1)).refused("work-costs", "s")


def test_a_cancelled_site_gives_back_what_was_put_into_it() -> None:
    facts = (spawned(), ticked(1), balanced(1, turns=(Turn("s", False, 1, 2, ""),)))
    Given(*founded(*facts)).when(CancelSite("g", "s", "ada", 1)).then(
        MaterialsReturned("g", 1, "s", (Flow("refund", "metal_kg", 2),)),
        SiteCancelled("g", "s", HABITAT, 0, "ada", 1),
    )


def test_a_site_that_was_not_begun_gives_nothing_back() -> None:
    Given(*founded(spawned())).when(CancelSite("g", "s", "ada", 0)).then(cancelled("s"))
    Given(*founded()).when(CancelSite("g", "s", "ada", 0)).refused("unknown-site", "'s'")


def test_a_building_is_taken_down_for_half_of_its_cost() -> None:
    Given(*founded(built())).when(DemolishBuilding("g", "b", "ada", 0)).then(
        MaterialsReturned("g", 0, "b", (Flow("refund", "metal_kg", 2),)),
        BuildingDemolished("g", "b", HABITAT, 0, "ada", 0),
    )
    Given(*founded()).when(DemolishBuilding("g", LANDER, "ada", 0)).refused("lander")
    Given(*founded()).when(DemolishBuilding("g", "b", "ada", 0)).refused("unknown-site")


def test_the_repair_of_a_damaged_building_takes_a_part_of_the_work() -> None:
    Given(*founded(built(), damaged())).when(RepairBuilding("g", "b", "ada", 0)).then(
        RepairStarted("g", "b", HABITAT, 0, "ada", 1, 0)
    )


def test_only_what_is_damaged_is_repaired_and_once_at_a_time() -> None:
    repair = RepairStarted("g", "b", HABITAT, 0, "ada", 1, 0)
    Given(*founded()).when(RepairBuilding("g", "b", "ada", 0)).refused("unknown-site")
    Given(*founded(built())).when(RepairBuilding("g", "b", "ada", 0)).refused("not-damaged")
    Given(*founded(built(), damaged(), repair)).when(RepairBuilding("g", "b", "ada", 0)).refused(
        "in-repair"
    )


def test_a_priority_is_changed() -> None:
    for facts in ((spawned("x"),), (built("x"),)):
        Given(*founded(*facts)).when(ChangePriority("g", "x", 1, "ada", 0)).then(
            PriorityChanged("g", 0, "x", 1, "ada")
        )
    Given(*founded(built())).when(ChangePriority("g", "b", 6, "ada", 0)).refused("bad-priority")
    Given(*founded()).when(ChangePriority("g", "b", 1, "ada", 0)).refused("unknown-site")


def test_a_building_is_damaged_repaired_and_destroyed() -> None:
    Given(*founded(built())).when(DamageBuilding("g", "b", "meteor", 0)).then(
        BuildingDamaged("g", "b", HABITAT, 0, "meteor", 0)
    )
    Given(*founded(built(), damaged())).when(CompleteRepair("g", "b", 0)).then(
        BuildingRepaired("g", "b", HABITAT, 0, 0)
    )
    Given(*founded(built())).when(DestroyBuilding("g", "b", "meteor", 0)).then(
        BuildingDestroyed("g", "b", HABITAT, 0, "meteor", 0)
    )


def test_nothing_more_befalls_a_building_that_is_damaged_or_gone() -> None:
    Given(*founded(built(), damaged())).when(DamageBuilding("g", "b", "meteor", 0)).then()
    gone = Given(*founded(built(), destroyed()))
    gone.when(DamageBuilding("g", "b", "meteor", 0)).then()
    gone.when(CompleteRepair("g", "b", 0)).then()
    Given(*founded()).when(DamageBuilding("g", "b", "meteor", 0)).refused("no-building")


def test_the_sandbox_has_nothing_to_take_back() -> None:
    sandbox = Given(STARTED)
    sandbox.when(CancelSite("g", "s", "ada", 0)).refused("no-colony", "sandbox")
    sandbox.when(ChangePriority("g", "s", 1, "ada", 0)).refused("no-colony")
    sandbox.when(SurveyTile("g", 1, "ada", 0)).refused("no-colony")
    sandbox.when(SwitchBuilding("g", "s", False, "ada", 0)).refused("no-colony")
    sandbox.when(SpawnSite("g", "s", 1, 1, "ada", 7, 0)).then_among(SiteApproved)
