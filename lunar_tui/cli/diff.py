"""`lunar diff`: what is different between two moments of a game, or of two branches."""

from __future__ import annotations

import click
from msgspec import Struct

from domain.blocks.moment_diff import FieldChange, Kind, RowChange
from domain.blocks.projector import Row
from domain.game.game_diff import diff as diff_of
from lunar_tui.cli.options import json_option, store_option
from lunar_tui.cli.output import Columns, print_rows, say
from lunar_tui.cli.places import PlaceType
from lunar_tui.cli.running import asynchronous, store_to_read
from lunar_tui.cli.timelines import ordinal_of, read_timeline
from lunar_tui.places import Place


class ChangeLine(Struct, frozen=True):
    """A row of a view that was added, changed or is gone."""

    view: str
    kind: Kind
    before: Row | None
    after: Row | None
    fields: list[FieldChange]


COLUMNS: Columns = {
    "view": lambda change: change.view,
    "row": lambda change: "/".join(map(str, (change.after or change.before).key)),
    "is": lambda change: change.kind,
    "from → to": lambda change: ", ".join(
        f"{field.field} {field.before} → {field.after}" for field in change.fields
    ),
}


@click.command()
@click.option("--game", "game_id", metavar="ID", required=True, help="The game.")
@click.option("--from", "begin", type=PlaceType(), metavar="PLACE", required=True, help="Before.")
@click.option("--to", "end", type=PlaceType(), metavar="PLACE", default="end", help="After.")
@click.option("--in", "other", metavar="ID", help="The game of --to, if it is another branch.")
@json_option
@store_option
@asynchronous
async def diff(game_id: str, begin: Place, end: Place, other: str | None, as_json: bool) -> None:
    """Print which rows of the views are added, changed or gone from one moment to another.

    A PLACE is t40 (the end of a tick), 12 (a position of the log), or end. Rows of branches are
    compared by the ids that they had where they were branched.

    Example: lunar diff --game moon-1 --from t40 --to end
    """
    async with store_to_read() as store:
        line = await read_timeline(store, game_id)
        before = await line.at(await ordinal_of(store, line, begin))
        if other is not None:
            line = await read_timeline(store, other)
        after = await line.at(await ordinal_of(store, line, end))
    changes = [_line(change) for view in diff_of(before, after).values() for change in view]
    if not changes:
        say("The two moments are equal.")
        return
    print_rows(changes, as_json=as_json, columns=COLUMNS)


def _line(change: RowChange) -> ChangeLine:
    return ChangeLine(change.view, change.kind, change.before, change.after, list(change.fields))
