"""What conditions may ask about in a game; a new stock or number is one line here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from domain.blocks.conditions.vocabulary import Field, Name, Noun, Value, vocabulary
from domain.blocks.moment import Moment
from domain.game.economy.stocks import STOCKS
from domain.game.ids import site_mark
from domain.game.projectors.buildings import BuildingRow
from domain.game.projectors.games import GameRow
from domain.game.site_types import BY_ID


def _of_game(read: Callable[[GameRow], Value]) -> Callable[[Moment], Value]:
    """Reads the only row of the view `games`; there is none before the game has started."""

    def value(moment: Moment) -> Value:
        for row in moment.views["games"].rows.values():
            return read(row)
        return None

    return value


def _of_colony(field: str) -> Callable[[Moment], Value]:
    """Reads a number of the only row of the view `colony`; there is none in the sandbox."""

    def value(moment: Moment) -> Value:
        for row in moment.views["colony"].rows.values():
            number: int = getattr(row, field)
            return number
        return None

    return value


def _site(site_id: str) -> Callable[[Moment], Any | None]:
    key = (site_id,)
    return lambda moment: moment.views["buildings"].rows.get(key)


def _building(site_id: str) -> Callable[[Moment], Any | None]:
    find = _site(site_id)
    return lambda moment: row if (row := find(moment)) and row.ready else None


def _site_type(row: BuildingRow) -> Value:
    kind = BY_ID.get(row.site_type)
    return kind.key if kind else None


_FIELDS = (
    Field("complete", "number", "percent of the work done", lambda row: row.complete),
    Field("ready", "yes or no", "the building stands", lambda row: row.ready),
    Field("type", "text", 'what it is, such as "habitat"', _site_type),
    Field("player", "text", "who began it", lambda row: row.player_id),
    Field("location", "number", "its tile's index", lambda row: row.location),
)

VOCABULARY = vocabulary(
    names=(
        Name("tick", "number", "ticks passed", _of_game(lambda game: game.tick)),
        Name("sites", "number", "under construction", _of_game(lambda game: game.sites)),
        Name("buildings", "number", "that stand", _of_game(lambda game: game.buildings)),
        Name("stopped", "yes or no", "the game has ended", _of_game(lambda game: game.stopped)),
        Name("crew", "number", "of the colony, alive", _of_colony("crew")),
        *(Name(stock, "number", "in the colony's stocks", _of_colony(stock)) for stock in STOCKS),
        Name("events", "number", "of this game so far", lambda moment: moment.ordinal),
        Name("position", "number", "in the whole log", lambda moment: moment.position),
    ),
    nouns=(
        Noun(
            word="site",
            about="what was begun, done or not",
            find=_site,
            ids=lambda moment: [row.site_id for row in moment.views["buildings"].rows.values()],
            fields=_FIELDS,
            mark=site_mark,
        ),
        Noun(
            word="building",
            about="what stands",
            find=_building,
            ids=lambda moment: [
                row.site_id for row in moment.views["buildings"].rows.values() if row.ready
            ],
            fields=_FIELDS,
            mark=site_mark,
        ),
    ),
)
