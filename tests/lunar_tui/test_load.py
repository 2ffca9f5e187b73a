"""Loading: the list of all games, found, filtered, opened."""

from __future__ import annotations

import pytest

from domain.blocks.replay import Progress
from domain.game.commands import AdvanceGameloop, StartGame
from domain.game.sample_rules import SAMPLE_COLONIES
from lunar_tui import games_index
from lunar_tui.games_index import GamesIndex
from lunar_tui.screens.game import GameScreen
from lunar_tui.screens.title import TitleScreen
from lunar_tui.settings import Settings
from persistence.memory import MemoryEventStore
from tests.lunar_tui.app_pilot import at_the_title, branches, three_games, write
from tests.lunar_tui.snapshots import Snapshots
from tests.playing import play


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_it_looks_as_it_should(
    store_url: str, snapshots: Snapshots, size: tuple[int, int]
) -> None:
    await three_games(store_url)
    async with at_the_title(store_url, size=size) as app:
        await app.press("l")
        await app.sees("3 games")
        await snapshots.check(f"load-{size[0]}x{size[1]}", app)


async def test_branches_stand_under_their_sources(store_url: str, snapshots: Snapshots) -> None:
    await branches(store_url)
    async with at_the_title(store_url, size=(80, 24)) as app:
        await app.press("l")
        await app.sees("6 games")
        await snapshots.check("load-branches-80x24", app)
        await app.type("what")
        await app.sees("2 games of 6", "└ branch at tick 0")
        await app.press("down", "enter")
        await app.until(lambda: isinstance(app.screen, GameScreen), "the game")
        assert "What if (branch at tick 0)" in app.text


async def test_the_lines_of_the_tree_may_be_plain_letters(store_url: str) -> None:
    await branches(store_url)
    async with at_the_title(store_url, Settings(player="ann", ascii=True)) as app:
        await app.press("l")
        await app.sees("|-What if", "| `-branch at tick 0", "`-branch at tick 1")


async def test_it_lists_the_games_as_they_stand_the_last_played_first(store_url: str) -> None:
    await three_games(store_url)
    async with at_the_title(store_url) as app:
        await app.press("l")
        await app.sees("3 games")
        rows = [line.strip(" │·").split() for line in app.text.splitlines() if " ago" in line]
    assert rows == [
        ["Gamma", "[x]", "cat", "sandbox", "2", "4", "days", "ago"],
        ["Beta", "bob", "sandbox", "0", "ended", "4", "days", "ago"],
        ["Alpha", "ann", "sandbox", "1", "4", "days", "ago"],
    ]


async def test_games_of_scenarios_say_how_they_ended(store_url: str) -> None:
    await write(store_url, SAMPLE_COLONIES)
    async with at_the_title(store_url) as app:
        await app.press("l")
        await app.sees("2 games")
        rows = [line.strip(" │·").split() for line in app.text.splitlines() if " ago" in line]
    assert [row[2:5] for row in rows] == [["storm", "9", "lost"], ["calm", "5", "won"]]


async def test_typing_narrows_the_list_and_enter_opens(store_url: str) -> None:
    await three_games(store_url)
    async with at_the_title(store_url) as app:
        await app.press("l")
        await app.sees("3 games")
        await app.type("ALP")
        await app.sees("1 game of 3")
        await app.press("enter")
        await app.until(lambda: isinstance(app.screen, GameScreen), "the game")
        assert "Alpha" in app.text


async def test_arrows_choose_and_a_stopped_game_opens_to_be_looked_at(store_url: str) -> None:
    await three_games(store_url)
    async with at_the_title(store_url) as app:
        await app.press("l")
        await app.sees("3 games")
        await app.press("down", "enter")
        await app.until(lambda: isinstance(app.screen, GameScreen), "the game")
        assert "Beta" in app.text
        assert "ended" in app.text


async def test_a_click_opens_a_game(store_url: str) -> None:
    await three_games(store_url)
    async with at_the_title(store_url) as app:
        await app.press("l")
        await app.sees("3 games")
        await app.pilot.click("#load-games", offset=(5, 3))
        if not isinstance(app.screen, GameScreen):
            await app.pilot.click("#load-games", offset=(5, 3))
        await app.until(lambda: isinstance(app.screen, GameScreen), "the game")
        assert "Alpha" in app.text


async def test_without_games_it_says_so_and_opens_nothing(store_url: str) -> None:
    async with at_the_title(store_url) as app:
        await app.press("l")
        await app.sees("There is no game yet")
        await app.press("enter")
        await app.sees("There is no game yet")
        await app.press("escape")
        await app.until(lambda: isinstance(app.screen, TitleScreen), "the title")


async def test_a_filter_that_finds_nothing_says_so(store_url: str) -> None:
    await three_games(store_url)
    async with at_the_title(store_url) as app:
        await app.press("l")
        await app.sees("3 games")
        await app.type("zz")
        await app.sees("No game is called like that")


async def test_the_index_begins_at_its_snapshot_and_is_the_same_without(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(games_index, "WORTH_SAVING", 1)
    store = MemoryEventStore()
    await play(store, [StartGame("g1"), AdvanceGameloop("g1", 1), StartGame("g2")])
    first = GamesIndex(store)
    await first.notice()

    with_snapshot, without = GamesIndex(store), GamesIndex(store)
    pages = []

    def count(progress: Progress) -> bool:
        pages.append(progress)
        return True

    await with_snapshot.notice(count)
    assert pages == []
    await store.drop("games")
    await without.notice(count)
    assert len(pages) == 1
    assert with_snapshot.rows == without.rows == first.rows
    assert [row.game_id for row in first.rows] == ["g2", "g1"]


async def test_a_snapshot_that_cannot_be_read_is_left_alone() -> None:
    store = MemoryEventStore()
    await play(store, [StartGame("g1")])
    await store.save("games", games_index.SCHEMA, 1, b"not a snapshot")
    index = GamesIndex(store)
    await index.notice()
    assert [row.game_id for row in index.rows] == ["g1"]
