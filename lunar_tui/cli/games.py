"""`lunar games`: every saved game."""

from __future__ import annotations

import click

from domain.game.projectors.games import GameRow
from domain.game.projectors.games import games as projector
from lunar_tui.cli.options import json_option, store_option, views_option
from lunar_tui.cli.output import Columns, print_rows
from lunar_tui.cli.projections import kept_views
from lunar_tui.cli.running import asynchronous
from lunar_tui.moments import clock_time


def _source(row: GameRow) -> str:
    return f"{row.source_game_id}, tick {row.source_tick}" if row.source_game_id else ""


COLUMNS: Columns = {
    "game": lambda row: row.game_id,
    "name": lambda row: row.name,
    "player": lambda row: row.player_id,
    "tick": lambda row: row.tick,
    "sites": lambda row: row.sites,
    "buildings": lambda row: row.buildings,
    "state": lambda row: "stopped" if row.stopped else "running",
    "branch of": _source,
    "started": lambda row: clock_time(row.started_at),
    "last played": lambda row: clock_time(row.last_played_at),
}


@click.command()
@json_option
@store_option
@views_option
@asynchronous
async def games(as_json: bool) -> None:
    """List every saved game, the latest first.

    Example: lunar games
    """
    async with kept_views(projector.name, current=True) as (view,):
        rows = (await view.view()).rows
    latest_first = sorted(rows.values(), key=lambda row: row.last_played_at, reverse=True)
    print_rows(latest_first, as_json=as_json, columns=COLUMNS)
