"""The title: what it offers, and that it waits for nothing."""

from __future__ import annotations

import pytest

from lunar_tui.screens.browse import BrowseScreen
from lunar_tui.screens.game import GameScreen
from lunar_tui.screens.help import HelpScreen
from lunar_tui.screens.load import LoadScreen
from lunar_tui.screens.new_game import NewGameScreen
from lunar_tui.screens.scores import ScoresScreen
from lunar_tui.screens.settings import SettingsScreen
from lunar_tui.screens.title import TitleScreen
from lunar_tui.screens.too_small import TooSmall
from lunar_tui.screens.views import ViewsScreen
from lunar_tui.settings import Settings
from tests.lunar_tui.app_pilot import at_the_title, three_games
from tests.lunar_tui.snapshots import Snapshots

SIZES = [(80, 24), (120, 36)]


@pytest.mark.parametrize("size", SIZES)
async def test_it_looks_as_it_should(
    store_url: str, snapshots: Snapshots, size: tuple[int, int]
) -> None:
    await three_games(store_url)
    async with at_the_title(store_url, size=size) as app:
        await app.sees("Gamma")
        await snapshots.check(f"title-{size[0]}x{size[1]}", app)


async def test_continue_names_the_game_played_last_and_opens_it(store_url: str) -> None:
    await three_games(store_url)
    async with at_the_title(store_url) as app:
        await app.sees("Gamma [x], tick 2, 4 days ago")
        await app.press("c")
        await app.until(lambda: isinstance(app.screen, GameScreen), "the game")
        assert "Gamma [x]" in app.text


async def test_enter_takes_the_entry_under_the_cursor_which_begins_at_continue(
    store_url: str,
) -> None:
    await three_games(store_url)
    async with at_the_title(store_url) as app:
        await app.sees("Gamma")
        await app.press("enter")
        await app.until(lambda: isinstance(app.screen, GameScreen), "the game")


async def test_without_any_game_continue_is_not_offered(store_url: str) -> None:
    async with at_the_title(store_url) as app:
        await app.sees("no game yet")
        await app.press("c")
        assert isinstance(app.screen, TitleScreen)
        await app.press("enter")
        await app.until(lambda: isinstance(app.screen, NewGameScreen), "a new game")


@pytest.mark.parametrize(
    ("key", "screen"),
    [
        ("n", NewGameScreen),
        ("l", LoadScreen),
        ("o", ScoresScreen),
        ("r", LoadScreen),
        ("v", ViewsScreen),
        ("b", BrowseScreen),
        ("s", SettingsScreen),
        ("question_mark", HelpScreen),
        ("f1", HelpScreen),
    ],
)
async def test_each_key_leads_to_its_screen_and_escape_back(
    store_url: str, key: str, screen: type
) -> None:
    async with at_the_title(store_url) as app:
        await app.press(key)
        await app.until(lambda: isinstance(app.screen, screen), screen.__name__)
        await app.press("escape")
        await app.until(lambda: isinstance(app.screen, TitleScreen), "the title")


async def test_a_click_on_an_entry_takes_it(store_url: str) -> None:
    async with at_the_title(store_url) as app:
        await app.pilot.click("#title-menu", offset=(5, 9))
        await app.until(lambda: isinstance(app.screen, SettingsScreen), "the settings")


@pytest.mark.parametrize("key", ["q", "ctrl+q"])
async def test_quitting_ends_well(store_url: str, key: str) -> None:
    async with at_the_title(store_url) as app:
        await app.press(key)
        assert app.app.return_code == 0


async def test_the_keys_are_in_the_menu_and_can_be_remapped(store_url: str) -> None:
    settings = Settings(keys={"title.new": "x"})
    async with at_the_title(store_url, settings) as app:
        assert " x  New game" in app.text
        await app.press("x")
        await app.until(lambda: isinstance(app.screen, NewGameScreen), "a new game")


async def test_ascii_only_draws_with_ascii_only(store_url: str) -> None:
    async with at_the_title(store_url, Settings(ascii=True)) as app:
        *above, _footer = app.text.splitlines()
        assert "L U N A R" in app.text
        assert "".join(above).isascii()


async def test_a_small_terminal_is_told_what_is_missing_until_it_grows(store_url: str) -> None:
    async with at_the_title(store_url, size=(59, 19)) as app:
        await app.sees("59x19", "60x20")
        assert isinstance(app.screen, TooSmall)
        await app.pilot.resize_terminal(60, 20)
        await app.until(lambda: isinstance(app.screen, TitleScreen), "the title")
        await app.sees("L U N A R", "Quit")
        await app.pilot.resize_terminal(60, 19)
        await app.sees("60x19", "60x20")


async def test_the_palette_offers_what_is_valid_now(store_url: str) -> None:
    async with at_the_title(store_url, size=(100, 34)) as app:
        await app.press("ctrl+p")
        await app.sees("Settings", "Theme")
        assert "Continue" not in "\n".join(app.text.splitlines()[3:-2])
        await app.type("setti")
        await app.press("enter")
        await app.until(lambda: isinstance(app.screen, SettingsScreen), "the settings")


async def test_the_game_too_draws_with_ascii_only(store_url: str) -> None:
    await three_games(store_url)
    async with at_the_title(store_url, Settings(ascii=True)) as app:
        await app.press("c")
        await app.until(lambda: isinstance(app.screen, GameScreen), "the game")
        await app.sees("Nothing yet", "<v^> Move")
        assert app.text.isascii()


async def test_help_lists_the_keys_that_work_everywhere(store_url: str) -> None:
    await three_games(store_url)
    async with at_the_title(store_url) as app:
        await app.press("c")
        await app.until(lambda: isinstance(app.screen, GameScreen), "the game")
        await app.press("question_mark")
        await app.sees("^q", "Quit", "^p", "Palette", "? f1")


async def test_a_key_for_what_is_not_there_is_told(store_url: str) -> None:
    settings = Settings(keys={"game.bild": "n", "game.pause": "f2"})
    async with at_the_title(store_url, settings) as app:
        await app.sees("Unknown keys", "game.bild")
        assert "game.pause" not in app.text
