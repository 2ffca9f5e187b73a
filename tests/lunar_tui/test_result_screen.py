"""The result of a game that is over: what it says, and what can be done next."""

from __future__ import annotations

import pytest

from domain.blocks.event_store import Where
from domain.game.commands import StopGame
from domain.game.events import GameBranched
from domain.game.model import EVENT_TYPES
from lunar_tui.screens.game import GameScreen
from lunar_tui.screens.replay import ReplayScreen
from lunar_tui.screens.result import ResultScreen
from lunar_tui.screens.title import TitleScreen
from lunar_tui.settings import Settings
from persistence.open_store import open_store
from tests.lunar_tui.app_pilot import AppPilot, at_the_title, three_games, write
from tests.lunar_tui.colony_games import played
from tests.lunar_tui.snapshots import Snapshots

SIZES = [(80, 24), (120, 36)]


async def to_the_result(app: AppPilot) -> None:
    """From the title to the result of the game that was played last."""
    await app.press("c")
    await app.until(lambda: isinstance(app.screen, GameScreen), "the game")
    await app.press("e")
    await app.until(lambda: isinstance(app.screen, ResultScreen), "the result")


@pytest.fixture
async def lost(store_url: str) -> str:
    """A store with a game in which nobody did anything, until the power failed."""
    await write(store_url, played("first-night", "idle", 7, 204))
    return store_url


@pytest.mark.parametrize("size", SIZES)
async def test_it_looks_as_it_should(
    lost: str, snapshots: Snapshots, size: tuple[int, int]
) -> None:
    async with at_the_title(lost, size=size) as app:
        await to_the_result(app)
        await snapshots.check(f"result-{size[0]}x{size[1]}", app)


async def test_it_says_why_for_how_many_points_and_how_it_came(lost: str) -> None:
    async with at_the_title(lost, Settings(player="ann", ascii=True)) as app:
        await to_the_result(app)
        await app.sees("LOST", "Life support had no power", "-226", "The power failed", "400 kWh")
        await app.press("right")
        await app.sees("Oxygen  at most")
        *above, _footer = app.text.splitlines()
        assert "".join(above).isascii()


async def test_the_menu_of_a_game_that_is_over_offers_it_too(lost: str) -> None:
    async with at_the_title(lost) as app:
        await app.press("c")
        await app.sees("e shows the result")
        await app.press("escape")
        await app.sees("how this game ended")
        await app.press("e")
        await app.until(lambda: isinstance(app.screen, ResultScreen), "the result")
        await app.press("escape")
        await app.until(lambda: isinstance(app.screen, GameScreen), "the game")


async def test_the_sandbox_has_no_result(store_url: str) -> None:
    await three_games(store_url)
    async with at_the_title(store_url) as app:
        await app.press("c")
        await app.until(lambda: isinstance(app.screen, GameScreen), "the game")
        await app.press("e", "escape")
        await app.sees("To the title")
        assert "how this game ended" not in app.text


async def test_a_moment_before_the_end_is_played_on(lost: str) -> None:
    async with at_the_title(lost) as app:
        await to_the_result(app)
        await app.press("b")
        await app.sees("Hours before the end (3 a tick)")
        await app.press(*["backspace"] * 3)
        await app.type("999")
        await app.press("enter")
        await app.sees("type a number from 1 to 609")
        await app.press(*["backspace"] * 3)
        await app.type("100")
        await app.press("enter")
        await app.until(lambda: isinstance(app.screen, GameScreen), "the branch")
        await app.sees("tick 170")
    store = await open_store(lost)
    found = await store.read(Where(types=frozenset({"GameBranched"})))
    await store.close()
    (branched,) = [EVENT_TYPES.decode(each.kind, each.data) for each in found]
    assert isinstance(branched, GameBranched)
    assert (branched.source_game_id, branched.tick, branched.player_id) == ("g", 170, "ann")


@pytest.mark.parametrize(("key", "same"), [("s", True), ("n", False)])
async def test_the_scenario_is_begun_again(lost: str, key: str, same: bool) -> None:
    async with at_the_title(lost) as app:
        await to_the_result(app)
        await app.press(key)
        await app.until(lambda: isinstance(app.screen, GameScreen), "the new game")
        screen = app.screen
        assert isinstance(screen, GameScreen)
        game = screen._session.game
        assert (game.tick, game.name, game.game_id != "g") == (0, "First Night", True)
        assert (game.seed == 7) is same


@pytest.mark.parametrize(("key", "screen"), [("r", ReplayScreen), ("t", TitleScreen)])
async def test_it_leads_to_the_replay_and_to_the_title(lost: str, key: str, screen: type) -> None:
    async with at_the_title(lost) as app:
        await to_the_result(app)
        await app.press(key)
        await app.until(lambda: isinstance(app.screen, screen), screen.__name__)


async def test_a_game_that_is_ended_by_hand_has_a_result_too(store_url: str) -> None:
    await write(store_url, played("first-night", "battery", 7, 60))
    async with at_the_title(store_url) as app:
        await app.press("c")
        await app.until(lambda: isinstance(app.screen, GameScreen), "the game")
        await app.press("escape")
        await app.sees("End the game")
        await app.press("x")
        await app.sees("End the game?")
        await app.press("y")
        await app.until(lambda: isinstance(app.screen, ResultScreen), "the result")
        await app.sees("ENDED", "with 4 alive: neither won nor lost", "Victory         0")
        await app.sees("Crew          400", "Power in store")
        await app.press("escape")
        await app.sees("ended", "e shows the result")


async def test_who_has_won_is_led_on_to_the_next_scenario(store_url: str) -> None:
    await write(store_url, played("first-night", "battery", 7, 240))
    async with at_the_title(store_url) as app:
        await to_the_result(app)
        await app.sees("WON", "Next: Tranquility Foothold (f).")
        await app.press("f")
        await app.until(lambda: isinstance(app.screen, GameScreen), "the new game")
        await app.sees("Tranquility Foothold", "crew 4/12")


async def test_who_has_lost_is_not(lost: str) -> None:
    async with at_the_title(lost) as app:
        await to_the_result(app)
        await app.press("f")
        await app.sees("LOST")
        assert "Next" not in app.text


async def test_a_game_that_is_ended_at_once_has_nothing_before_its_end(store_url: str) -> None:
    await write(store_url, [*played("first-night", "idle", 7, 0), StopGame("g", player_id="ann")])
    async with at_the_title(store_url) as app:
        await to_the_result(app)
        await app.sees("ENDED", "It was ended at tick 0", "Oxygen        100", "Same moon")
        assert "Earlier" not in app.text
