"""`lunar scores`: the games of scenarios that were won or lost, the best first."""

from __future__ import annotations

import click

from domain.game.projectors.games import games
from domain.game.projectors.missions import missions
from domain.game.scores import scores as scores_of
from lunar_tui.cli.options import json_option, store_option, views_option
from lunar_tui.cli.output import Columns, print_rows, say
from lunar_tui.cli.projections import kept_views
from lunar_tui.cli.running import asynchronous
from lunar_tui.moments import clock_time
from lunar_tui.rulesets import ruleset_with

COLUMNS: Columns = {
    "rank": lambda row: row.rank or "",
    "score": lambda row: row.score,
    "outcome": lambda row: row.outcome,
    "ticks": lambda row: row.ticks,
    "player": lambda row: row.player,
    "scenario": lambda row: row.scenario,
    "seed": lambda row: row.seed,
    "name": lambda row: row.name,
    "branch of": lambda row: row.branch_of,
    "ended": lambda row: clock_time(row.ended_at),
}


@click.command()
@click.option("--scenario", metavar="NAME", help="Only games of this scenario.")
@json_option
@store_option
@views_option
@asynchronous
async def scores(scenario: str | None, as_json: bool) -> None:
    """List the games that were won or lost, the best first.

    A branch of a game is a what-if: it has a score, and no rank.

    Example: lunar scores --scenario first-night
    """
    if scenario:
        ruleset_with(scenario)
    async with kept_views(missions.name, games.name, current=True) as (ended, every):
        rows = (await ended.view()).rows
        known = (await every.view()).rows
    by_id = {row.game_id: row for row in known.values()}
    table = scores_of(rows.values(), by_id, scenario or "")
    if not (table or as_json):
        say("There is no score yet: win or lose a game of a scenario, as `lunar new` begins one.")
        return
    print_rows(table, as_json=as_json, columns=COLUMNS)
