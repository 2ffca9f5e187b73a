"""`lunar store`: the store's own tasks."""

from __future__ import annotations

import click
from msgspec import Struct

from domain.blocks.event_store import StoreFault
from lunar_tui.cli.options import chosen, json_option, store_option
from lunar_tui.cli.output import print_facts, print_json
from lunar_tui.cli.running import asynchronous, store_to_read
from persistence.open_store import open_store


class StatusLine(Struct, frozen=True):
    """A store at a glance; `bytes` on disk."""

    path: str
    schema_version: int
    events: int
    streams: int
    games: int
    bytes: int
    last_position: int
    journal: str


@click.group()
@store_option
def store() -> None:
    """Look after the event store."""


@store.command()
@json_option
@store_option
@asynchronous
async def status(as_json: bool) -> None:
    """Say where the store is, what is in it, and how large it is.

    Example: lunar store status
    """
    async with store_to_read() as opened:
        now = await opened.status()
    line = StatusLine(
        path=now.path,
        schema_version=now.schema,
        events=now.events,
        streams=now.streams,
        games=now.games,
        bytes=now.size,
        last_position=now.last_position,
        journal=now.journal,
    )
    if as_json:
        print_json([line])
    else:
        print_facts({name: getattr(line, name) for name in line.__struct_fields__})


@store.command()
@store_option
@asynchronous
async def init() -> None:
    """Create the store, or update an older one.

    Example: lunar store init --store sqlite:///moon.db
    """
    url = chosen().store
    try:
        opened = await open_store(url, create=False)
        outcome = "was there already"
    except StoreFault:
        opened = await open_store(url)
        outcome = "was created"
    path = (await opened.status()).path
    await opened.close()
    click.echo(f"The store {path} {outcome}.")
