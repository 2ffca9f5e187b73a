"""How a colony begins."""

from msgspec import structs

from domain.game.colony_events import ColonyFounded, RulesetAdopted, TerrainCharted
from domain.game.commands import StartScenario
from domain.game.economy import ground
from domain.game.events import BuildingSpawned, GameStarted
from domain.game.sample_rules import SAMPLE_RULES
from domain.game.site_types import BY_KEY
from domain.game.terrain import terrain
from tests.domain.game.colony import founded
from tests.scenario import Given

CHART = ground.chart(terrain(7, 16, 16), polar=False)
PLACE = ground.landing_place(CHART, 16, "highland")
LANDER = "lander-52843eaaa04a"
"""The same for ever in a game of this id."""


def test_all_that_the_game_depends_on_is_in_its_log() -> None:
    begun = Given().when(StartScenario("g", "calm", 7, SAMPLE_RULES, "Base", "ada"))
    types = tuple(sorted(BY_KEY[key].id for key in SAMPLE_RULES.building))
    begun.then_among(GameStarted, GameStarted("g", "Base", "ada", 16, 16, 7, types))
    begun.then_among(
        RulesetAdopted,
        RulesetAdopted(
            game_id="g",
            name="Base",
            player_id="ada",
            seed=7,
            ruleset="sample",
            version=1,
            digest=SAMPLE_RULES.digest,
            scenario="calm",
            rules=SAMPLE_RULES.only("calm"),
        ),
    )
    begun.then_among(TerrainCharted, TerrainCharted("g", 16, 16, ground.written(CHART)))


def test_what_brought_the_crew_stands_at_once() -> None:
    begun = Given().when(StartScenario("g", "calm", 7, SAMPLE_RULES, "Base", "ada"))
    kind, stocks = BY_KEY["lander"].id, SAMPLE_RULES.start.stocks
    begun.then_among(ColonyFounded, ColonyFounded("g", LANDER, kind, PLACE, "ada", 2, stocks))
    begun.then_among(BuildingSpawned, BuildingSpawned("g", LANDER, kind, PLACE, "ada", 0))


def test_a_scenario_must_be_in_the_rules() -> None:
    Given().when(StartScenario("g", "nowhere", 7, SAMPLE_RULES)).refused(
        "unknown-scenario", "nowhere", "calm, storm"
    )


def test_rules_that_do_not_hold_together_are_refused() -> None:
    odd = structs.replace(SAMPLE_RULES, heap={**SAMPLE_RULES.heap, "gold": 1})
    Given().when(StartScenario("g", "calm", 7, odd)).refused("bad-ruleset", "at heap", "'gold'")


def test_a_game_is_begun_once() -> None:
    Given(*founded()).when(StartScenario("g", "calm", 7, SAMPLE_RULES)).refused("game-exists")
