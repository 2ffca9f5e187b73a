"""`lunar new`: a game of a scenario, begun without a screen."""

from __future__ import annotations

from uuid import uuid4

import click

from domain.blocks.application import Application
from domain.blocks.decider import Rejected
from domain.blocks.errors import LunarError
from domain.game.commands import StartScenario
from domain.game.model import PROJECTORS, ROUTER
from lunar_tui.cli.options import chosen, store_option, views_option
from lunar_tui.cli.output import say
from lunar_tui.cli.projections import Followers, lasting, open_chosen_views, project
from lunar_tui.cli.running import asynchronous, store_to_write
from lunar_tui.rulesets import ruleset_with
from persistence.clock import SystemClock
from persistence.ids import OrderedIds


class NotBegun(LunarError):
    """A game that was refused; nothing was changed."""


@click.command()
@click.option("--scenario", metavar="NAME", required=True, help="What is to be reached.")
@click.option("--seed", type=click.IntRange(0, 2**32 - 1), required=True, help="Which moon.")
@click.option("--name", metavar="NAME", help="What the game is called (else the scenario's title).")
@click.option("--player", metavar="NAME", help="Who plays (else your settings).")
@store_option
@views_option
@asynchronous
async def new(scenario: str, seed: int, name: str | None, player: str | None) -> None:
    """Begin a game of a scenario, and print its id.

    The same scenario and seed give everybody the same moon and the same hazards.

    Example: lunar new --scenario foothold --seed 1234
    """
    ruleset = ruleset_with(scenario)
    who = player or chosen().settings.player
    wish = StartScenario(str(uuid4()), scenario, seed, ruleset, name, who)
    async with store_to_write() as store:
        application = Application(ROUTER, store, OrderedIds(), SystemClock())
        begun = await application.dispatch(wish, who)
        if isinstance(begun, Rejected):
            raise NotBegun(begun.sentence)
        if lasting():
            async with open_chosen_views() as views:
                await Followers(project(PROJECTORS, store, views)).finish()
    click.echo(wish.game_id)
    say(ruleset.scenario[scenario].about)
