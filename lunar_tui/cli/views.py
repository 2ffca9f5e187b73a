"""`lunar views`: the projections, where they are kept, and made anew from the log."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from time import monotonic
from typing import NamedTuple

import click
from msgspec import Struct

from domain.blocks.event_store import Where
from domain.blocks.projection import Projection
from lunar_tui.cli.options import json_option, store_option, views_option
from lunar_tui.cli.output import print_rows
from lunar_tui.cli.projections import BY_NAME, NAME, bring_up, kept_views, lasting, project
from lunar_tui.cli.running import asynchronous, store_to_read
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
            next=await _next(each),
        )
        for each, earlier, position in zip(
            projections, before.positions, now.positions, strict=True
        )
    ]


async def _next(projection: Projection) -> int | None:
    checkpoint = await projection.views.checkpoint(projection.projector, "next")
    return checkpoint.position if checkpoint else None


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
