"""`lunar branch`: a new game from a moment of another."""

from __future__ import annotations

from uuid import uuid4

import click

from domain.blocks.decider import Rejected
from domain.blocks.errors import LunarError
from domain.game.branches import branch_game
from domain.game.branching import Branch
from domain.game.events import GameBranched
from domain.game.model import ROUTER
from lunar_tui.cli.options import chosen, json_option, store_option, views_option
from lunar_tui.cli.output import print_json, say
from lunar_tui.cli.places import PlaceType
from lunar_tui.cli.projections import bring_up_kept
from lunar_tui.cli.running import asynchronous, store_to_write
from lunar_tui.places import Place, position_of
from persistence.clock import SystemClock
from persistence.ids import OrderedIds


class NotBranched(LunarError):
    """A branch that was refused; nothing was changed."""


@click.command()
@click.option("--game", "source", metavar="ID", required=True, help="The game to branch.")
@click.option(
    "--at",
    "place",
    type=PlaceType(),
    metavar="PLACE",
    default="end",
    help="The moment: t40 (the end of a tick), 12 (a position of the log), or end (without it).",
)
@click.option("--name", metavar="NAME", help="What the new game is called.")
@json_option
@store_option
@views_option
@asynchronous
async def branch(source: str, place: Place, name: str | None, as_json: bool) -> None:
    """Begin a new game from a moment of another, and print its id.

    The other game stays as it is. A position in the midst of what one command came to is taken as
    before that command.

    Example: lunar branch --game moon-1 --at t40 --name "What if"
    """
    async with store_to_write(create=False) as store:
        position = await position_of(store, source, place)
        wish = Branch(str(uuid4()), source, position, chosen().settings.player, name)
        branched = await branch_game(ROUTER, store, OrderedIds(), SystemClock(), wish)
        if isinstance(branched, Rejected):
            raise NotBranched(branched.sentence)
        _print(branched, as_json=as_json)
        await bring_up_kept(store)


def _print(branched: GameBranched, *, as_json: bool) -> None:
    if as_json:
        print_json([branched])
        return
    click.echo(branched.game_id)
    say(
        f"{branched.name}: tick {branched.tick}, {branched.events} events up to position "
        f"{branched.source_position} of game {branched.source_game_id}."
    )
