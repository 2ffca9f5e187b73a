"""What is known of what lies under a tile, in words and as a grade."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from domain.game.economy.survey import prized
from domain.game.projectors.surveys import FindRow
from domain.game.sky import Sky
from lunar_tui.colony_sentences import STOCK_WORDS, told_amounts
from lunar_tui.session import GameSession
from lunar_tui.widgets.prospects import SOUGHT, Prospect, prospect_of

Rovers = Mapping[int, int]
"""The tiles that a rover surveys, and until which tick."""


def can_be_surveyed(sky: Sky | None, location: int) -> bool:
    """Whether there is anything to find by the rules of the game."""
    if sky is None or sky.rules.survey is None:
        return False
    return bool(sky.rules.ground[sky.classes[location]].dig)


def prospects(sky: Sky, rovers: Rovers, finds: Iterable[FindRow]) -> Mapping[int, Prospect]:
    """What the map shows of the tiles that are surveyed or being so: how rich each is."""
    wanted = {name: prized(sky.rules, name) for name, each in sky.rules.ground.items() if each.dig}
    found = {
        row.location: prospect_of(row.percent)
        for row in finds
        if row.stock == wanted[sky.classes[row.location]]
    }
    return {**found, **dict.fromkeys(rovers, SOUGHT)}


def finds_at(finds: Iterable[FindRow], location: int) -> Sequence[FindRow]:
    """What a survey found under a tile; empty before there was one."""
    return [row for row in finds if row.location == location]


def told_briefly(sky: Sky, rovers: Rovers, found: Sequence[FindRow], location: int) -> str:
    """How much there is of what such ground is dug for; empty where nothing can be dug."""
    if not can_be_surveyed(sky, location):
        return ""
    if location in rovers:
        return f"rover there until {rovers[location]}"
    wanted = prized(sky.rules, sky.classes[location])
    percents = (row.percent for row in found if row.stock == wanted)
    told = (f"{STOCK_WORDS[wanted]} {percent} %" for percent in percents)
    return next(told, "not surveyed")


def told_survey(session: GameSession, location: int) -> str:
    """What is known of a tile, as a sentence; empty where nothing can be dug."""
    if not can_be_surveyed(session.sky, location):
        return ""
    rovers = session.colony.surveys
    if location in rovers:
        return f"A rover surveys it until tick {rovers[location]}."
    found = finds_at(session.views["surveys"].rows.values(), location)
    if not found:
        return "Not surveyed: what lies here may be more than the usual."
    amounts = told_amounts({row.stock: row.amount for row in found})
    percents = " and ".join(f"{row.percent} %" for row in found)
    return f"Surveyed: an excavator digs {amounts} a tick here, {percents} of the usual."
