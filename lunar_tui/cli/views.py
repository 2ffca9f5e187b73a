"""`lunar views`: the views, where they are kept, and made anew from the log."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from time import monotonic
from typing import NamedTuple

import click
from msgspec import Raw, Struct

from domain.blocks.event_store import Where
from domain.blocks.named_view import NamedView, Standing
from domain.blocks.projector import Row
from domain.blocks.scripted.promoted import PartitionRow
from domain.game.model import PROJECTORS
from lunar_tui.cli.options import json_option, store_option, views_option
from lunar_tui.cli.output import print_rows
from lunar_tui.cli.projections import kept_views, lasting, project, rows_now
from lunar_tui.cli.running import asynchronous, need_game, store_to_read
from lunar_tui.promoted import GAMES_VIEWS
from persistence.views.memory import MemoryViewStore

LOOK = 0.5
"""Seconds between two looks, which show whether a view moves."""


class ViewLine(Struct, frozen=True):
    """A view: how far it is, how many positions behind the log, and how many rows it has.

    `rate` is how many positions a second it moved just now; `next` how far a rebuild beside it has
    come, null without one.
    """

    name: str
    about: str
    position: int
    lag: int
    rows: int
    rate: float
    next: int | None


class PartitionLine(Struct, frozen=True):
    """A row of a promoted projection: a partition, and what it shows."""

    partition: str
    shown: Raw


class Look(NamedTuple):
    """How the views stood at a moment, in seconds of a clock that nobody sets."""

    moment: float
    standings: Sequence[Standing]


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
    async with kept_views() as kept:
        before = await _look(kept)
        while True:
            await asyncio.sleep(LOOK)
            if not lasting():
                await asyncio.gather(*(view.follow() for view in kept))
            now = await _look(kept)
            if watch:
                click.clear()
            print_rows(await _lines(kept, before, now), as_json=as_json)
            if not watch:
                return
            before = now


async def _look(kept: Sequence[NamedView]) -> Look:
    return Look(monotonic(), [await view.standing() or Standing(0, 0) for view in kept])


async def _lines(kept: Sequence[NamedView], before: Look, now: Look) -> list[ViewLine]:
    seconds = now.moment - before.moment
    return [
        ViewLine(
            name=view.projector.name,
            about=view.projector.about,
            position=stands.position,
            lag=max(0, await view.head() - stands.position),
            rows=stands.rows,
            rate=round((stands.position - stood.position) / seconds, 1),
            next=following.position if (following := await view.standing("next")) else None,
        )
        for view, stood, stands in zip(kept, before.standings, now.standings, strict=True)
    ]


@views.command()
@click.argument("name")
@click.option("--game", metavar="ID", help="Only this game, made from the log for this command.")
@json_option
@store_option
@views_option
@asynchronous
async def show(name: str, game: str | None, as_json: bool) -> None:
    """Bring a view up to the log, and print its rows.

    Example: lunar views show buildings --game moon-1 --json
    """
    if game is None:
        async with kept_views(name, current=True) as (view,):
            rows = await rows_now(view)
    else:
        rows = await _rows_of(name, game)
    print_rows([_shown(row) for row in rows], as_json=as_json)


async def _rows_of(name: str, game: str) -> Sequence[Row]:
    async with store_to_read() as log:
        found = [projector for projector in PROJECTORS if projector.name == name]
        if not found:
            raise click.BadParameter(f"The views of one game are {', '.join(GAMES_VIEWS)}.")
        await need_game(log, game)
        (view,) = project(found, log, MemoryViewStore(), Where(game=game))
        return await rows_now(view)


def _shown(row: Row) -> Struct:
    """The row as it is printed: what is JSON in it is JSON in the line."""
    if not isinstance(row, PartitionRow):
        return row
    return PartitionLine(row.partition, Raw(row.kept.shown.encode()))


@views.command()
@click.argument("name")
@store_option
@views_option
@asynchronous
async def reset(name: str) -> None:
    """Drop a view with its rows; it is made anew when it is next followed.

    Example: lunar views reset buildings --views redis://localhost
    """
    async with kept_views(name) as (view,):
        await view.reset()
    click.echo(f"The view {name} was dropped; `lunar views rebuild {name}` makes it anew.")
