"""What is said of a tile of a colony: its ground, its light, what digging yields, what is done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from textual.content import Content

from domain.game.economy.ruleset import GroundRules
from domain.game.projectors.operations import OperationRow
from domain.game.projectors.surveys import FindRow
from domain.game.site_types import kind_of
from domain.game.sky import Sky
from lunar_tui.colony_sentences import STOCK_WORDS, told_amounts
from lunar_tui.ground_looks import DAY, LOOKS, brightest
from lunar_tui.look import DUST, GREEN, ORANGE, SKY, VERMILION, WHITE, YELLOW
from lunar_tui.warnings import ticks

ACTIVITIES: Final = {
    "working": ("Working", GREEN),
    "idle": ("Nothing to do", DUST),
    "no power": ("Shed: no power", ORANGE),
    "no input": ("Waits for input", ORANGE),
    "full": ("Its heap is full", DUST),
    "dark": ("Without light", DUST),
    "off": ("Switched off", DUST),
}
"""What buildings say they do, with its colour."""


def told_ground(sky: Sky, tile: int) -> Content:
    """The class of ground, with its mark in its colour."""
    name = sky.classes[tile]
    look = LOOKS[name]
    colour = brightest(name, DAY).hex
    return Content.assemble((f"{look.bright} ", f"bold {colour}"), (look.name, DUST))


def told_light(sky: Sky, tile: int, tick: int, *, ascii_only: bool) -> Content:
    """Whether the tile has light, and how long that stays so."""
    sun, moon = ("", "") if ascii_only else ("\N{BLACK SUN WITH RAYS} ", "\N{LAST QUARTER MOON} ")
    lit, left = sky.is_lit(tile, tick), sky.changes_in(tile, tick)
    if left is None:
        return Content.styled("Always in light" if lit else "Never in light", DUST)
    if lit:
        return Content.styled(f"{sun}Light for {ticks(left)}", YELLOW)
    return Content.styled(f"{moon}Dark for {ticks(left)}", SKY)


def told_digging(ground: GroundRules, room: int, found: Iterable[FindRow] = ()) -> str:
    """What an excavator brings up in a tick, by the rules or as a survey found.

    In fewer words where there is no room.
    """
    if not ground.buildable:
        return "Too steep to build on"
    dug = {**ground.dig, **{row.stock: row.amount for row in found}}
    if not dug:
        return "Nothing to dig for"
    amounts = told_amounts(dug)
    brief = amounts.replace(" kg ", " ")
    fitting = (told for told in (f"Dig: {amounts}", f"Dig: {brief}") if len(told) <= room)
    return next(fitting, brief)


def told_deed(operation: OperationRow) -> Content:
    """What a site or building does, since when, and what it lacks."""
    since = (f" since {operation.since}", DUST)
    if operation.activity == "damaged":
        return Content.assemble(*_damaged(operation))
    if operation.activity == "site":
        if operation.lacks:
            return Content.styled(f"Halted: {_lack(operation.lacks)}", VERMILION)
        return Content.styled("Being built", WHITE)
    words, colour = ACTIVITIES[operation.activity]
    return Content.assemble((words, colour), since)


def _damaged(operation: OperationRow) -> Iterator[tuple[str, str]]:
    yield "Damaged: ", VERMILION
    if not operation.repair_ticks:
        yield "order its repair", VERMILION
        return
    done = f"repair {operation.repair_done}/{operation.repair_ticks}"
    yield done, ORANGE
    if operation.lacks:
        yield f", {_lack(operation.lacks)}", VERMILION


def _lack(what: str) -> str:
    return f"wants {STOCK_WORDS[what]}"


def digs(sky: Sky, site_type: int) -> bool:
    """Whether what is built there brings up ground."""
    rules = sky.rules.building.get(kind_of(site_type))
    return bool(rules and rules.digs)
