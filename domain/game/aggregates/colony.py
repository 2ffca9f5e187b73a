"""Colony: stocks, power and crew. It says what may be built, and what each tick comes to."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b

from domain.blocks.decider import Decider, Decision, Rejected
from domain.game.colony_events import (
    ColonyBalanced,
    ColonyFounded,
    CrewDied,
    ResupplyLanded,
    RulesetAdopted,
    SiteApproved,
    SurveyStarted,
    TerrainCharted,
    TileSurveyed,
)
from domain.game.commands import (
    BalanceColony,
    CancelSite,
    ChangePriority,
    DemolishBuilding,
    LandResupply,
    RepairBuilding,
    SpawnSite,
    StartScenario,
    SurveyTile,
    SwitchBuilding,
)
from domain.game.economy import ground, permits, survey
from domain.game.economy.balance import Balance, balance
from domain.game.economy.colony import MIDDLING, Colony
from domain.game.economy.delivery import deliver
from domain.game.economy.evolution import FOLDED, evolve
from domain.game.economy.offers import times
from domain.game.economy.orders import dispose
from domain.game.economy.ruleset import Ruleset
from domain.game.economy.ruleset_file import mistakes
from domain.game.economy.stocks import flows_of
from domain.game.site_types import BY_KEY, kind_of

ColonyCommand = (
    StartScenario
    | SpawnSite
    | CancelSite
    | RepairBuilding
    | DemolishBuilding
    | ChangePriority
    | SwitchBuilding
    | SurveyTile
    | BalanceColony
    | LandResupply
)

COST, CARGO, SURVEY = "cost", "ship", "survey"


def decide(colony: Colony, command: ColonyCommand) -> Decision:
    """Found the colony, say what may be built, and account for each tick."""
    if isinstance(command, StartScenario):
        return _found(command)
    rules = colony.rules
    if rules is None:
        return () if isinstance(command, SpawnSite) else _no_colony(command.game_id)
    match command:
        case SpawnSite():
            return _approve(colony, rules, command)
        case BalanceColony():
            return _balance(colony, rules, command)
        case LandResupply():
            return _land(colony, rules, command)
        case SurveyTile():
            return _survey(colony, rules, command)
        case _:
            return dispose(colony, rules, command)


def _approve(colony: Colony, rules: Ruleset, command: SpawnSite) -> Decision:
    kind = kind_of(command.site_type)
    cost = flows_of(COST, rules.building[kind].cost)
    return permits.refusal(colony, rules, kind, command) or (
        SiteApproved(
            game_id=command.game_id,
            tick=command.tick,
            site_id=command.site_id,
            site_type=BY_KEY[kind].id,
            location=command.location,
            priority=MIDDLING,
            materials=cost,
        ),
    )


def _no_colony(game_id: str) -> Rejected:
    return Rejected(
        "no-colony", f"Game {game_id} is the sandbox, where nothing costs, breaks or is taken back."
    )


def _found(command: StartScenario) -> Decision:
    rules = command.ruleset
    for key, why in mistakes(rules):
        return Rejected("bad-ruleset", f"The ruleset {rules.id} cannot be used: at {key}, {why}.")
    scenario = rules.scenario[command.scenario]
    width, height = scenario.width, scenario.height
    chart = ground.survey(command.seed, width, height, polar=scenario.polar)
    game = command.game_id
    return (
        RulesetAdopted(
            game_id=game,
            name=scenario.title if command.name is None else command.name,
            player_id=command.player_id or "",
            seed=command.seed,
            ruleset=rules.id,
            version=rules.version,
            digest=rules.digest,
            scenario=command.scenario,
            rules=rules.only(command.scenario),
        ),
        TerrainCharted(game, width, height, ground.written(chart)),
        ColonyFounded(
            game_id=game,
            site_id=f"lander-{blake2b(game.encode(), digest_size=6).hexdigest()}",
            site_type=BY_KEY[rules.start.building].id,
            location=ground.landing_place(chart, width, scenario.landing),
            player_id=command.player_id or "crew",
            crew=rules.start.crew,
            stocks=rules.start.stocks,
        ),
    )


def _survey(colony: Colony, rules: Ruleset, command: SurveyTile) -> Decision:
    refused = survey.refusal(colony, rules, command.location)
    if refused or rules.survey is None:
        return refused or ()
    return (
        SurveyStarted(
            game_id=command.game_id,
            tick=command.tick,
            location=command.location,
            player_id=command.player_id,
            until_tick=colony.tick + rules.survey.ticks,
            costs=flows_of(SURVEY, times(rules.survey.cost, -1)),
        ),
    )


def _surveyed(colony: Colony, rules: Ruleset, command: BalanceColony) -> Iterator[TileSurveyed]:
    for location, until in colony.surveys.items():
        if until <= command.tick:
            found = tuple(survey.finds(colony, rules, location))
            yield TileSurveyed(command.game_id, command.tick, location, found)


def _balance(colony: Colony, rules: Ruleset, command: BalanceColony) -> Decision:
    if command.tick != colony.tick + 1:
        return Rejected(
            "wrong-tick",
            f"Tick {command.tick} is not the colony's next one: {colony.tick + 1} is.",
        )
    after = balance(colony, rules, command.tick)
    return (
        _balanced(colony, command, after),
        *_deaths(colony, command, after),
        *_surveyed(colony, rules, command),
    )


def _balanced(colony: Colony, command: BalanceColony, after: Balance) -> ColonyBalanced:
    standing = colony.standing
    works = {False: colony.sites, True: colony.repairs}
    return ColonyBalanced(
        game_id=command.game_id,
        tick=command.tick,
        crew=colony.crew,
        stocks=after.stocks,
        flows=tuple(after.flows),
        deeds=tuple([d for d in after.deeds if standing[d.site_id].activity != d.activity]),
        turns=tuple(
            [
                turn
                for turn in after.turns
                if not turn.lacks or turn.lacks != works[turn.repair][turn.site_id].lacks
            ]
        ),
        shortages=after.shortages,
        night=after.night,
        storage_kwh=after.storage_kwh,
        reserve_kwh=after.reserve_kwh,
    )


def _deaths(colony: Colony, command: BalanceColony, after: Balance) -> tuple[CrewDied, ...]:
    return tuple(
        CrewDied(command.game_id, command.tick, why, colony.crew - died)
        for died, why in enumerate(after.deaths, start=1)
    )


def _land(colony: Colony, rules: Ruleset, command: LandResupply) -> Decision:
    if command.tick <= colony.resupplied_tick:
        return Rejected("no-ship", f"No ship is due at tick {command.tick}.")
    delivery = deliver(colony, rules)
    return (
        ResupplyLanded(
            game_id=command.game_id,
            tick=command.tick,
            cargo=flows_of(CARGO, delivery.cargo),
            came=delivery.came,
            went=delivery.went,
            crew=colony.crew + delivery.came - delivery.went,
        ),
    )


def _game_id(message: ColonyCommand | RulesetAdopted) -> str:
    return message.game_id


colony = Decider(
    category="colony",
    initial=Colony(),
    instance=_game_id,
    decide=decide,
    evolve=evolve,
    evolves_from=FOLDED,
)
