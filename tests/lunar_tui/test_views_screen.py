"""Replay from the menu: views are rebuilt, compared and swapped while the old ones serve."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import NoReturn

import pytest
from msgspec import structs

from domain.blocks.application import Application
from domain.blocks.certificate import read_certificate
from domain.blocks.replay import Progress
from domain.game.model import PROJECTORS
from lunar_tui.progress import Reporter
from lunar_tui.screens.game import GameScreen
from lunar_tui.screens.prove import ProveScreen
from lunar_tui.screens.title import TitleScreen
from lunar_tui.screens.views import ViewsScreen
from lunar_tui.settings import Settings
from persistence.sqlite.store import SqliteEventStore
from tests.lunar_tui.app_pilot import AppPilot, at_the_title, three_games
from tests.lunar_tui.snapshots import Snapshots

SIZES = [(80, 24), (120, 36)]


async def open_views_of_a_game(app: AppPilot) -> ViewsScreen:
    await app.press("c")
    await app.until(lambda: isinstance(app.screen, GameScreen), "the game")
    await app.press("escape", "u")
    await app.until(lambda: isinstance(app.screen, ViewsScreen), "the views")
    assert isinstance(app.screen, ViewsScreen)
    return app.screen


LANES = 1 + len(PROJECTORS)
"""The games of the program, and every view where views are kept."""


async def open_views_of_all_games(app: AppPilot) -> ViewsScreen:
    await app.press("v")
    await app.sees("Views: all games", "3 rows")
    assert isinstance(app.screen, ViewsScreen)
    return app.screen


def tables(store_url: str) -> Sequence[str]:
    """All that the file of the store holds but views, and leases, which are renewed meanwhile."""
    with closing(sqlite3.connect(Path(store_url.removeprefix("sqlite:///")))) as connection:
        lines = list(connection.iterdump())
    return [line for line in lines if "view_" not in line and '"subscriptions"' not in line]


def files(folder: Path, pattern: str) -> Sequence[bytes]:
    return [file.read_bytes() for file in folder.rglob(pattern)]


async def test_the_views_of_a_game_are_rebuilt_and_swapped_in_one_by_one(store_url: str) -> None:
    await three_games(store_url)
    async with at_the_title(store_url) as app:
        await app.sees("Gamma")
        screen = await open_views_of_a_game(app)
        served = dict(screen._served.views.all)
        await app.sees("buildings", "map", "sites", "games", "● serves")
        await app.press("a")
        await app.sees("= identical, 0 rows", "= identical, 1 row")
        assert dict(screen._served.views.all) == served
        await app.press("down", "s")
        await app.sees("✓ swapped")
        changed = {name for name, view in screen._served.views.all.items() if view != served[name]}
        assert changed == {"map"}
        await app.press("escape")
        await app.until(lambda: isinstance(app.screen, GameScreen), "the game")


async def test_the_list_of_all_games_is_rebuilt_from_the_title(store_url: str) -> None:
    await three_games(store_url)
    async with at_the_title(store_url) as app:
        await open_views_of_all_games(app)
        await app.sees("every game ever started")
        await app.press("enter")
        await app.sees("= identical, 3 rows")
        await app.press("escape")
        await app.until(lambda: isinstance(app.screen, TitleScreen), "the title")


async def test_rows_that_differ_are_shown_and_the_old_ones_serve_until_the_swap(
    store_url: str,
) -> None:
    await three_games(store_url)
    async with at_the_title(store_url, size=(140, 40)) as app:
        screen = await open_views_of_all_games(app)
        served = screen._served.views["games"]
        del served.rows["a",]
        await app.press("enter")
        await app.sees("≠ 1 row differs", "1 added", "+ a", "name Alpha")
        assert screen._served.views["games"] is served
        await app.press("s")
        await app.sees("✓ swapped", "3 rows")
        assert set(screen._served.views["games"].rows) == {("a",), ("b",), ("c",)}


async def test_a_new_generation_can_be_thrown_away(store_url: str) -> None:
    await three_games(store_url)
    async with at_the_title(store_url) as app:
        screen = await open_views_of_all_games(app)
        served = screen._served.views["games"]
        await app.press("enter")
        await app.sees("= identical, 3 rows", "Throw away")
        await app.press("x")
        await app.sees("● serves")
        assert screen._served.views["games"] is served
        assert "Throw away" not in app.text


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """While this event is not set, a rebuild waits for it in its thread after its first report."""
    go_on = threading.Event()
    call = Reporter.__call__

    def wait_then_call(self: Reporter, progress: Progress) -> bool:
        call(self, progress)
        go_on.wait(10)
        return not self.stopped

    monkeypatch.setattr("domain.blocks.replay.PAGE", 2)
    monkeypatch.setattr(Reporter, "__call__", wait_then_call)
    return go_on


async def test_a_rebuild_shows_how_far_it_is_is_cancelled_and_gone_on_with(
    store_url: str, held: threading.Event
) -> None:
    await three_games(store_url)
    async with at_the_title(store_url) as app:
        held.set()
        screen = await open_views_of_all_games(app)
        served = screen._served.views["games"]
        held.clear()
        await app.press("enter")
        await app.sees("▶ 18%", "events/s", "s left", "Cancel")
        assert "Swap in" not in app.text
        await app.press("escape")
        held.set()
        await app.sees("‖ stopped at 18%", "goes on from there")
        assert screen._served.views["games"] is served
        held.clear()
        await app.press("enter")
        await app.sees("▶ 36%")
        held.set()
        await app.sees("= identical, 3 rows")


async def test_the_game_goes_on_while_its_views_are_rebuilt(
    store_url: str, held: threading.Event
) -> None:
    await three_games(store_url)
    async with at_the_title(store_url, Settings(player="ann", speed=16.0)) as app:
        held.set()
        await app.sees("Gamma")
        screen = await open_views_of_a_game(app)
        held.clear()
        await app.press("down", "down", "down", "enter")
        await app.sees("events/s")
        tick = screen._served.views["games"].rows["c",].tick
        game = app.app.screen_stack[-2]
        assert isinstance(game, GameScreen)
        game.action_pause()
        await app.until(
            lambda: screen._served.views["games"].rows["c",].tick > tick + 2, "a later tick"
        )
        held.set()
        await app.sees("= identical, 1 row")


async def test_views_that_are_kept_are_rebuilt_beside_those_of_the_program(
    store_url: str,
) -> None:
    await three_games(store_url)
    async with at_the_title(store_url, size=(120, 90), views_url="sql") as app:
        await open_views_of_all_games(app)
        await app.sees("buildings in sql", "map in sql", "sites in sql", "games in sql")
        before = tables(store_url)
        await app.press("a")
        await app.until(lambda: app.text.count("= identical") == LANES, "all views")
        await app.press("down", "s")
        await app.sees("✓ swapped")
        assert tables(store_url) == before
        await app.press("escape")
        await app.until(lambda: isinstance(app.screen, TitleScreen), "the title")
        await app.press("v")
        await app.sees("games in sql")
        assert app.text.count("● serves") == LANES


async def test_a_rebuild_and_a_proof_dispatch_nothing_and_write_nothing_but_views(
    store_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> NoReturn:
        raise AssertionError("Something was dispatched or appended.")

    await three_games(store_url)
    async with at_the_title(store_url) as app:
        await app.sees("Gamma")
        await open_views_of_a_game(app)
        monkeypatch.setattr(Application, "dispatch", refuse)
        monkeypatch.setattr(SqliteEventStore, "append", refuse)
        before = tables(store_url)
        await app.press("a")
        await app.sees("= identical, 1 row")
        await app.press("v")
        await app.sees("✓ the game's events", "✓ games", "Whole")
        assert tables(store_url) == before


async def test_a_game_is_proved_from_its_menu_and_certified_in_a_file(
    store_url: str, tmp_path: Path
) -> None:
    await three_games(store_url)
    async with at_the_title(store_url, size=(140, 40)) as app:
        await app.press("c")
        await app.until(lambda: isinstance(app.screen, GameScreen), "the game")
        await app.press("escape", "v")
        await app.sees("Whole", "game c", "3, the last at position 11", "GameStarted 1")
        await app.press("w")
        await app.sees("Written")
    (content,) = files(tmp_path, "*.certificate.json")
    certificate = read_certificate(content)
    assert (certificate.game, certificate.events, certificate.position) == ("c", 3, 11)


async def test_a_proof_names_what_is_wrong(store_url: str) -> None:
    await three_games(store_url)
    async with at_the_title(store_url, size=(140, 40)) as app:
        screen = await open_views_of_all_games(app)
        del screen._served.views["games"].rows["a",]
        with closing(sqlite3.connect(store_url.removeprefix("sqlite:///"))) as connection:
            connection.execute("UPDATE streams SET version = 77 WHERE id = 2")
            connection.commit()
        await app.press("v")
        await app.sees("Not whole", "≠ the log", "damaged", "≠ games", "1 row differs", "+ a")


async def test_a_proof_is_cancelled_and_begun_again(store_url: str, held: threading.Event) -> None:
    await three_games(store_url)
    async with at_the_title(store_url) as app:
        held.set()
        await open_views_of_all_games(app)
        held.clear()
        await app.press("v")
        await app.sees("▶ the log", "events/s", "Cancel")
        await app.press("escape")
        held.set()
        await app.sees("Cancelled: nothing is proved")
        assert isinstance(app.screen, ProveScreen)
        await app.press("enter")
        await app.sees("Whole")
        await app.press("escape")
        await app.until(lambda: isinstance(app.screen, ViewsScreen), "the views")


@pytest.mark.parametrize("size", SIZES)
async def test_it_looks_as_it_should(
    store_url: str, snapshots: Snapshots, size: tuple[int, int]
) -> None:
    await three_games(store_url)
    async with at_the_title(store_url, size=size) as app:
        screen = await open_views_of_all_games(app)
        rows = screen._served.views["games"].rows
        rows["a",] = structs.replace(rows["a",], name="Alfa", tick=9)
        await app.press("enter")
        await app.sees("≠ 1 row differs")
        await snapshots.check(f"views-{size[0]}x{size[1]}", app)


async def test_it_is_told_in_plain_letters(store_url: str) -> None:
    await three_games(store_url)
    async with at_the_title(store_url, Settings(player="ann", ascii=True)) as app:
        await open_views_of_all_games(app)
        await app.press("enter")
        await app.sees("= identical, 3 rows", "##########")
        await app.press("v")
        await app.sees("+ the log", "Whole")
        assert app.text.isascii()
