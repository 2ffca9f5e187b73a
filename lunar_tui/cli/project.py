"""`lunar project`: a projection that the user writes, run once, or kept up to the log."""

from __future__ import annotations

from pathlib import Path

import click
from msgspec import Struct

from domain.blocks.scripted.definition import stopped
from domain.blocks.scripted.kept import Kept, NoProjection
from lunar_tui.cli.log import NUMBER
from lunar_tui.cli.options import json_option, store_option
from lunar_tui.cli.output import print_facts, print_json, say
from lunar_tui.cli.progress_bar import progress_bar
from lunar_tui.cli.running import asynchronous, store_to_read, store_to_write
from lunar_tui.cli.scripts import (
    SOURCE,
    ProjectionStopped,
    name_option,
    named,
    partition_option,
    print_states,
    read_source,
)
from lunar_tui.workshop import workshop
from persistence.clock import SystemClock
from persistence.scripted.follower import Follower
from persistence.scripted.reading import emit
from persistence.store import Store


class EstimateLine(Struct, frozen=True):
    """How many events a run will read, at which rate, and how long it will take."""

    events: int
    events_per_second: float
    seconds: float


@click.command()
@click.argument("file", type=SOURCE)
@name_option
@click.option("--continuous", is_flag=True, help="Keep it, and follow the log until ctrl-c.")
@click.option("--replace", is_flag=True, help="With --continuous: begin it anew with this source.")
@click.option("--from", "first", type=NUMBER, default=1, metavar="N", help="Begin at position N.")
@click.option("--to", "last", type=NUMBER, default=NUMBER.max, metavar="N", help="End there.")
@click.option("--emit", "emits", is_flag=True, help="Append what a run to the end emits.")
@click.option("--estimate", "estimating", is_flag=True, help="Only say how long it will take.")
@partition_option
@json_option
@store_option
@asynchronous
async def project(  # noqa: PLR0913, PLR0917 - every option is an argument
    file: Path,
    name: str | None,
    continuous: bool,
    replace: bool,
    first: int,
    last: int,
    emits: bool,
    estimating: bool,
    partition: str | None,
    as_json: bool,
) -> None:
    """Run a projection that you write, and print its state as JSON.

    FILE is its source, in Starlark: see docs/projections.md. With --json the state is on one line.

    Example: lunar project account-balances.star
    """
    source, name = read_source(file), named(file, name)
    if continuous:
        if (first, last) != (1, NUMBER.max) or emits or estimating:
            raise click.UsageError(
                "--continuous reads the whole log, and emits: leave out --from, --to, --emit and "
                "--estimate."
            )
        async with store_to_write() as store:
            await _follow(store, name, source, replace=replace, as_json=as_json)
    elif estimating:
        await _estimate(source, as_json=as_json)
    elif emits:
        async with store_to_write(create=False) as store:
            await _once(store, name, source, (first, last), partition, emits=True, as_json=as_json)
    else:
        async with store_to_read() as store:
            await _once(store, name, source, (first, last), partition, emits=False, as_json=as_json)


async def _once(
    store: Store,
    name: str,
    source: str,
    span: tuple[int, int],
    partition: str | None,
    *,
    emits: bool,
    as_json: bool,
) -> None:
    with progress_bar("Projecting") as observe:
        outcome = await workshop(store).once(name, source, *span, observe)
    count = sum(len(commit.events) for commit in outcome.commits)
    if emits:
        await emit(store, outcome.commits)
    if count:
        say(
            f"It emitted {count:,} events."
            if emits
            else f"It would emit {count:,} events, which --emit or --continuous appends."
        )
    print_states(outcome.states, as_json=as_json, partition=partition)
    if outcome.fault:
        raise ProjectionStopped(stopped(name, outcome.fault))


async def _estimate(source: str, *, as_json: bool) -> None:
    async with store_to_read() as store:
        estimate = await workshop(store).estimate(source)
    line = EstimateLine(estimate.events, round(estimate.per_second), round(estimate.seconds, 1))
    if as_json:
        print_json([line])
    else:
        print_facts({name: getattr(line, name) for name in line.__struct_fields__})


async def _follow(store: Store, name: str, source: str, *, replace: bool, as_json: bool) -> None:
    shop = workshop(store)
    await shop.check(source)
    await _keep(store, name, source, replace=replace)
    follower = Follower(
        name,
        store,
        shop,
        lambda _, states: print_states(states, as_json=as_json, partition=None),
    )
    say(f"Following the log as {name}, until ctrl-c.")
    kept, states = await store.projections.states(name)
    if kept.position:
        print_states(states, as_json=as_json, partition=None)
    await follower.run()
    kept = await store.projections.load(name)
    raise ProjectionStopped(kept.fault or f"The projection {name} was disabled meanwhile.")


async def _keep(store: Store, name: str, source: str, *, replace: bool) -> None:
    """Keep the projection, or go on with the one that is kept. Raises `ProjectionStopped`."""
    try:
        kept = await store.projections.load(name)
    except NoProjection:
        await store.projections.create(
            Kept(name, source, "continuous", generation=SystemClock().now())
        )
        return
    if replace:
        await store.projections.reset(name, source)
    elif kept.source != source:
        raise ProjectionStopped(
            f"The projection {name} is kept with another source than this file's: --replace begins "
            "it anew with this one, --name keeps it under another name."
        )
    await store.projections.enable(name, enabled=True)
