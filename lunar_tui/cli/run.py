"""`lunar run`: commands from a script, one a line."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from contextlib import AsyncExitStack
from typing import BinaryIO

import click
from msgspec import Struct

from domain.blocks.application import Application
from domain.blocks.command_reader import CommandReader, UnreadableCommand
from domain.blocks.committed import Committed
from domain.blocks.decider import Rejected
from domain.blocks.errors import LunarError
from domain.blocks.event_store import StoreFault
from domain.blocks.game_snapshots import GameSnapshots
from domain.blocks.messages import Command
from domain.blocks.projection import Projection
from domain.game.model import PLAYERS_ROUTES, PROJECTORS, ROUTER, STATE_SCHEMA
from lunar_tui.cli.options import chosen, store_option, views_option
from lunar_tui.cli.output import print_json
from lunar_tui.cli.projections import Followers, lasting, open_chosen_views, project
from persistence.clock import SystemClock
from persistence.ids import OrderedIds
from persistence.open_store import open_store


class Done(Struct, frozen=True):
    """A command that happened: the types of its events, and the position of the last one."""

    command: str
    events: list[str]
    position: int


class BadLine(LunarError):
    """A line of the script that was not done; those before it were."""

    def __init__(self, number: int, why: str) -> None:
        super().__init__(f"Line {number}: {why}")


class ViewsBehind(LunarError):
    """Views that the commands went on without."""

    def __init__(self) -> None:
        super().__init__(
            "All commands were done, but the views are behind the log: they catch up when they are "
            "next followed."
        )


@click.command()
@click.argument("file", type=click.File("rb"))
@click.option("--snapshots", is_flag=True, help="Keep long games' states, to begin sooner.")
@store_option
@views_option
def run(file: BinaryIO, snapshots: bool) -> None:
    """Dispatch the commands in FILE (- for stdin).

    Each line is one JSON object, and prints one when it is done. The first bad line ends the run;
    what was done before it stays. Views that are kept anywhere but in memory follow each command.

    Example: echo '{"command": "StartGame", "game_id": "moon-1"}' | lunar run -
    """
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        try:
            application, followers = runner.run(_open(stack, snapshots=snapshots))
            _run_lines(runner, application, followers, file)
            runner.run(_finish(followers))
        finally:
            runner.run(stack.aclose())


async def _open(stack: AsyncExitStack, *, snapshots: bool) -> tuple[Application, Followers]:
    store = await open_store(chosen().store)
    stack.push_async_callback(store.close)
    kept = GameSnapshots(store, STATE_SCHEMA) if snapshots else None
    application = Application(ROUTER, store, OrderedIds(), SystemClock(), kept)

    async def find() -> Iterable[Projection]:
        if not lasting():
            return ()
        views = await stack.enter_async_context(open_chosen_views())
        return project(PROJECTORS, store, views)

    followers = Followers(find)
    await followers.start()
    return application, followers


def _run_lines(
    runner: asyncio.Runner, application: Application, followers: Followers, lines: Iterable[bytes]
) -> None:
    """Read each line only when the one before it is done, so that a pipe may answer answers."""
    player = chosen().settings.player
    reader = CommandReader(PLAYERS_ROUTES)
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            command = reader.read(line)
        except UnreadableCommand as fault:
            raise BadLine(number, str(fault)) from fault
        who = getattr(command, "player_id", None) or player
        answer = runner.run(application.dispatch(command, who))
        done = _done(number, command, answer)
        runner.run(followers.follow())
        print_json([done])


async def _finish(followers: Followers) -> None:
    try:
        await followers.finish()
    except StoreFault as fault:
        raise ViewsBehind from fault


def _done(number: int, command: Command, answer: Committed | Rejected) -> Done:
    name = type(command).__name__
    if isinstance(answer, Rejected):
        raise BadLine(number, f"{name} was refused ({answer.code}): {answer.sentence}")
    positions = [event.position for event in answer.recorded]
    types = [event.type for event in answer.recorded]
    return Done(name, types, max(positions, default=answer.after))
