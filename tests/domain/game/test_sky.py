"""What comes down on a colony: announced, drawn by the seed alone, and a fact once it struck."""

from msgspec import structs

from domain.blocks.messages import Event
from domain.game.colony_events import (
    BuildingDamaged,
    BuildingDestroyed,
    BuildingSwitched,
    HazardAnnounced,
    HazardPassed,
)
from domain.game.commands import WatchSky
from domain.game.sample_rules import SAMPLE_RULES
from tests.domain.game.colony import (
    HABITAT,
    PAD,
    announced,
    balanced,
    built,
    damaged,
    destroyed,
    flare,
    founded,
    meteor,
    quake,
)
from tests.domain.game.examples import STARTED
from tests.scenario import Given


def storm(*facts: object, **changes: object) -> Given:
    meteors = structs.replace(SAMPLE_RULES.hazard.meteor, **changes)
    hazard = structs.replace(SAMPLE_RULES.hazard, meteor=meteors)
    rules = structs.replace(SAMPLE_RULES, hazard=hazard)
    return Given(*founded(*facts, scenario="storm", rules=rules))  # type: ignore[arg-type]


def test_hazards_are_announced_when_they_come_into_sight() -> None:
    storm(balanced(4)).when(WatchSky("g", 5)).then()
    storm(balanced(5)).when(WatchSky("g", 6)).then(
        announced("meteor", 7, 6), announced("moonquake", 7, 6), announced("solar flare", 7, 6)
    )


def test_a_station_that_is_switched_off_watches_nothing() -> None:
    pad = structs.replace(SAMPLE_RULES.building["landing-pad"], warning_ticks=2, power_in_kw=1)
    rules = structs.replace(SAMPLE_RULES, building={**SAMPLE_RULES.building, "landing-pad": pad})

    def seen_at_5(*facts: Event) -> tuple[Event, ...]:
        station = founded(built("p", PAD), *facts, balanced(4), scenario="storm", rules=rules)
        return Given(*station).when(WatchSky("g", 5)).events()

    off, on = (BuildingSwitched("g", 0, "p", switched, "ada") for switched in (False, True))
    assert len(seen_at_5()) == 3
    assert seen_at_5(off) == ()
    assert seen_at_5(off, on) == seen_at_5()


def test_a_hazard_is_announced_once() -> None:
    storm(balanced(6)).when(WatchSky("g", 6)).then()


def test_a_meteor_damages_what_it_hits_or_destroys_it() -> None:
    facts = (built(), announced("meteor", 7), balanced(7))
    storm(*facts).when(WatchSky("g", 7)).then(meteor(7), damaged(tick=7))
    storm(*facts, destroy_percent=100).when(WatchSky("g", 7)).then(
        meteor(7, destroys=True), destroyed(tick=7)
    )


def test_a_moonquake_breaks_and_leaks() -> None:
    storm(built(), announced("moonquake", 7), balanced(7)).when(WatchSky("g", 7)).then(
        quake(7), damaged(hazard="moonquake", tick=7)
    )


def test_a_flare_lasts_and_another_within_it_is_none() -> None:
    storm(announced("solar flare", 7), balanced(7)).when(WatchSky("g", 7)).then(flare(7))
    within = (announced("solar flare", 8), flare(7), balanced(8))
    storm(*within).when(WatchSky("g", 8)).then(HazardPassed("g", 8, "solar flare"))


def test_where_nothing_stands_nothing_is_hit() -> None:
    storm(announced("meteor", 7), balanced(7)).when(WatchSky("g", 7)).then(
        HazardPassed("g", 7, "meteor")
    )


def test_the_sandbox_has_a_clear_sky() -> None:
    Given(STARTED).when(WatchSky("g", 1)).refused("no-colony")


def test_two_hits_of_one_tick_are_no_trouble() -> None:
    both = (built(), announced("meteor", 7), announced("moonquake", 7), balanced(7))
    storm(*both, destroy_percent=100).when(WatchSky("g", 7)).then_among(
        (HazardAnnounced, BuildingDamaged, BuildingDestroyed),
        BuildingDestroyed("g", "b", HABITAT, 0, "meteor", 7),
    )
