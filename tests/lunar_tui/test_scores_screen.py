"""The scores on the screen: in order, by scenario, and where they lead."""

from __future__ import annotations

import pytest

from domain.game.sample_rules import SAMPLE_COLONIES
from lunar_tui.screens.game import GameScreen
from lunar_tui.screens.result import ResultScreen
from lunar_tui.screens.scores import ScoresScreen
from tests.lunar_tui.app_pilot import AppPilot, at_the_title, three_games, write
from tests.lunar_tui.colony_games import played
from tests.lunar_tui.snapshots import Snapshots


async def to_the_scores(app: AppPilot) -> None:
    """From the title to the scores."""
    await app.press("o")
    await app.until(lambda: isinstance(app.screen, ScoresScreen), "the scores")
    await app.sees("game")


def ranks(app: AppPilot) -> list[list[str]]:
    """Scenario, seed, player and outcome of each line of the table."""
    cards = [line.split("│")[1] for line in app.text.splitlines() if "│" in line]
    lines = [card.split() for card in cards]
    return [line[2:6] for line in lines if {"won", "lost"} & set(line)]


@pytest.fixture
async def ended(store_url: str) -> str:
    """A store in which Calm was won, and Storm and a first night were lost."""
    await write(store_url, [*SAMPLE_COLONIES, *played("first-night", "idle", 7, 204)])
    return store_url


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_it_looks_as_it_should(
    ended: str, snapshots: Snapshots, size: tuple[int, int]
) -> None:
    async with at_the_title(ended, size=size) as app:
        await to_the_scores(app)
        await app.sees("3 games")
        await snapshots.check(f"scores-{size[0]}x{size[1]}", app)


async def test_the_best_are_first_and_a_scenario_can_be_chosen(ended: str) -> None:
    async with at_the_title(ended) as app:
        await to_the_scores(app)
        await app.sees("3 games")
        assert ranks(app) == [
            ["calm", "1", "ada", "won"],
            ["storm", "1", "ada", "lost"],
            ["first-night", "7", "ann", "lost"],
        ]
        await app.press("tab", "tab", "tab")
        await app.sees("Scores: first-night", "1 game")
        assert ranks(app) == [["first-night", "7", "ann", "lost"]]
        await app.press("enter")
        await app.until(lambda: isinstance(app.screen, ResultScreen), "the result")
        await app.sees("First Night, seed 7, tick 204")


async def test_the_same_moon_is_played_again(ended: str) -> None:
    async with at_the_title(ended) as app:
        await to_the_scores(app)
        await app.sees("3 games")
        await app.press("down", "down", "s")
        await app.until(lambda: isinstance(app.screen, GameScreen), "the game")
        screen = app.screen
        assert isinstance(screen, GameScreen)
        assert (screen._session.game.seed, screen._session.game.tick) == (7, 0)


async def test_a_scenario_that_is_gone_cannot_be_begun_again(ended: str) -> None:
    async with at_the_title(ended) as app:
        await to_the_scores(app)
        await app.sees("3 games")
        await app.press("s")
        await app.sees("There is no scenario 'calm'")


async def test_without_a_score_it_says_how_to_get_one(store_url: str) -> None:
    await three_games(store_url)
    async with at_the_title(store_url) as app:
        await to_the_scores(app)
        await app.sees("There is no score yet")
        await app.press("enter", "s", "tab", "escape")
        await app.sees("New game")


async def test_the_menu_of_a_game_leads_to_them(ended: str) -> None:
    async with at_the_title(ended) as app:
        await app.press("c")
        await app.until(lambda: isinstance(app.screen, GameScreen), "the game")
        await app.press("escape")
        await app.sees("of all games")
        await app.press("o")
        await app.sees("Scores: all scenarios", "3 games")
