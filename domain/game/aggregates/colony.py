"""Colony: stocks, power and crew. It says what may be built, and what each tick comes to."""

from __future__ import annotations

from hashlib import blake2b
from typing import assert_never

from domain.blocks.decider import Decider, Decision, Rejected
from domain.game.colony_events import (
    ColonyBalanced,
    ColonyFounded,
    CrewDied,
    MaterialsReturned,
    PriorityChanged,
    RepairStarted,
    ResupplyLanded,
    RulesetAdopted,
    SiteApproved,
    TerrainCharted,
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
)
from domain.game.economy import ground, permits
from domain.game.economy.balance import Balance, balance
from domain.game.economy.colony import MIDDLING, Colony, repair_work
from domain.game.economy.delivery import deliver
from domain.game.economy.evolution import FOLDED, evolve
from domain.game.economy.ruleset import Ruleset
from domain.game.economy.ruleset_file import mistakes
from domain.game.economy.stocks import Amounts, Flow, share, spent
from domain.game.site_types import BY_KEY, kind_of

ColonyCommand = (
    StartScenario
    | SpawnSite
    | CancelSite
    | RepairBuilding
    | DemolishBuilding
    | ChangePriority
    | BalanceColony
    | LandResupply
)

COST, REFUND, CARGO = "cost", "refund", "ship"


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
        case _:
            return _dispose(colony, rules, command)


def _approve(colony: Colony, rules: Ruleset, command: SpawnSite) -> Decision:
    kind = kind_of(command.site_type)
    cost = _flows(COST, rules.building[kind].cost)
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


def _dispose(
    colony: Colony,
    rules: Ruleset,
    command: CancelSite | RepairBuilding | DemolishBuilding | ChangePriority,
) -> Decision:
    """What a player wants done with a site or building that is there."""
    match command:
        case CancelSite():
            return _cancel(colony, rules, command)
        case RepairBuilding():
            return _repair(colony, rules, command)
        case DemolishBuilding():
            return _demolish(colony, rules, command)
        case ChangePriority():
            return _change_priority(colony, command)
        case _:
            assert_never(command)


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


def _cancel(colony: Colony, rules: Ruleset, command: CancelSite) -> Decision:
    site = colony.sites.get(command.site_id)
    if site is None:
        return _unknown("site", command.site_id)
    paid = spent(site.cost, site.done, site.ticks)
    return _returned(command, share(paid, rules.work.cancel_refund_percent))


def _demolish(colony: Colony, rules: Ruleset, command: DemolishBuilding) -> Decision:
    building = colony.standing.get(command.site_id)
    if building is None:
        return _unknown("building", command.site_id)
    if command.site_id == colony.lander:
        return Rejected("lander", "The lander stays: it is what keeps the crew alive at first.")
    cost = rules.building[building.kind].cost
    return _returned(command, share(cost, rules.work.demolish_refund_percent))


def _returned(command: CancelSite | DemolishBuilding, materials: Amounts) -> Decision:
    flows = _flows(REFUND, materials)
    if not flows:
        return ()
    return (MaterialsReturned(command.game_id, command.tick, command.site_id, flows),)


def _flows(cause: str, amounts: Amounts) -> tuple[Flow, ...]:
    return tuple(Flow(cause, stock, amount) for stock, amount in amounts.items() if amount)


def _repair(colony: Colony, rules: Ruleset, command: RepairBuilding) -> Decision:
    building = colony.standing.get(command.site_id)
    if building is None:
        return _unknown("building", command.site_id)
    if building.sound:
        return Rejected("not-damaged", f"Building {command.site_id} is sound: nothing to repair.")
    if command.site_id in colony.repairs:
        return Rejected("in-repair", f"Building {command.site_id} is being repaired already.")
    return (
        RepairStarted(
            game_id=command.game_id,
            site_id=command.site_id,
            site_type=BY_KEY[building.kind].id,
            location=building.location,
            player_id=command.player_id,
            required_ticks=repair_work(rules, building, command.tick).ticks,
            tick=command.tick,
        ),
    )


def _change_priority(colony: Colony, command: ChangePriority) -> Decision:
    if command.site_id not in colony.standing and command.site_id not in colony.sites:
        return _unknown("site or building", command.site_id)
    if not 1 <= command.priority <= 5:
        return Rejected(
            "bad-priority", f"There is no priority {command.priority}: give one from 1 to 5."
        )
    return (
        PriorityChanged(
            command.game_id, command.tick, command.site_id, command.priority, command.player_id
        ),
    )


def _unknown(what: str, site_id: str) -> Rejected:
    return Rejected("unknown-site", f"There is no {what} {site_id!r} in this colony: check the id.")


def _balance(colony: Colony, rules: Ruleset, command: BalanceColony) -> Decision:
    if command.tick != colony.tick + 1:
        return Rejected(
            "wrong-tick",
            f"Tick {command.tick} is not the colony's next one: {colony.tick + 1} is.",
        )
    after = balance(colony, rules, command.tick)
    return (_balanced(colony, command, after), *_deaths(colony, command, after))


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
            cargo=_flows(CARGO, delivery.cargo),
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
