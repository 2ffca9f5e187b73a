"""What a tick does to a colony, and what the process managers make of it."""

from msgspec import structs

from domain.blocks.messages import Event
from domain.game.colony_events import (
    BuildingRepaired,
    ColonyBalanced,
    ConstructionHalted,
    ConstructionResumed,
    CrewDied,
    GameLost,
    GameWon,
    GoalsMissed,
    GoalsReached,
    RepairStarted,
    ResupplyLanded,
)
from domain.game.commands import (
    AdvanceGameloop,
    BalanceColony,
    HaltConstruction,
    JudgeMission,
    LandResupply,
    WorkOnSite,
)
from domain.game.economy.building_work import Turn
from domain.game.economy.colony import Shortages
from domain.game.economy.industry import Deed
from domain.game.economy.ruleset import Goal
from domain.game.economy.score import Score
from domain.game.economy.stocks import Flow, Stocks
from domain.game.events import (
    BuildingSpawned,
    ConstructionCompleted,
    ConstructionProgressed,
    GameStopped,
)
from tests.domain.game.colony import (
    HABITAT,
    LANDER,
    PAD,
    balanced,
    built,
    damaged,
    flare,
    founded,
    quake,
    spawned,
    ticked,
)
from tests.domain.game.rules import STRICT
from tests.scenario import Given

IDLE = (
    Flow("lander", "energy_kwh", 20),
    Flow("life-support", "energy_kwh", -1),
    Flow("spilled", "energy_kwh", -19),
    Flow("crew", "o2_g", -2),
    Flow("crew", "food_g", -2),
    Flow("crew", "water_g", -2),
)
AFTER_ONE = Stocks(o2_g=998, water_g=998, food_g=998, metal_kg=6, parts=10, energy_kwh=100)
WORKING = (Deed(LANDER, "working"),)
POOR = structs.replace(AFTER_ONE, metal_kg=1)


def work(done: int, lacks: str = "", *, repair: bool = False, ticks: int = 2) -> Turn:
    return Turn("b" if repair else "s", repair, done, ticks, lacks)


def halted(tick: int, lacks: str = "metal_kg") -> ConstructionHalted:
    return ConstructionHalted("g", "s", HABITAT, 0, lacks, tick)


def test_a_tick_is_one_event_with_all_that_came_in_and_went_out() -> None:
    Given(*founded(ticked(1))).when(BalanceColony("g", 1)).then_among(
        ColonyBalanced, balanced(1, stocks=AFTER_ONE, flows=IDLE)
    )


def test_a_colony_takes_each_tick_once() -> None:
    Given(*founded(ticked(1), balanced(1))).when(BalanceColony("g", 1)).refused("wrong-tick", "2")


def test_a_tick_of_the_game_is_one_of_the_colony() -> None:
    Given(*founded()).when(AdvanceGameloop("g", 1)).then(
        ticked(1),
        balanced(1, stocks=AFTER_ONE, flows=IDLE),
        GoalsReached("g", 1),
    )


def test_work_on_a_site_takes_its_materials_bit_by_bit() -> None:
    Given(*founded(spawned(), ticked(1))).when(BalanceColony("g", 1)).then_among(
        (ColonyBalanced, ConstructionProgressed),
        balanced(
            1,
            stocks=structs.replace(AFTER_ONE, o2_g=997, metal_kg=4),
            flows=(
                *IDLE[:2],
                Flow("construction", "energy_kwh", -1),
                Flow("construction", "metal_kg", -2),
                Flow("airlocks", "o2_g", -1),
                Flow("spilled", "energy_kwh", -18),
                *IDLE[3:],
            ),
            turns=(work(1),),
        ),
        ConstructionProgressed("g", "s", HABITAT, 0, 1, 2, 1),
    )


def test_a_site_halts_without_materials_once_and_resumes_with_them() -> None:
    poor = balanced(1, stocks=POOR)
    Given(*founded(spawned(), ticked(1), poor, ticked(2))).when(BalanceColony("g", 2)).then_among(
        (ConstructionHalted, ConstructionProgressed), halted(2)
    )
    still = (spawned(), ticked(1), balanced(1, stocks=POOR, turns=(work(0, "metal_kg"),)))
    halt = halted(1)
    Given(*founded(*still, halt, ticked(2))).when(BalanceColony("g", 2)).then_among(
        (ConstructionHalted, ConstructionProgressed)
    )
    rich = balanced(2)
    Given(*founded(*still, halt, rich, ticked(3))).when(BalanceColony("g", 3)).then_among(
        (ConstructionHalted, ConstructionResumed, ConstructionProgressed),
        ConstructionResumed("g", "s", HABITAT, 0, 3),
        ConstructionProgressed("g", "s", HABITAT, 0, 1, 2, 3),
    )


def test_the_last_bit_of_work_puts_the_building_there() -> None:
    begun = (
        spawned(),
        ticked(1),
        balanced(1, turns=(work(1),)),
        ConstructionProgressed("g", "s", HABITAT, 0, 1, 2, 1),
        ticked(2),
    )
    Given(*founded(*begun)).when(BalanceColony("g", 2)).then_among(
        (ConstructionProgressed, ConstructionCompleted, BuildingSpawned),
        ConstructionProgressed("g", "s", HABITAT, 0, 2, 2, 2),
        ConstructionCompleted("g", "s", HABITAT, 0, "ada", 2),
        BuildingSpawned("g", "s", HABITAT, 0, "ada", 2),
    )


def test_only_so_many_sites_are_worked_on_the_most_urgent_first() -> None:
    sites = [spawned(name, PAD, place) for place, name in enumerate(("a", "b", "c"))]
    Given(*founded(*sites, ticked(1))).when(BalanceColony("g", 1)).then_among(
        ConstructionProgressed,
        ConstructionProgressed("g", "a", PAD, 0, 1, 2, 1),
        ConstructionProgressed("g", "b", PAD, 1, 1, 2, 1),
    )


def test_nobody_works_outside_during_a_flare() -> None:
    storm = founded(spawned(), ticked(1), flare(1), scenario="storm")
    Given(*storm).when(BalanceColony("g", 1)).then_among(
        (ConstructionHalted, ConstructionProgressed), halted(1, "flare")
    )


def test_a_flare_that_meets_crew_without_shelter_kills() -> None:
    storm = founded(ticked(1), flare(1), scenario="storm")
    Given(*storm).when(BalanceColony("g", 1)).then_among(CrewDied, CrewDied("g", 1, "radiation", 1))


def test_what_leaks_is_gone_at_the_next_tick() -> None:
    leak = structs.replace(AFTER_ONE, o2_g=997)
    facts = founded(built(), quake(0), damaged(), ticked(1), scenario="storm")
    Given(*facts).when(BalanceColony("g", 1)).then_among(
        ColonyBalanced,
        balanced(1, stocks=leak, flows=(Flow("leaks", "o2_g", -1), *IDLE)),
    )


def test_a_repair_is_worked_on_before_sites_and_ends_in_a_sound_building() -> None:
    repair = RepairStarted("g", "b", HABITAT, 0, "ada", 1, 0)
    facts = founded(built(), damaged(), repair, ticked(1))
    Given(*facts).when(BalanceColony("g", 1)).then_among(
        BuildingRepaired, BuildingRepaired("g", "b", HABITAT, 0, 1)
    )


def test_without_air_the_crew_dies_one_by_one_after_a_while() -> None:
    airless = balanced(1, stocks=structs.replace(AFTER_ONE, o2_g=0), shortages=Shortages(o2=1))
    Given(*founded(ticked(1), airless, ticked(2))).when(BalanceColony("g", 2)).then_among(
        CrewDied, CrewDied("g", 2, "oxygen", 1)
    )


def test_a_ship_brings_cargo_and_with_a_pad_twice_as_much_and_crew() -> None:
    Given(*founded()).when(LandResupply("g", 4)).then(
        ResupplyLanded("g", 4, (Flow("ship", "metal_kg", 5),), 0, 0, 2)
    )
    Given(*founded(built(), built("p", PAD, 1))).when(LandResupply("g", 4)).then(
        ResupplyLanded("g", 4, (Flow("ship", "metal_kg", 10),), 1, 0, 3)
    )


def test_those_for_whom_there_is_no_room_fly_home() -> None:
    Given(*founded(crew=5)).when(LandResupply("g", 4)).then(
        ResupplyLanded("g", 4, (Flow("ship", "metal_kg", 5),), 0, 3, 2)
    )
    landed = ResupplyLanded("g", 4, (), 0, 0, 2)
    Given(*founded(landed)).when(LandResupply("g", 4)).refused("no-ship")


def test_a_site_is_worked_on_and_halted() -> None:
    Given(*founded(spawned())).when(WorkOnSite("g", "s", 0)).then(
        ConstructionProgressed("g", "s", HABITAT, 0, 1, 2, 0)
    )
    Given(*founded(spawned())).when(HaltConstruction("g", "s", "parts", 0)).then(halted(0, "parts"))
    Given(*founded()).when(WorkOnSite("g", "s", 0)).refused("unknown-site")


def points(**parts: int) -> Score:
    usual = dict.fromkeys(Score.__struct_fields__, 0)
    return Score(**{**usual, **parts})


def test_goals_are_reached_and_missed() -> None:
    Given(*founded(balanced(1))).when(JudgeMission("g", 1)).then(GoalsReached("g", 1))
    held = (balanced(1), GoalsReached("g", 1), balanced(2, stocks=POOR))
    Given(*founded(*held)).when(JudgeMission("g", 2)).then(GoalsMissed("g", 2))
    Given(*founded(balanced(1, stocks=POOR))).when(JudgeMission("g", 1)).then()


def test_goals_that_are_held_for_long_enough_win_and_end_the_game() -> None:
    held = founded(balanced(1), GoalsReached("g", 1), balanced(2))
    score = points(crew=20, oxygen=1, metal=6, parts=10, buildings=1, victory=100, time=18)
    Given(*held).when(JudgeMission("g", 2)).then(
        GameWon("g", 2, "calm", score, 156), GameStopped("g", 0, "won", "")
    )


def test_time_that_is_up_and_crew_that_are_dead_lose() -> None:
    score = points(crew=20, oxygen=1, metal=1, parts=10, buildings=1)
    late = founded(balanced(19, stocks=structs.replace(POOR, o2_g=1000)))
    Given(*late).when(JudgeMission("g", 20)).then(
        GameLost("g", 20, "calm", "the time was up", score, 33),
        GameStopped("g", 0, "lost, because the time was up", ""),
    )
    dead = founded(balanced(1), CrewDied("g", 1, "power", 1), CrewDied("g", 1, "power", 0))
    why = "the last of the crew died: power"
    lost = points(deaths=-20, oxygen=1, metal=6, parts=10, buildings=1)
    Given(*dead).when(JudgeMission("g", 1)).then(
        GameLost("g", 1, "calm", why, lost, -2), GameStopped("g", 0, f"lost, because {why}", "")
    )


def test_to_be_alive_at_a_tick_may_be_the_goal() -> None:
    score = points(crew=20, oxygen=1, metal=6, parts=10, buildings=1, victory=100)
    alive = founded(balanced(19), scenario="storm")
    Given(*alive).when(JudgeMission("g", 19)).then()
    Given(*alive).when(JudgeMission("g", 20)).then(
        GameWon("g", 20, "storm", score, 138), GameStopped("g", 0, "won", "")
    )


def test_stocks_may_be_asked_for_from_a_tick_on() -> None:
    """They are there at once, late, or too late; a shortage of the day does not matter."""
    hungry = soon(balanced(10, shortages=Shortages(food=1)))
    score = points(crew=20, oxygen=1, metal=6, parts=10, buildings=1, victory=100, time=10)
    Given(*hungry).when(JudgeMission("g", 9)).then()
    Given(*hungry).when(JudgeMission("g", 10)).then(
        GameWon("g", 10, "calm", score, 148), GameStopped("g", 0, "won", "")
    )
    poor = soon(balanced(10, stocks=POOR))
    Given(*poor).when(JudgeMission("g", 10)).then()
    Given(*poor).when(JudgeMission("g", 20)).then_among(
        GameStopped, GameStopped("g", 0, "lost, because the time was up", "")
    )


def test_crew_that_is_missing_at_the_tick_is_missed_at_once() -> None:
    few = soon(balanced(10, stocks=POOR), CrewDied("g", 10, "power", 1))
    Given(*few).when(JudgeMission("g", 10)).then_among(
        GameStopped, GameStopped("g", 0, "lost, because fewer than 2 crew were left", "")
    )


def soon(*facts: Event) -> tuple[Event, ...]:
    """A colony whose two have to be alive at tick 10, and to have metal by tick 20."""
    goal = Goal(crew_min=2, survive_until_tick=10, stocks={"metal_kg": 5})
    calm = structs.replace(STRICT.scenario["calm"], goal=goal)
    return founded(*facts, rules=structs.replace(STRICT, scenario={"calm": calm}))
