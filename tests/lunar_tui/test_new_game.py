"""A new game: what is typed, what is refused, what is started."""

from __future__ import annotations

from typing import TypeVar

import pytest
from textual.widgets import Input

from domain.blocks.event_store import Where
from domain.blocks.messages import Event
from domain.game.colony_events import RulesetAdopted
from domain.game.events import GameStarted
from domain.game.model import EVENT_TYPES
from lunar_tui.screens.game import GameScreen
from lunar_tui.screens.new_game import NewGameScreen, Preview
from lunar_tui.settings import Settings
from lunar_tui.widgets.overview import Overview
from persistence.open_store import open_store
from tests.lunar_tui.app_pilot import AppPilot, at_the_title, new_sandbox, write
from tests.lunar_tui.colony_games import played
from tests.lunar_tui.snapshots import Snapshots

E = TypeVar("E", bound=Event)


async def fill(app: AppPilot, *, seed: str) -> None:
    """Open the form, and fill in the name and the seed."""
    await new_sandbox(app)
    await app.type("Tycho")
    await app.press("tab", "tab", "tab")
    await app.type(seed)


async def begun(store_url: str, kind: type[E]) -> list[E]:
    store = await open_store(store_url)
    found = await store.read(Where(types=frozenset({kind.__name__})))
    await store.close()
    events = [EVENT_TYPES.decode(event.kind, event.data) for event in found]
    return [event for event in events if isinstance(event, kind)]


async def started(store_url: str) -> list[GameStarted]:
    return await begun(store_url, GameStarted)


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_it_looks_as_it_should(
    store_url: str, snapshots: Snapshots, size: tuple[int, int]
) -> None:
    async with at_the_title(store_url, size=size) as app:
        await fill(app, seed="11")
        await app.sees("Seed 11 always makes")
        screen = app.screen
        assert isinstance(screen, NewGameScreen)
        if screen.query_one(Overview).display:
            sandbox = Preview(11, 128, 64, polar=None)
            await app.until(lambda: screen._previewed == sandbox, "the moon of seed 11")
        await snapshots.check(f"new-game-{size[0]}x{size[1]}", app)


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_the_scenarios_look_as_they_should(
    store_url: str, snapshots: Snapshots, size: tuple[int, int]
) -> None:
    await write(store_url, played("first-night", "idle", 7, 204))
    async with at_the_title(store_url, size=size) as app:
        await app.press("n")
        await app.sees("A new game", "best -226")
        await app.press("ctrl+t")
        await app.sees("Seed 19700106 always makes")
        screen = app.screen
        assert isinstance(screen, NewGameScreen)
        screen.query_one("#new-name", Input).value = "Tycho"
        if screen.query_one(Overview).display:
            today = Preview(19700106, 24, 16, polar=False)
            await app.until(lambda: screen._previewed == today, "the moon of today")
        await snapshots.check(f"new-game-scenarios-{size[0]}x{size[1]}", app)


async def test_the_preview_shows_the_ground_that_one_will_have(store_url: str) -> None:
    settings = Settings(player="ann", ascii=True)
    async with at_the_title(store_url, settings, (120, 36)) as app:
        await app.press("n")
        await app.sees("A new game")

        def shown() -> set[str]:
            overview = app.screen.query_one(Overview)
            lines = [overview.render_line(y).text for y in range(overview.size.height)]
            return set("".join(lines)) if overview.visible else set()

        await app.until(lambda: {":", ";"} <= shown(), "a moon with a mare")
        assert not {"*", "#"} & shown()
        await app.press("down", "down")
        await app.sees("Shackleton")
        await app.until(lambda: {"*", "#"} <= shown(), "rims and ice")


async def test_enter_at_once_begins_the_first_night(store_url: str) -> None:
    async with at_the_title(store_url) as app:
        await app.press("n")
        await app.sees("A new game")
        await app.press("enter")
        await app.until(lambda: isinstance(app.screen, GameScreen), "the game")
    (adopted,) = await begun(store_url, RulesetAdopted)
    assert (adopted.scenario, adopted.player_id) == ("first-night", "ann")


async def test_who_won_the_first_night_is_offered_the_next_scenario(store_url: str) -> None:
    await write(store_url, played("first-night", "sensible", 7, 354))
    async with at_the_title(store_url) as app:
        await app.press("n")
        await app.sees("best 4,357", "Room, air and food for twelve")
        await app.press("down")
        await app.sees("At the pole")
        await app.press("enter")
        await app.until(lambda: isinstance(app.screen, GameScreen), "the game")
    *_, adopted = await begun(store_url, RulesetAdopted)
    assert adopted.scenario == "shackleton"


async def test_a_click_on_a_scenario_only_chooses_it(store_url: str) -> None:
    async with at_the_title(store_url) as app:
        await app.press("n")
        await app.sees("A new game")
        await app.pilot.click("#new-scenario", offset=(5, 3))
        await app.sees("three times the usual sky")
    assert await started(store_url) == []


async def test_it_starts_the_game_that_was_asked_for_and_opens_it(store_url: str) -> None:
    async with at_the_title(store_url) as app:
        await fill(app, seed="11")
        await app.press("enter")
        await app.until(lambda: isinstance(app.screen, GameScreen), "the game")
        assert "Tycho" in app.text
    (game,) = await started(store_url)
    assert (game.name, game.player_id, game.width, game.height, game.seed) == (
        "Tycho",
        "ann",
        128,
        64,
        11,
    )


async def test_an_empty_seed_is_the_random_one_that_is_shown(store_url: str) -> None:
    async with at_the_title(store_url) as app:
        await fill(app, seed="")
        line = next(line for line in app.text.splitlines() if "at random" in line)
        await app.press("enter")
        await app.until(lambda: isinstance(app.screen, GameScreen), "the game")
    (game,) = await started(store_url)
    assert f" {game.seed}, at random" in line


async def test_the_size_of_the_map_can_be_chosen(store_url: str) -> None:
    async with at_the_title(store_url) as app:
        await new_sandbox(app)
        await app.press("tab", "tab", "enter", "up", "enter")
        await app.sees("small, 64 by 32")
        await app.press("tab", "enter")
        await app.until(lambda: isinstance(app.screen, GameScreen), "the game")
    (game,) = await started(store_url)
    assert (game.width, game.height) == (64, 32)


@pytest.mark.parametrize(
    ("seed", "words"),
    [("4294967296", "The seed is 4294967296"), ("x7", "must be a whole number")],
)
async def test_a_bad_seed_is_refused_while_one_types_and_starts_nothing(
    store_url: str, seed: str, words: str
) -> None:
    async with at_the_title(store_url) as app:
        await fill(app, seed=seed)
        await app.sees(words)
        await app.press("enter")
        await app.sees("A new game")
        await app.press("escape")
        await app.sees("no game yet")
    assert await started(store_url) == []


async def test_a_player_without_a_name_is_refused_in_the_words_of_the_game(store_url: str) -> None:
    async with at_the_title(store_url) as app:
        await new_sandbox(app)
        await app.press("tab", "backspace")
        await app.sees("The player id is empty")
