"""`lunar views`: the projections, where they are kept, and made anew from the log."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from time import monotonic
from typing import Any, NamedTuple

import click
from msgspec import Struct

from domain.blocks.comparison import against_log, against_next
from domain.blocks.errors import LunarError
from domain.blocks.event_store import Where
from domain.blocks.projection import Projection
from domain.blocks.projector import Projector
from domain.game.model import PROJECTORS
from lunar_tui.cli.options import json_option, store_option, views_option
from lunar_tui.cli.output import Columns, print_json, print_rows, say
from lunar_tui.cli.progress_bar import progress_bar
from lunar_tui.cli.projections import bring_up, kept_views, lasting, project
from lunar_tui.cli.running import asynchronous, store_to_read
from persistence.views.memory import MemoryViewStore

BY_NAME: dict[str, Projector[Any]] = {projector.name: projector for projector in PROJECTORS}

NAME = click.Choice(list(BY_NAME))

LOOK = 0.5
"""Seconds between two looks, which show whether a view moves."""

DIFFERENCE_COLUMNS: Columns = {
    "key": lambda difference: "/".join(map(str, difference.key)),
    "served": lambda difference: difference.served,
    "rebuilt": lambda difference: difference.rebuilt,
}


VERDICTS = {
    True: "equal to the view that was served",
    False: "DIFFERENT from the view that was served",
    None: "where none was served",
}


class NoView(LunarError):
    """A view that is not kept where one looked for it."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"The view {name} is not kept there yet: `lunar views rebuild {name}` makes it."
        )


class ViewLine(Struct, frozen=True):
    """A view: how far it is, how many positions behind the log, and how many rows it has.

    `rate` is how many positions a second it moved just now.
    """

    name: str
    about: str
    position: int
    lag: int
    rows: int
    rate: float


class RebuildLine(Struct, frozen=True):
    """What came of a rebuild; `equal` to the view that was served, null when there was none."""

    name: str
    position: int
    rows: int
    seconds: float
    equal: bool | None


class Look(NamedTuple):
    """Where the views were at a moment, in seconds of a clock that nobody sets."""

    moment: float
    positions: Sequence[int]


@click.group()
@store_option
@views_option
def views() -> None:
    """Look into the projections, and make them anew from the log."""


@views.command("list")
@click.option("--watch", is_flag=True, help="List them every second, until ctrl-c.")
@json_option
@store_option
@views_option
@asynchronous
async def list_views(watch: bool, as_json: bool) -> None:
    """List the views with position, lag, rows, and the rate at which they move.

    Example: lunar views list --watch --views redis://localhost
    """
    async with kept_views() as projections:
        before = await _look(projections)
        while True:
            await asyncio.sleep(LOOK)
            if not lasting():
                await asyncio.gather(*(projection.follow() for projection in projections))
            now = await _look(projections)
            if watch:
                click.clear()
            print_rows(await _lines(projections, before, now), as_json=as_json)
            if not watch:
                return
            before = now


async def _look(projections: Sequence[Projection]) -> Look:
    positions = [await projection.position() for projection in projections]
    return Look(monotonic(), positions)


async def _lines(projections: Sequence[Projection], before: Look, now: Look) -> list[ViewLine]:
    seconds = now.moment - before.moment
    return [
        ViewLine(
            name=each.projector.name,
            about=each.projector.about,
            position=position,
            lag=max(0, (await each.log.head()).position - position),
            rows=await each.views.count(each.projector),
            rate=round((position - earlier) / seconds, 1),
        )
        for each, earlier, position in zip(
            projections, before.positions, now.positions, strict=True
        )
    ]


@views.command()
@click.argument("name", type=NAME)
@click.option("--game", metavar="ID", help="Only this game, made from the log for this command.")
@json_option
@store_option
@views_option
@asynchronous
async def show(name: str, game: str | None, as_json: bool) -> None:
    """Bring a view up to the log, and print its rows.

    Example: lunar views show buildings --game moon-1 --json
    """
    async with _one(name, game) as projection:
        _, rows = await projection.views.read(projection.projector)
    print_rows([rows[key] for key in sorted(rows)], as_json=as_json)


@asynccontextmanager
async def _one(name: str, game: str | None) -> AsyncIterator[Projection]:
    if game is None:
        async with kept_views((BY_NAME[name],), current=True) as (projection,):
            yield projection
        return
    async with store_to_read() as log:
        (projection,) = project((BY_NAME[name],), log, MemoryViewStore(), Where(game=game))
        await bring_up(projection)
        yield projection


@views.command()
@click.argument("names", metavar="[NAME]...", type=NAME, nargs=-1)
@click.option("--resume", is_flag=True, help="Go on with a rebuild that was stopped half way.")
@json_option
@store_option
@views_option
@asynchronous
async def rebuild(names: tuple[str, ...], resume: bool, as_json: bool) -> None:
    """Make views (all without a NAME) anew from the log, beside those served, then serve them.

    They are compared first; a difference is told, and the exit code is 1.

    Example: lunar views rebuild buildings
    """
    async with kept_views([BY_NAME[name] for name in names or BY_NAME]) as projections:
        lines = [await _rebuild(projection, resume=resume) for projection in projections]
    if as_json:
        print_json(lines)
    else:
        for line in lines:
            click.echo(
                f"{line.name}: {line.rows} rows at position {line.position} "
                f"in {line.seconds:.2f} s, {VERDICTS[line.equal]}."
            )
    if any(line.equal is False for line in lines):
        raise click.exceptions.Exit(1)


async def _rebuild(projection: Projection, *, resume: bool) -> RebuildLine:
    begun = monotonic()
    projector, kept = projection.projector, projection.views
    with progress_bar(f"Rebuilding {projector.name}") as observe:
        await projection.refill(observe, resume=resume)
        served = await kept.checkpoint(projector)
        equal = not await against_next(projection) if served else None
        await projection.serve_next(observe)
    return RebuildLine(
        name=projector.name,
        position=await projection.position(),
        rows=await kept.count(projector),
        seconds=monotonic() - begun,
        equal=equal,
    )


@views.command()
@click.argument("name", type=NAME)
@store_option
@views_option
@asynchronous
async def reset(name: str) -> None:
    """Drop a view with its rows; it is made anew when it is next followed.

    Example: lunar views reset buildings --views redis://localhost
    """
    async with kept_views((BY_NAME[name],)) as (projection,):
        await projection.reset()
    click.echo(f"The view {name} was dropped; `lunar views rebuild {name}` makes it anew.")


@views.command()
@click.argument("name", type=NAME)
@json_option
@store_option
@views_option
@asynchronous
async def diff(name: str, as_json: bool) -> None:
    """Print the rows in which a view differs from one made anew; exit 1 if there are any.

    Example: lunar views diff map
    """
    async with kept_views((BY_NAME[name],)) as (projection,):
        if not await projection.views.checkpoint(projection.projector):
            raise NoView(name)
        with progress_bar("Reading the log") as observe:
            found = await against_log(projection, observe)
    if not found:
        say(f"The view {name} is equal to one made anew from the log.")
        return
    print_rows(found, as_json=as_json, columns=DIFFERENCE_COLUMNS)
    raise click.exceptions.Exit(1)
