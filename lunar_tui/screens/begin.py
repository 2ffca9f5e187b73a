"""Beginning a game of a scenario from any screen, and playing it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from textual.screen import Screen

from domain.blocks.decider import Rejected
from domain.blocks.errors import LunarError
from lunar_tui.new_games import start_command, told_scenario
from lunar_tui.services import Services


async def begin(screen: Screen[Any], services: Services, scenario: str, seed: int) -> None:
    """Begin the scenario on the moon of the seed, and open it; what prevents it is told."""
    player = services.settings.player
    try:
        title = told_scenario(scenario).title
        wish = start_command(str(uuid4()), scenario, seed, title, player)
        begun = await services.application.dispatch(wish, player)
    except LunarError as fault:
        not_begun(screen, str(fault))
        return
    if isinstance(begun, Rejected):
        not_begun(screen, begun.sentence)
    else:
        await screen.run_action(f"app.play_anew({wish.game_id!r})")


def not_begun(screen: Screen[Any], why: str) -> None:
    """Tell why a game was not begun."""
    screen.notify(why, title="Not begun", severity="warning", markup=False)
