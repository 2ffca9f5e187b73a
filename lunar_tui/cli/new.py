"""`lunar new`: a game of a scenario, begun without a screen."""

from __future__ import annotations

from secrets import randbelow
from uuid import uuid4

import click

from domain.blocks.application import Application
from domain.blocks.decider import Rejected
from domain.blocks.errors import LunarError
from domain.game.aggregates.gameloop import SEEDS
from domain.game.model import ROUTER
from lunar_tui.cli.options import chosen, store_option, views_option
from lunar_tui.cli.output import say
from lunar_tui.cli.projections import bring_up_kept
from lunar_tui.cli.running import asynchronous, store_to_write
from lunar_tui.daily import daily_seed
from lunar_tui.new_games import SHORT_SEEDS, start_command, told_scenario
from persistence.clock import SystemClock
from persistence.ids import OrderedIds


class NotBegun(LunarError):
    """A game that was refused; nothing was changed."""


@click.command()
@click.option(
    "--scenario", metavar="NAME", required=True, help="What is to be reached, or sandbox."
)
@click.option("--seed", type=click.IntRange(0, SEEDS - 1), help="Which moon (else any).")
@click.option("--daily", is_flag=True, help="The moon of today, UTC: the same for everybody.")
@click.option("--name", metavar="NAME", help="What the game is called (else the scenario's title).")
@click.option("--player", metavar="NAME", help="Who plays (else your settings).")
@store_option
@views_option
@asynchronous
async def new(
    scenario: str, seed: int | None, daily: bool, name: str | None, player: str | None
) -> None:
    """Begin a game of a scenario, or of the sandbox, and print its id.

    The same scenario and seed give everybody the same moon and the same hazards.

    Example: lunar new --scenario foothold --seed 1234
    """
    if daily and seed is not None:
        raise click.UsageError("Give --seed or --daily, not both.")
    if seed is None:
        seed = daily_seed(SystemClock().now()) if daily else randbelow(SHORT_SEEDS)
    who = player or chosen().settings.player
    told = told_scenario(scenario)
    wish = start_command(str(uuid4()), scenario, seed, name or told.title, who)
    async with store_to_write() as store:
        application = Application(ROUTER, store, OrderedIds(), SystemClock())
        begun = await application.dispatch(wish, who)
        if isinstance(begun, Rejected):
            raise NotBegun(begun.sentence)
        click.echo(wish.game_id)
        say(f"{told.about} Seed {seed}.")
        await bring_up_kept(store)
