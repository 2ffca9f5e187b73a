"""What a player orders for a site or building that is there: the facts of it, or why not."""

from __future__ import annotations

from typing import assert_never

from domain.blocks.decider import Decision, Rejected
from domain.game.colony_events import (
    BuildingSwitched,
    MaterialsReturned,
    PriorityChanged,
    RepairStarted,
)
from domain.game.commands import (
    CancelSite,
    ChangePriority,
    DemolishBuilding,
    RepairBuilding,
    SwitchBuilding,
)
from domain.game.economy.colony import Colony, repair_work
from domain.game.economy.ruleset import Ruleset
from domain.game.economy.stocks import Amounts, flows_of, share, spent
from domain.game.ids import site_mark
from domain.game.site_types import BY_KEY

REFUND = "refund"


def dispose(
    colony: Colony,
    rules: Ruleset,
    command: CancelSite | RepairBuilding | DemolishBuilding | ChangePriority | SwitchBuilding,
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
        case SwitchBuilding():
            return _switch(colony, rules, command)
        case _:
            assert_never(command)


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
    flows = flows_of(REFUND, materials)
    if not flows:
        return ()
    return (MaterialsReturned(command.game_id, command.tick, command.site_id, flows),)


def _repair(colony: Colony, rules: Ruleset, command: RepairBuilding) -> Decision:
    building = colony.standing.get(command.site_id)
    if building is None:
        return _unknown("building", command.site_id)
    told = f"Building {site_mark(command.site_id)}"
    if building.sound:
        return Rejected("not-damaged", f"{told} is sound: nothing to repair.")
    if command.site_id in colony.repairs:
        return Rejected("in-repair", f"{told} is being repaired already.")
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


def _switch(colony: Colony, rules: Ruleset, command: SwitchBuilding) -> Decision:
    building = colony.standing.get(command.site_id)
    if building is None:
        return _unknown("building", command.site_id)
    told = f"Building {site_mark(command.site_id)}"
    kind = rules.building[building.kind]
    if not kind.power_in_kw or kind.life_support_kw:
        why = "the crew live by it" if kind.life_support_kw else "it uses no power"
        return Rejected("no-switch", f"{told} has no switch: {why}.")
    if not building.sound:
        return Rejected("damaged", f"{told} is damaged, and does nothing anyway: repair it.")
    if building.in_use is command.on:
        now = "on" if command.on else "off"
        return Rejected("switched-already", f"{told} is {now} already.")
    return (
        BuildingSwitched(
            command.game_id, command.tick, command.site_id, command.on, command.player_id
        ),
    )


def _unknown(what: str, site_id: str) -> Rejected:
    return Rejected("unknown-site", f"There is no {what} {site_id!r} in this colony: check the id.")
