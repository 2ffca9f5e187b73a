"""The settings screen: tried at once, kept on saving, taken back on leaving."""

from __future__ import annotations

from lunar_tui import paths
from lunar_tui.screens.settings import SettingsScreen
from lunar_tui.screens.title import TitleScreen
from lunar_tui.settings import load_settings
from tests.lunar_tui.app_pilot import AppPilot, at_the_title


async def open_settings(app: AppPilot) -> None:
    await app.press("s")
    await app.until(lambda: isinstance(app.screen, SettingsScreen), "the settings")


async def test_what_is_chosen_is_kept_in_the_file_that_is_named(store_url: str) -> None:
    async with at_the_title(store_url, size=(140, 40)) as app:
        await open_settings(app)
        await app.sees("Keys are remapped in the file", "config.toml")
        await app.type("eve")
        await app.press("tab", "tab", "enter", "down", "enter")
        await app.sees("2 ticks a second")
        await app.press("ctrl+s")
        await app.until(lambda: isinstance(app.screen, TitleScreen), "the title")
        await app.until(paths.config_file().exists, "the file")
    kept = load_settings()
    assert (kept.player, kept.speed) == ("eve", 2.0)


async def test_a_theme_is_tried_at_once_and_taken_back_on_leaving(store_url: str) -> None:
    async with at_the_title(store_url) as app:
        await open_settings(app)
        await app.press("tab", "enter", "up", "enter")
        await app.until(lambda: app.app.theme != "lunar", "another theme")
        await app.press("escape")
        await app.until(lambda: app.app.theme == "lunar", "the theme as it was")
    assert not paths.config_file().exists()


async def test_ascii_marks_hold_from_then_on(store_url: str) -> None:
    async with at_the_title(store_url) as app:
        await open_settings(app)
        await app.press("tab", "tab", "tab", "enter", "down", "enter")
        await app.sees("ASCII only")
        await app.press("ctrl+s")
        await app.sees("L U N A R")
    assert load_settings().ascii


async def test_a_player_without_a_name_cannot_be_saved(store_url: str) -> None:
    async with at_the_title(store_url) as app:
        await open_settings(app)
        await app.press("backspace")
        await app.sees("The player's name is empty")
        await app.press("ctrl+s")
        assert isinstance(app.screen, SettingsScreen)


async def test_settings_that_cannot_be_written_hold_until_the_end(store_url: str) -> None:
    paths.config_file().parent.parent.mkdir(parents=True, exist_ok=True)
    paths.config_file().parent.write_text("a file where the folder should be")
    async with at_the_title(store_url) as app:
        await open_settings(app)
        await app.type("eve")
        await app.press("ctrl+s")
        await app.sees("Not saved")
        await open_settings(app)
        await app.sees("eve")
