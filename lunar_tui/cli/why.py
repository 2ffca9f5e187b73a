"""`lunar why`: what a tile, a site, or a field of it, owes its state to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import click
from msgspec import Struct

from domain.blocks.causes import Step
from domain.blocks.conditions.vocabulary import full_id
from domain.blocks.errors import LunarError
from domain.blocks.moment import Moment
from domain.blocks.view_history import Spot
from domain.game.ids import site_mark
from domain.game.model import EVENT_TYPES
from domain.game.projectors.buildings import BuildingRow
from domain.game.questions import inquiry, site, tile
from lunar_tui.cli.options import json_option, store_option
from lunar_tui.cli.output import print_json
from lunar_tui.cli.places import PlaceType
from lunar_tui.cli.progress_bar import progress_bar
from lunar_tui.cli.running import asynchronous, store_to_read
from lunar_tui.cli.timelines import ordinal_of, read_timeline
from lunar_tui.event_json import EventLine, event_line
from lunar_tui.moments import clock_time
from lunar_tui.places import Place
from lunar_tui.sentences import Narrator, told_sender

FIELDS = tuple(field for field in BuildingRow.__struct_fields__ if field not in BuildingRow.KEY)


class NothingHappened(LunarError):
    """What was asked about has no history, for it was never there."""


class OffTheMap(LunarError):
    """A tile that the game's map does not have."""


class CauseLine(Struct, frozen=True):
    """An event, and what it came of: a command, from a process manager or from a player."""

    sentence: str
    command: str | None
    manager: str | None
    event: EventLine


class Tile(click.ParamType[tuple[int, int]]):
    """A tile, such as 17,4."""

    name = "tile"

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, int]:
        """The tile's place on the map."""
        place = re.fullmatch(r"(\d{1,6}),(\d{1,6})", value.strip(), re.ASCII)
        if place is None:
            self.fail(f"{value!r} is no tile: give its place on the map, such as 17,4.", param, ctx)
        return int(place[1]), int(place[2])


@click.command()
@click.option("--game", "game_id", metavar="ID", required=True, help="The game.")
@click.option("--tile", "place", type=Tile(), metavar="X,Y", help="What stands on this tile.")
@click.option(
    "--site", "site_id", metavar="ID", help="A site or building; its id may be shortened."
)
@click.option("--field", type=click.Choice(FIELDS), help="Only this field of the site.")
@click.option(
    "--at",
    type=PlaceType(),
    metavar="PLACE",
    default="end",
    help="The moment: t40 (the end of a tick), 12 (a position of the log), or end (without it).",
)
@json_option
@store_option
@asynchronous
async def why(
    game_id: str,
    place: tuple[int, int] | None,
    site_id: str | None,
    field: str | None,
    at: Place,
    as_json: bool,
) -> None:
    """Say what made a tile or a site what it is, back to what a player did.

    Example: lunar why --game moon-1 --tile 17,4 --at t40
    """
    if (place is None) == (site_id is None) or (field and not site_id):
        raise click.UsageError("Give --tile, or --site with or without --field.")
    async with store_to_read() as store:
        line = await read_timeline(store, game_id)
        ordinal = await ordinal_of(store, line, at)
        latest = await line.at(line.run.count)
        spot = _tile(game_id, latest, place) if place else _site(latest, site_id or "", field)
        with progress_bar("Looking back") as observe:
            steps = await inquiry(store, line).why(spot, ordinal, observe)
    if not steps:
        raise NothingHappened(
            f"There was nothing at position {line.run.position(ordinal)} of game {game_id}, "
            "nor before: ask about another tile or site, or a later moment."
        )
    narrator = Narrator(EVENT_TYPES, latest.views["games"].rows[game_id,].width)
    if as_json:
        print_json(_cause_line(step, narrator) for step in steps)
    else:
        click.echo("\n".join(_lines(steps, narrator)))


def _tile(game_id: str, moment: Moment, place: tuple[int, int]) -> Spot:
    game = moment.views["games"].rows[game_id,]
    x, y = place
    if x >= game.width or y >= game.height:
        raise OffTheMap(
            f"Tile {x},{y} is off the map: it has columns 0 to {game.width - 1} and rows 0 to "
            f"{game.height - 1}."
        )
    return tile(game_id, y * game.width + x)


def _site(moment: Moment, typed: str, field: str | None) -> Spot:
    ids = [row.site_id for row in moment.views["buildings"].rows.values()]
    return site(full_id(typed, ids, site_mark), field)


def _cause_line(step: Step, narrator: Narrator) -> CauseLine:
    told = narrator.tell(step.event).sentence
    return CauseLine(told, step.command, step.manager, event_line(step.event))


def _lines(steps: Sequence[Step], narrator: Narrator) -> Iterator[str]:
    width = max(len(str(step.event.position)) for step in steps)
    for step in steps:
        yield f"{step.event.position:>{width}}  {narrator.tell(step.event).sentence}"
        end = ", because" if step.manager else f", {clock_time(step.event.recorded_at)}"
        yield f"{'':>{width}}    {told_sender(step)}{end}"
