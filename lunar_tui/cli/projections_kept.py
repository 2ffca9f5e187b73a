"""`lunar projections`: the projections of one's own that are kept beside the log."""

from __future__ import annotations

import asyncio
from pathlib import Path

import click

from domain.blocks.scripted.kept import Kept, Mode
from lunar_tui import promoted
from lunar_tui.cli.options import json_option, store_option
from lunar_tui.cli.output import print_rows, say
from lunar_tui.cli.running import asynchronous, store_to_read, store_to_write
from lunar_tui.cli.scripts import (
    SOURCE,
    name_option,
    named,
    partition_option,
    print_states,
    read_source,
)
from lunar_tui.projection_lines import ProjectionWatch
from lunar_tui.workshop import workshop
from persistence.clock import SystemClock
from persistence.scripted.follower import Followers

LOOK = 0.5
"""Seconds between two looks, which show whether a projection moves."""


@click.group()
@store_option
def projections() -> None:
    """Look after the projections that you write: see docs/projections.md."""


@projections.command("list")
@click.option("--watch", is_flag=True, help="List them every half second, until ctrl-c.")
@json_option
@store_option
@asynchronous
async def list_projections(watch: bool, as_json: bool) -> None:
    """List the projections with position, lag, and the rate at which they move.

    Example: lunar projections list --watch
    """
    async with store_to_read() as store:
        observed = ProjectionWatch(store)
        await observed.look()
        while True:
            await asyncio.sleep(LOOK)
            lines = await observed.look()
            if watch:
                click.clear()
            print_rows(lines, as_json=as_json)
            if not watch:
                return


@projections.command()
@click.argument("file", type=SOURCE)
@name_option
@click.option("--one-time", is_flag=True, help="Read to the end of the log once, not for ever.")
@click.option("--disabled", is_flag=True, help="Do not run it yet.")
@click.option("--replace", is_flag=True, help="Begin anew one that is there.")
@store_option
@asynchronous
async def create(
    file: Path, name: str | None, one_time: bool, disabled: bool, replace: bool
) -> None:
    """Keep the projection in FILE; `lunar projections follow` runs it.

    Example: lunar projections create account-balances.star
    """
    source, name = read_source(file), named(file, name)
    async with store_to_write() as store:
        await workshop(store).check(source)
        if replace and name in {kept.name for kept in await store.projections.all()}:
            await store.projections.delete(name)
        mode: Mode = "one-time" if one_time else "continuous"
        generation = SystemClock().now()
        await store.projections.create(Kept(name, source, mode, not disabled, generation))
    click.echo(f"The projection {name} is kept; `lunar projections follow` runs it.")


@projections.command()
@click.argument("name")
@store_option
@asynchronous
async def enable(name: str) -> None:
    """Let a projection run, from where it stands; one that was stopped tries again.

    Example: lunar projections enable account-balances
    """
    async with store_to_write(create=False) as store:
        await store.projections.enable(name, enabled=True)
    click.echo(f"The projection {name} is enabled; `lunar projections follow` runs it.")


@projections.command()
@click.argument("name")
@store_option
@asynchronous
async def disable(name: str) -> None:
    """Let a projection rest where it stands.

    Example: lunar projections disable account-balances
    """
    async with store_to_write(create=False) as store:
        await store.projections.enable(name, enabled=False)
    click.echo(f"The projection {name} is disabled.")


@projections.command()
@click.argument("name")
@click.argument("file", type=SOURCE, required=False)
@store_option
@asynchronous
async def reset(name: str, file: Path | None) -> None:
    """Begin a projection anew, without its state; with FILE, from this source.

    Example: lunar projections reset account-balances account-balances.star
    """
    async with store_to_write(create=False) as store:
        source = read_source(file) if file else None
        if source is not None:
            await workshop(store).check(source)
        await store.projections.reset(name, source)
    click.echo(f"The projection {name} begins anew.")


@projections.command()
@click.argument("name")
@store_option
@asynchronous
async def promote(name: str) -> None:
    """Make a projection a view, which `lunar views` knows beside those of the game.

    Its rows are its partitions, and they are made anew, compared and swapped in as the game's are.

    Example: lunar projections promote account-balances
    """
    async with store_to_write(create=False) as store:
        await promoted.promote(store, name)
    click.echo(f"The projection {name} is a view now: `lunar views show {name}` prints its rows.")


@projections.command()
@click.argument("name")
@store_option
@asynchronous
async def demote(name: str) -> None:
    """Let a projection be a view no longer; it keeps its state, and goes on.

    Example: lunar projections demote account-balances
    """
    async with store_to_write(create=False) as store:
        await store.projections.promote(name, promoted=False)
    click.echo(f"The projection {name} is a view no longer.")


@projections.command()
@click.argument("name")
@store_option
@asynchronous
async def delete(name: str) -> None:
    """Forget a projection with its state; what it emitted stays in the log.

    Example: lunar projections delete account-balances
    """
    async with store_to_write(create=False) as store:
        await store.projections.delete(name)
    click.echo(f"The projection {name} was deleted.")


@projections.command()
@click.argument("name")
@partition_option
@json_option
@store_option
@asynchronous
async def state(name: str, partition: str | None, as_json: bool) -> None:
    """Print the state of a projection as JSON, as it is kept; where it stands is said beside it.

    Example: lunar projections state account-balances
    """
    async with store_to_read() as store:
        kept, states = await store.projections.states(name)
    print_states(states, as_json=as_json, partition=partition)
    say(kept.fault or f"The state after event {kept.position}.")


@projections.command()
@store_option
@asynchronous
async def follow() -> None:
    """Run all projections that are enabled, until ctrl-c; one that fails stops alone.

    Several programs may do so: for each projection one of them works, and another takes over when
    it ends, however it ends.

    Example: lunar projections follow
    """
    async with store_to_write(create=False) as store:
        await Followers(store, workshop(store), say).run()
