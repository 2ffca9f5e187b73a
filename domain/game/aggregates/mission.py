"""Mission: what a scenario asks for, and whether it has been reached."""

from __future__ import annotations

from typing import assert_never, get_args

from msgspec import Struct, structs

from domain.blocks.decider import Decider, Decision, Rejected
from domain.game.colony_events import (
    BuildingDemolished,
    BuildingDestroyed,
    ColonyBalanced,
    ColonyFounded,
    CrewDied,
    GameLost,
    GameWon,
    GoalsMissed,
    GoalsReached,
    ResupplyLanded,
    RulesetAdopted,
)
from domain.game.commands import JudgeMission
from domain.game.economy.colony import Shortages
from domain.game.economy.ruleset import Goal, Ruleset
from domain.game.economy.score import Score, score
from domain.game.economy.stocks import Stocks
from domain.game.events import (
    BuildingSpawned,
)


class Mission(Struct, frozen=True):
    """How a scenario stands; `reached_at` is the tick since which all its goals are held, or 0."""

    rules: Ruleset | None = None
    scenario: str = ""
    crew: int = 0
    deaths: int = 0
    last_death: str = ""
    buildings: int = 0
    stocks: Stocks = Stocks()
    shortages: Shortages = Shortages()
    reached_at: int = 0


def decide(mission: Mission, command: JudgeMission) -> Decision:
    """Say whether the goals are held, whether the game is won, or lost and why."""
    rules = mission.rules
    if rules is None:
        return Rejected("no-mission", f"Game {command.game_id} is the sandbox: it has no goal.")
    scenario = rules.scenario[mission.scenario]
    goal = scenario.goal
    if not mission.crew:
        why = f"the last of the crew died: {mission.last_death}"
        return (_lost(mission, rules, command, why),)
    if command.tick < goal.survive_until_tick:
        return ()
    if goal.survive_until_tick and mission.crew < goal.crew_min:
        return (_lost(mission, rules, command, f"fewer than {goal.crew_min} crew were left"),)
    holds = _holds(mission, goal)
    held = command.tick - mission.reached_at + 1 if mission.reached_at else 0
    if holds and held >= goal.hold_ticks:
        return (_won(mission, rules, command),)
    if command.tick >= scenario.deadline_tick:
        return (_lost(mission, rules, command, "the time was up"),)
    if holds is not bool(mission.reached_at):
        return ((GoalsReached if holds else GoalsMissed)(command.game_id, command.tick),)
    return ()


def _holds(mission: Mission, goal: Goal) -> bool:
    without = goal.hold_ticks and mission.shortages != Shortages()
    if without or mission.crew < goal.crew_min:
        return False
    return all(getattr(mission.stocks, stock) >= least for stock, least in goal.stocks.items())


def _won(mission: Mission, rules: Ruleset, command: JudgeMission) -> GameWon:
    points = _score(mission, rules, won_at=command.tick)
    return GameWon(command.game_id, command.tick, mission.scenario, points, points.total)


def _lost(mission: Mission, rules: Ruleset, command: JudgeMission, why: str) -> GameLost:
    points = score_without_victory(mission, rules)
    return GameLost(command.game_id, command.tick, mission.scenario, why, points, points.total)


def score_without_victory(mission: Mission, rules: Ruleset) -> Score:
    """What there is to count now."""
    return _score(mission, rules, won_at=None)


def _score(mission: Mission, rules: Ruleset, won_at: int | None) -> Score:
    return score(
        rules.score,
        mission.stocks,
        crew=mission.crew,
        deaths=mission.deaths,
        buildings=mission.buildings,
        won_at=won_at,
    )


Told = (
    ColonyFounded
    | ColonyBalanced
    | CrewDied
    | ResupplyLanded
    | BuildingSpawned
    | BuildingDestroyed
    | BuildingDemolished
    | GoalsReached
    | GoalsMissed
)

Folded = RulesetAdopted | Told


def evolve(mission: Mission, event: Folded) -> Mission:
    """The mission with the event in it. The sandbox has none, whatever happens."""
    if isinstance(event, RulesetAdopted):
        return Mission(rules=event.rules, scenario=event.scenario)
    return mission if mission.rules is None else _evolve(mission, event)


def _evolve(mission: Mission, event: Told) -> Mission:
    match event:
        case ColonyBalanced():
            return structs.replace(mission, stocks=event.stocks, shortages=event.shortages)
        case ColonyFounded():
            return structs.replace(mission, crew=event.crew, stocks=event.stocks)
        case ResupplyLanded():
            return structs.replace(mission, crew=event.crew)
        case CrewDied():
            return structs.replace(
                mission, crew=event.crew, deaths=mission.deaths + 1, last_death=event.why
            )
        case BuildingSpawned():
            return structs.replace(mission, buildings=mission.buildings + 1)
        case BuildingDestroyed() | BuildingDemolished():
            return structs.replace(mission, buildings=mission.buildings - 1)
        case GoalsReached():
            return structs.replace(mission, reached_at=event.tick)
        case GoalsMissed():
            return structs.replace(mission, reached_at=0)
        case _:
            assert_never(event)


def _game_id(message: JudgeMission | Folded) -> str:
    return message.game_id


mission = Decider(
    category="mission",
    initial=Mission(),
    instance=_game_id,
    decide=decide,
    evolve=evolve,
    evolves_from=get_args(Folded),
)
