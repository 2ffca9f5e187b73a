"""`lunar views`: the projections, made anew from the log."""

from __future__ import annotations

import click
from msgspec import Struct

from domain.blocks.event_store import Where
from domain.blocks.projector import Projector, Row
from domain.game.model import PROJECTORS
from lunar_tui.cli.folding import GAMES_ONLY, Folded, fold
from lunar_tui.cli.options import json_option, store_option, views_option
from lunar_tui.cli.output import Columns, print_json, print_rows, say
from lunar_tui.cli.progress_bar import progress_bar
from lunar_tui.cli.running import asynchronous, store_to_read
from lunar_tui.rebuilding import Rebuilt
from lunar_tui.rebuilding import rebuild as rebuild_view

BY_NAME: dict[str, Projector[Row]] = {projector.name: projector for projector in PROJECTORS}

NAME = click.Choice(list(BY_NAME))

DIFFERENCE_COLUMNS: Columns = {
    "key": lambda difference: "/".join(map(str, difference.key)),
    "served": lambda difference: difference.served,
    "rebuilt": lambda difference: difference.rebuilt,
}


class ViewLine(Struct, frozen=True):
    """A view: how far it is, how many positions behind the log, and how many rows it has."""

    name: str
    about: str
    position: int
    lag: int
    rows: int


class RebuildLine(Struct, frozen=True):
    """What came of a rebuild; `equal` to the view that was served meanwhile."""

    name: str
    position: int
    rows: int
    seconds: float
    equal: bool


@click.group()
@store_option
@views_option
def views() -> None:
    """Look into the projections, and make them anew from the log."""


@views.command("list")
@json_option
@store_option
@views_option
@asynchronous
async def list_views(as_json: bool) -> None:
    """List the views with position, lag and rows.

    Example: lunar views list
    """
    async with store_to_read() as store:
        folded = await fold(store)
        head = (await store.head()).position
    lines = [
        ViewLine(
            name=name,
            about=view.projector.about,
            position=view.position,
            lag=max(0, head - view.position),
            rows=len(view.rows),
        )
        for name, view in folded.views.all.items()
    ]
    print_rows(lines, as_json=as_json)


@views.command()
@click.argument("name", type=NAME)
@click.option("--game", metavar="ID", help="Only this game.")
@json_option
@store_option
@views_option
@asynchronous
async def show(name: str, game: str | None, as_json: bool) -> None:
    """Print the rows of a view.

    Example: lunar views show buildings --game moon-1 --json
    """
    where = GAMES_ONLY if game is None else Where(game=game)
    async with store_to_read() as store:
        folded = await fold(store, (BY_NAME[name],), where)
    print_rows(list(folded.views[name].rows.values()), as_json=as_json)


@views.command()
@click.argument("names", metavar="[NAME]...", type=NAME, nargs=-1)
@json_option
@store_option
@views_option
@asynchronous
async def rebuild(names: tuple[str, ...], as_json: bool) -> None:
    """Make views (all without a NAME) anew from the log, and compare them with those served.

    Example: lunar views rebuild buildings
    """
    chosen_projectors = [BY_NAME[name] for name in names or BY_NAME]
    async with store_to_read() as store:
        folded = await fold(store, chosen_projectors)
        lines = [await _rebuild(folded, projector.name) for projector in chosen_projectors]
    if as_json:
        print_json(lines)
    else:
        for line in lines:
            verdict = "equal to" if line.equal else "DIFFERENT from"
            click.echo(
                f"{line.name}: {line.rows} rows at position {line.position} "
                f"in {line.seconds:.2f} s, {verdict} the view that was served."
            )
    if not all(line.equal for line in lines):
        raise click.exceptions.Exit(1)


async def _rebuild(folded: Folded, name: str) -> RebuildLine:
    rebuilt = await _rebuilt(folded, name)
    position = folded.views[name].position
    return RebuildLine(name, position, rebuilt.rows, rebuilt.seconds, not rebuilt.differences)


async def _rebuilt(folded: Folded, name: str) -> Rebuilt:
    with progress_bar(f"Rebuilding {name}") as observe:
        rebuilt = await rebuild_view(folded, name, observe)
    if rebuilt is None:
        raise click.Abort
    return rebuilt


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
    async with store_to_read() as store:
        folded = await fold(store, (BY_NAME[name],))
        found = (await _rebuilt(folded, name)).differences
    if not found:
        say(f"The view {name} is equal to one made anew from the log.")
        return
    print_rows(found, as_json=as_json, columns=DIFFERENCE_COLUMNS)
    raise click.exceptions.Exit(1)
