"""What is known of what lies under a tile, in words."""

from __future__ import annotations

from collections.abc import Sequence

from domain.game.economy.colony import Colony
from domain.game.projectors.surveys import FindRow
from lunar_tui.colony_sentences import STOCK_WORDS, told_amounts
from lunar_tui.session import GameSession


def finds_at(session: GameSession, location: int) -> Sequence[FindRow]:
    """What a survey found under a tile; empty before there was one."""
    rows = session.views["surveys"].rows
    stocks = session.colony.finds.get(location, ())
    return [rows[session.game_id, location, stock] for stock in stocks]


def can_be_surveyed(colony: Colony, location: int) -> bool:
    """Whether there is anything to find by the rules of the game."""
    rules = colony.rules
    return bool(rules and rules.survey and rules.ground[colony.ground[location]].dig)


def told_briefly(session: GameSession, location: int) -> str:
    """The best that is known of a tile, beside its ground; empty where nothing can be dug."""
    colony = session.colony
    if not can_be_surveyed(colony, location):
        return ""
    if location in colony.surveys:
        return f"rover there until {colony.surveys[location]}"
    found = finds_at(session, location)
    if not found:
        return "not surveyed"
    most = max(found, key=lambda row: row.percent)
    return f"{STOCK_WORDS[most.stock]} {most.percent} %"


def told_survey(session: GameSession, location: int) -> str:
    """What is known of a tile, as a sentence; empty where nothing can be dug."""
    colony = session.colony
    if not can_be_surveyed(colony, location):
        return ""
    if location in colony.surveys:
        return f"A rover surveys it until tick {colony.surveys[location]}."
    found = finds_at(session, location)
    if not found:
        return "Not surveyed: what lies here may be more than the usual."
    amounts = told_amounts({row.stock: row.amount for row in found})
    percents = " and ".join(f"{row.percent} %" for row in found)
    return f"Surveyed: an excavator digs {amounts} a tick here, {percents} of the usual."
