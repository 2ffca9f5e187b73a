"""`lunar store`: the store's own tasks."""

from __future__ import annotations

import click
from msgspec import Struct

from domain.blocks.errors import LunarError
from lunar_tui.cli.options import chosen, json_option, store_option
from lunar_tui.cli.output import print_facts, print_json
from lunar_tui.cli.running import asynchronous, store_to_read
from persistence.open_store import tasks_of


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


class NobodyAnswers(LunarError):
    """A question that was put to nobody."""

    def __init__(self) -> None:
        super().__init__("Nothing was removed, for nobody answers here: --yes does not ask.")


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
async def create() -> None:
    """Make the database, or the file, that is to hold the store.

    Example: lunar store create --store postgresql://user:password@host/moon
    """
    click.echo(await tasks_of(chosen().store).create())


@store.command()
@store_option
@asynchronous
async def init() -> None:
    """Make the store's tables; for a file, the file too.

    Example: lunar store init --store sqlite:///moon.db
    """
    click.echo(await tasks_of(chosen().store).init())


@store.command()
@store_option
@asynchronous
async def migrate() -> None:
    """Bring a store of an older version to the current schema.

    Example: lunar store migrate
    """
    click.echo(await tasks_of(chosen().store).migrate())


@store.command()
@click.option("--yes", is_flag=True, help="Do not ask.")
@store_option
@asynchronous
async def drop(yes: bool) -> None:
    """Remove the store, with all of its events, for ever.

    Example: lunar store drop --store postgresql://user:password@host/moon
    """
    tasks = tasks_of(chosen().store)
    if yes or _confirmed(f"Remove the store {tasks.place} with all of its events?"):
        click.echo(await tasks.drop())
    else:
        click.echo("Nothing was removed.")


def _confirmed(question: str) -> bool:
    """What the person answers. Raises `NobodyAnswers` where stdin is at its end, or closed."""
    try:
        return click.confirm(question)
    except (click.Abort, RuntimeError) as end:
        if isinstance(end.__context__, KeyboardInterrupt):
            raise
        click.echo()
        raise NobodyAnswers from end
