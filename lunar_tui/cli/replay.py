"""`lunar replay`: any moment of a game, on the screen, for scripts, as a film or as a picture."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import click
from msgspec import Struct

from domain.blocks.conditions.evaluation import Condition, parse
from domain.blocks.conditions.search import find
from domain.blocks.errors import LunarError
from domain.blocks.moment import Moment
from domain.blocks.timeline import Timeline
from domain.game.travel import timeline
from domain.game.vocabulary import VOCABULARY
from lunar_tui.cli.options import chosen, json_option, store_option
from lunar_tui.cli.output import print_facts, print_json, say
from lunar_tui.cli.places import PlaceType
from lunar_tui.cli.progress_bar import progress_bar
from lunar_tui.cli.running import asynchronous, store_to_read
from lunar_tui.filming import Shot, film_file
from lunar_tui.games_index import GamesIndex
from lunar_tui.last_game import last_game
from lunar_tui.places import AtEnd, AtPosition, NoSuchPlace, Place, moment_of
from persistence.clock import SystemClock
from persistence.store import Store


class NeverTrue(LunarError):
    """A condition that does not become true in the part of the game that was looked through."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of a replay without a screen."""

    game_id: str | None
    at: Place | None
    until: str | None
    back: bool
    film: Path | None
    speed: float
    size: tuple[int, int]

    @property
    def beginning(self) -> Place:
        """Where it begins: at the end, unless something is to come after it."""
        if self.at is not None:
            return self.at
        goes_on = (self.until or self.film) and not self.back
        return AtPosition(0) if goes_on else AtEnd()

    def shot(self, begin: int, end: int) -> Shot:
        """The film from one moment to another."""
        return Shot(begin, end, self.speed, self.size, chosen().settings.ascii)


class MomentLine(Struct, frozen=True):
    """A moment of a game in numbers. `rows` says how many rows each view has."""

    game: str
    events: int
    position: int
    tick: int
    recorded_at: int
    sites: int
    buildings: int
    stopped: bool
    rows: Mapping[str, int]


class Size(click.ParamType[tuple[int, int]]):
    """A terminal's size, such as 100x30."""

    name = "size"

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, int]:
        """Columns and rows."""
        size = re.fullmatch(r"(\d{2,3})x(\d{2,3})", value, re.ASCII)
        if size is None:
            self.fail(f"{value!r} is no size: give columns and rows, such as 100x30.", param, ctx)
        return int(size[1]), int(size[2])


@click.command()
@click.option("--game", "game_id", metavar="ID", help="The game (else the one played last).")
@click.option(
    "--at", type=PlaceType(), metavar="PLACE", help="Where to begin: t40, 12, a time, or end."
)
@click.option("--headless", is_flag=True, help="No screen: print the moment.")
@click.option("--until", metavar="CONDITION", help="Go on until this becomes true.")
@click.option("--back", is_flag=True, help="Look for the condition backwards.")
@click.option(
    "--film",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write a film (FILE.cast, to the end or to --until) or a picture (FILE.svg).",
)
@click.option(
    "--speed", type=click.FloatRange(0.25, 1024), default=4, help="Ticks a second of a film."
)
@click.option("--size", type=Size(), default="100x30", help="Columns and rows of a film.")
@json_option
@store_option
@click.pass_context
def replay(  # noqa: PLR0913 - one for each option
    context: click.Context,
    *,
    game_id: str | None,
    at: Place | None,
    headless: bool,
    until: str | None,
    back: bool,
    film: Path | None,
    speed: float,
    size: tuple[int, int],
    as_json: bool,
) -> None:
    """Travel through the time of a game.

    On a terminal the replay screen opens. With --headless, --json, --until or --film nothing opens;
    what is printed is the moment that was reached.

    Example: lunar replay --headless --until 'buildings >= 10' --json
    """
    if not (headless or as_json or until or film):
        context.exit(_on_the_screen(game_id, at or AtEnd()))
    if film:
        film_file(str(film))
    wanted = Wanted(game_id, at, until, back, film, speed, size)
    headless_replay(wanted, as_json=as_json)


def _on_the_screen(game_id: str | None, at: Place) -> int:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise click.UsageError("The replay opens in a terminal; elsewhere give --headless.")
    from lunar_tui.app import Opening, run_app  # noqa: PLC0415 - only this needs the screens

    settings, store_url, views_url = chosen()
    return run_app(settings, store_url, views_url, Opening(game_id, replay_at=at))


@asynchronous
async def headless_replay(wanted: Wanted, *, as_json: bool) -> None:
    """Go to a moment, perhaps on to where a condition becomes true, and print or film it."""
    async with store_to_read() as store:
        game = wanted.game_id or await _last(store)
        line = timeline(store, game, lenient=True)
        with progress_bar("Reading the game") as observe:
            await line.extend(observe)
        if not line.run.count:
            raise NoSuchPlace(
                f"There is no game {game!r} in this log: `lunar games` lists what there is."
            )
        begin = moment_of(line.run, wanted.beginning)
        end = await _until(line, wanted.until, begin, back=wanted.back) if wanted.until else begin
        if wanted.film:
            last = end if wanted.until else line.run.count
            await _film(store, game, wanted.film, wanted.shot(begin, last))
        moment = await line.at(end)
    _print(game, line, moment, as_json=as_json)


async def _last(store: Store) -> str:
    found = await last_game(store)
    if found is None:
        raise NoSuchPlace("There is no game in this log yet: `lunar` begins one.")
    return found.game_id


async def _until(line: Timeline, text: str, begin: int, *, back: bool) -> int:
    condition: Condition[Moment] = parse(text, VOCABULARY, await line.at(line.run.count))
    with progress_bar("Looking for it") as observe:
        found = await find(line, condition, begin, backward=back, observe=observe)
    if found is None:
        way = "before" if back else "after"
        raise NeverTrue(
            f"{condition} does not become true {way} position {line.run.position(begin)}."
        )
    return found


async def _film(store: Store, game: str, file: Path, shot: Shot) -> None:
    from lunar_tui.filming import write_film  # noqa: PLC0415 - only this needs the screens
    from lunar_tui.recall import recall  # noqa: PLC0415

    recalled = await recall(store, SystemClock(), GamesIndex(store), game, player="")
    if recalled is not None:
        with progress_bar("Filming") as observe:
            await write_film(recalled, shot, file, observe)
        say(f"Written: {file}")


def _print(game: str, line: Timeline, moment: Moment, *, as_json: bool) -> None:
    rows = moment.views["games"].rows
    row = rows.get((game,))
    told = MomentLine(
        game=game,
        events=moment.ordinal,
        position=moment.position,
        tick=line.run.turn(moment.ordinal),
        recorded_at=moment.recorded_at,
        sites=row.sites if row else 0,
        buildings=row.buildings if row else 0,
        stopped=row.stopped if row else False,
        rows={name: len(view.rows) for name, view in moment.views.items()},
    )
    for kind, count in line.unknown.items():
        say(f"{count} events of {kind.name}, schema {kind.schema}, are not known and left out.")
    if as_json:
        print_json([told])
    else:
        facts = {name: getattr(told, name) for name in MomentLine.__struct_fields__[:-1]}
        print_facts(facts | {f"{name} rows": count for name, count in told.rows.items()})
