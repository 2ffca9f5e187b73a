"""`lunar games`: every saved game."""

from __future__ import annotations

from collections.abc import Mapping

import click
from msgspec.structs import asdict

from domain.game.projectors.games import GameRow
from domain.game.projectors.games import games as projector
from domain.game.projectors.missions import MissionRow, missions
from lunar_tui.cli.options import json_option, store_option, views_option
from lunar_tui.cli.output import Columns, print_json, print_rows
from lunar_tui.cli.projections import kept_views
from lunar_tui.cli.running import asynchronous
from lunar_tui.moments import clock_time


def _line(row: GameRow, mission: MissionRow | None) -> dict[str, object]:
    """A game's fields, and those of its mission, if it has one."""
    return asdict(row) | {
        "scenario": mission.scenario if mission else "sandbox",
        "outcome": mission.outcome if mission else None,
        "score": mission.score if mission else None,
    }


def _source(row: GameRow) -> str:
    return f"{row.source_game_id}, tick {row.source_tick}" if row.source_game_id else ""


def _columns(missions: Mapping[str, MissionRow]) -> Columns:
    """The columns of a game and of its mission, if it has one."""

    def state(row: GameRow) -> str:
        mission = missions.get(row.game_id)
        if mission and mission.ended_at:
            return f"{mission.outcome}, {mission.score:,} points"
        return "stopped" if row.stopped else "running"

    def scenario(row: GameRow) -> str:
        return missions[row.game_id].scenario if row.game_id in missions else "sandbox"

    return {
        "game": lambda row: row.game_id,
        "name": lambda row: row.name,
        "player": lambda row: row.player_id,
        "scenario": scenario,
        "tick": lambda row: row.tick,
        "sites": lambda row: row.sites,
        "buildings": lambda row: row.buildings,
        "state": state,
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
    async with kept_views(projector.name, missions.name, current=True) as (every, ended):
        rows = (await every.view()).rows
        found = (await ended.view()).rows
    latest_first = sorted(rows.values(), key=lambda row: row.last_played_at, reverse=True)
    by_game = {row.game_id: row for row in found.values()}
    if as_json:
        print_json(_line(row, by_game.get(row.game_id)) for row in latest_first)
    else:
        print_rows(latest_first, as_json=False, columns=_columns(by_game))
