"""Tile orders: what can be asked of a tile and what stands there, what it comes to, and why not."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct, structs

from domain.blocks.decider import Rejected
from domain.blocks.messages import Command
from domain.game.colony_events import (
    BuildingSwitched,
    MaterialsReturned,
    RepairStarted,
    SurveyStarted,
)
from domain.game.commands import (
    CancelSite,
    ChangePriority,
    DemolishBuilding,
    RepairBuilding,
    SurveyTile,
    SwitchBuilding,
)
from domain.game.economy.colony import OFF, Colony, repair_work
from domain.game.economy.stocks import Amounts, spent
from domain.game.projectors.tiles import TileRow
from domain.game.site_types import site_name
from lunar_tui.colony_sentences import STOCK_WORDS, told_amounts
from lunar_tui.session import GameSession
from lunar_tui.told_surveys import can_be_surveyed

SURVEY = "v"
"""The key of a survey."""


class TileOrder(Struct, frozen=True):
    """Something that can be ordered by a key: what it would come to, or why it is refused.

    With a `question` it is to be confirmed first. `priority` is what it has before.
    """

    key: str
    label: str
    commands: tuple[Command, ...]
    note: str = ""
    refused: str = ""
    question: str = ""
    priority: int = 0


def tile_orders(session: GameSession, tile: TileRow) -> list[TileOrder]:
    """What may be asked of what stands on the tile, as the game itself would answer it now."""
    game, site, player = session.game_id, tile.site_id, session.player
    tick = session.game.tick
    name = site_name(tile.site_type)
    priority = _priority(session.colony, site)
    first: list[TileOrder] = []
    if tile.ready:
        first.append(_order(session, "r", "Repair", RepairBuilding(game, site, player, tick)))
        first.append(_repair_all(session))
        first.extend(_switching(session, site))
        demolish = DemolishBuilding(game, site, player, tick)
        first.append(_order(session, "d", "Demolish", demolish, f"Demolish {name}?"))
        word = "power"
    else:
        first.append(structs.replace(cancelling(session, site), question=""))
        word = "work"
    sooner = ChangePriority(game, site, priority - 1, player, tick)
    later = ChangePriority(game, site, priority + 1, player, tick)
    return [
        *first,
        *(ground_orders(session, tile.location) if _digs(session.colony, site) else ()),
        _order(session, "+", f"{word.capitalize()} sooner", sooner),
        _order(session, "-", f"{word.capitalize()} later", later),
    ]


def ground_orders(session: GameSession, location: int) -> list[TileOrder]:
    """What may be asked of a tile, whatever stands there."""
    if not can_be_surveyed(session.sky, location):
        return []
    command = SurveyTile(session.game_id, location, session.player, session.game.tick)
    return [_order(session, SURVEY, "Survey", command)]


def _switching(session: GameSession, site_id: str) -> list[TileOrder]:
    """The switch of a building that has one."""
    standing = session.colony.standing.get(site_id)
    off = standing is not None and standing.activity == OFF
    command = SwitchBuilding(session.game_id, site_id, off, session.player, session.game.tick)
    answer = session.consider(command)
    if isinstance(answer, Rejected) and answer.code == "no-switch":
        return []
    return [_order(session, "s", "Switch on" if off else "Switch off", command)]


def _digs(colony: Colony, site_id: str) -> bool:
    there = colony.standing.get(site_id) or colony.sites.get(site_id)
    return bool(there and colony.rules and colony.rules.building[there.kind].digs)


def cancelling(session: GameSession, site_id: str) -> TileOrder:
    """What it comes to if the site is given up now."""
    command = CancelSite(session.game_id, site_id, session.player, session.game.tick)
    return _order(session, "c", "Cancel", command, "Give this site up?")


def _order(
    session: GameSession, key: str, label: str, command: Command, question: str = ""
) -> TileOrder:
    answer = session.consider(command)
    if isinstance(answer, Rejected):
        return TileOrder(key, label, (command,), refused=answer.sentence)
    note = ""
    if isinstance(command, CancelSite | DemolishBuilding):
        note = "gives back nothing"
    if isinstance(command, ChangePriority):
        before = _priority(session.colony, command.site_id)
        note = f"priority {command.priority} instead of {before}"
        return TileOrder(key, label, (command,), note=note, priority=before)
    for event in answer.events:
        match event:
            case MaterialsReturned():
                back = {flow.stock: flow.amount for flow in event.materials}
                note = f"gives back {told_amounts(back)}"
            case RepairStarted():
                cost = told_amounts(_repair_cost(session, event))
                note = f"takes {event.required_ticks} ticks" + (f" and {cost}" if cost else "")
            case BuildingSwitched():
                note = f"{'uses' if event.on else 'saves'} {_power_of(session, event)} kW"
            case SurveyStarted():
                cost = told_amounts({flow.stock: -flow.amount for flow in event.costs})
                ticks = event.until_tick - session.colony.tick
                note = f"takes {ticks} ticks" + (f" and {cost}" if cost else "")
            case _:
                pass
    return TileOrder(key, label, (command,), note=note, question=question)


def _repair_cost(session: GameSession, event: RepairStarted) -> Amounts:
    colony = session.colony
    if colony.rules is None:
        return {}
    return repair_work(colony.rules, colony.standing[event.site_id], event.tick).cost


def _power_of(session: GameSession, event: BuildingSwitched) -> int:
    colony = session.colony
    if colony.rules is None:
        return 0
    return colony.rules.building[colony.standing[event.site_id].kind].power_in_kw


def _repair_all(session: GameSession) -> TileOrder:
    commands = tuple(_repairs(session))
    if not commands:
        return TileOrder("a", "Repair all", (), refused="Nothing waits for a repair.")
    return TileOrder("a", "Repair all", commands, note=f"{len(commands)} damaged")


def _repairs(session: GameSession) -> Iterator[Command]:
    for site_id, each in session.colony.standing.items():
        command = RepairBuilding(session.game_id, site_id, session.player, session.game.tick)
        if not each.sound and not isinstance(session.consider(command), Rejected):
            yield command


def _priority(colony: Colony, site_id: str) -> int:
    found = colony.sites.get(site_id) or colony.standing.get(site_id)
    return found.priority if found else 0


def state_of(colony: Colony, site_id: str) -> str:
    """How it stands with a site or building, and what it lacks, as a sentence or two."""
    site = colony.sites.get(site_id)
    repair = colony.repairs.get(site_id)
    work = site or repair
    if work is not None:
        what = "Under construction" if site else "Being repaired"
        paid = told_amounts(spent(work.cost, work.done, work.ticks)) or "nothing"
        sentence = f"{what}: {work.done} of {work.ticks} ticks; {paid} used so far."
        if work.lacks:
            sentence += f" Halted since tick {work.since}: it lacks {STOCK_WORDS[work.lacks]}."
        return sentence
    building = colony.standing.get(site_id)
    if building is None:
        return "It is gone."
    return f"{STATES[building.activity]} since tick {building.since}, priority {building.priority}."


STATES = {
    "working": "Works",
    "idle": "Has had nothing to do",
    "no power": "Stands still for want of power",
    "no input": "Stands still, for what it uses has been missing",
    "full": "Stands still, for its store has been full",
    "dark": "Has been in the dark",
    "off": "Has been switched off",
    "damaged": "Is damaged and waits for a repair",
}
"""What a building does, in words."""
