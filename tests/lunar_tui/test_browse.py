"""The browser: what is in a log, read, followed, searched, and added to by hand."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from domain.blocks.event_store import EventStore, Where
from domain.blocks.listing import Entry, Listing
from lunar_tui.screens.add_event import AddEventScreen
from lunar_tui.screens.browse import BrowseScreen
from lunar_tui.screens.cascade import CascadeScreen
from lunar_tui.screens.event import EventScreen
from lunar_tui.screens.found import FoundScreen
from lunar_tui.screens.game import GameScreen
from lunar_tui.screens.replay import ReplayScreen
from lunar_tui.screens.stream import StreamScreen
from lunar_tui.screens.title import TitleScreen
from lunar_tui.settings import Settings, load_settings
from lunar_tui.widgets.moon_map import MoonMap
from persistence.open_store import open_store, tasks_of
from persistence.sqlite import SqliteEventStore
from tests.conformance.events import commit, event, whole_log
from tests.lunar_tui.app_pilot import AppPilot, at_the_title, three_games
from tests.lunar_tui.snapshots import Snapshots

NAMES = {" ": "space", "_": "underscore"}


async def type_into(app: AppPilot, text: str) -> None:
    await app.press(*(NAMES.get(letter, letter) for letter in text))


async def browse(app: AppPilot) -> None:
    await app.press("b")
    await app.until(lambda: isinstance(app.screen, BrowseScreen), "the browser")
    await app.sees("$all", ", by name")


async def log_of(url: str) -> EventStore:
    return await open_store(url)


async def fill_streams(url: str, count: int) -> None:
    """Streams note-0000 and so on; each has one event more than the one before, up to five."""
    store = await open_store(url)
    for n in range(count):
        data = json.dumps({"n": n, "name": f"number {n}"}).encode()
        events = [event(f"note-{n:04}", f"Kind{n % 3}", data) for _ in range(1 + n % 5)]
        await store.append(commit(*events))
    await store.close()


def rows(app: AppPilot) -> list[str]:
    """The lines of the list, without what frames them."""
    return [line.strip() for line in app.text.splitlines()[2:-1] if line.strip()]


async def test_it_lists_the_streams_and_escape_leaves(store_url: str) -> None:
    await three_games(store_url)
    async with at_the_title(store_url) as app:
        await browse(app)
        assert [row.split()[:4] for row in rows(app)] == [
            ["$all", "11", "1", "11"],
            ["bldg-a-1", "1", "6", "6"],
            ["game-a", "2", "1", "3"],
            ["game-b", "2", "7", "8"],
            ["game-c", "3", "9", "11"],
            ["site-a-1", "3", "2", "5"],
        ]
        await app.press("escape")
        await app.until(lambda: isinstance(app.screen, TitleScreen), "the title")


async def test_sorting_goes_through_the_orders_and_turns_round(store_url: str) -> None:
    await fill_streams(store_url, 7)
    async with at_the_title(store_url) as app:
        await browse(app)
        await app.press("s")
        await app.sees("8, by events, reversed")
        assert [row.split()[0] for row in rows(app)[1:3]] == ["note-0004", "note-0003"]
        await app.press("o")
        await app.sees("8, by events ")
        assert rows(app)[1].split()[0] == "note-0000"
        await app.press("s", "s")
        await app.sees("8, by last, reversed")
        assert rows(app)[1].split()[0] == "note-0006"


async def test_typing_narrows_the_list_and_escape_takes_it_back(store_url: str) -> None:
    await fill_streams(store_url, 30)
    async with at_the_title(store_url) as app:
        await browse(app)
        await app.press("slash")
        await type_into(app, "E-001")
        await app.until(lambda: len(rows(app)) == 11, "ten streams under the field")
        await type_into(app, "x")
        await app.sees("None of the streams has a name with 'E-001x' in it.")
        await app.press("escape")
        await app.sees("31, by name")


async def test_a_stream_is_shown_while_the_types_of_the_log_are_still_counted(
    store_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = asyncio.Event()
    entries = SqliteEventStore.entries

    async def slow(self: SqliteEventStore, listing: Listing, **page: Any) -> Sequence[Entry]:
        if listing.of == "types":
            await counted.wait()
        return await entries(self, listing, **page)

    monkeypatch.setattr(SqliteEventStore, "entries", slow)
    await fill_streams(store_url, 3)
    async with at_the_title(store_url) as app:
        await browse(app)
        await app.press("tab")
        await app.sees("note", ", by name")
        await app.press("tab", "enter")
        await app.until(lambda: isinstance(app.screen, StreamScreen), "the category")
        await app.sees("6 events", "note-0002 v3")
        counted.set()
        await app.press("f")
        await app.sees("[ ] ? Kind0", "[ ] ? Kind2")


async def test_categories_and_types_are_lists_of_their_own(store_url: str) -> None:
    await three_games(store_url)
    async with at_the_title(store_url) as app:
        await browse(app)
        await app.press("tab")
        await app.until(lambda: len(rows(app)) == 3, "three categories")
        assert [row.split()[0] for row in rows(app)] == ["bldg", "game", "site"]
        await app.press("down", "enter")
        await app.until(lambda: isinstance(app.screen, StreamScreen), "a category")
        await app.sees("7 events", "game-a v1", "game-c v3")
        await app.press("escape", "tab")
        await app.sees("GameloopAdvanced", ", by name")
        assert rows(app)[0].split()[:2] == ["BuildingSpawned", "1"]


async def test_a_list_longer_than_its_pages_is_read_to_its_end(store_url: str) -> None:
    await fill_streams(store_url, 1300)
    async with at_the_title(store_url) as app:
        await browse(app)
        await app.press("end")
        await app.sees("note-1299")
        await app.press("home")
        await app.sees("note-0000")


async def test_a_stream_is_read_followed_and_gone_through(store_url: str) -> None:
    store = await open_store(store_url)
    notes = [event("diary", "Noted", b'{"day":%d}' % n) for n in range(700)]
    await store.append(commit(*notes, event("other")))
    async with at_the_title(store_url) as app:
        await browse(app)
        await app.press("down", "enter")
        await app.sees("700 events", '{"day":699}')
        await store.append(commit(event("other"), event("diary", "Noted", b'{"day":700}')))
        await app.sees("701 events", '{"day":700}')
        for place, seen in (("v3", '{"day":2}'), ("400", '{"day":399}'), ("end", '{"day":700}')):
            await app.press("g")
            await app.sees("Go to:")
            await type_into(app, place)
            await app.press("enter")
            await app.sees(seen)
        await app.press("g")
        await app.sees("Go to:")
        await type_into(app, "t4")
        await app.press("enter")
        await app.sees("Only a game has ticks")
    await store.close()


async def test_the_ledger_by_hand(store_url: str, shared_url: str) -> None:
    await tasks_of(shared_url).init()
    async with at_the_title(shared_url, size=(110, 36)) as app:
        await browse(app)
        for kind, amount, key in (("amountDeposited", 100, "tab"), ("amountWithdrawn", 10, "")):
            await app.press("a")
            await app.until(lambda: isinstance(app.screen, AddEventScreen), "the form")
            if key:
                await type_into(app, "account-ledger")
                await app.press("tab")
            await type_into(app, kind)
            await app.press("tab", "tab", "end", "backspace", "backspace")
            await app.sees("The event's data is empty")
            await type_into(app, f'{{"accountNumber": "abc", "amount": {amount}}}')
            await app.sees("adds it.")
            await app.press("ctrl+s")
            await app.until(lambda: isinstance(app.screen, BrowseScreen), "the browser")
            await app.sees("account-ledger")
            await app.press("end")
        await app.sees("2, by name")
    store = await open_store(shared_url)
    deposited, withdrawn = await whole_log(store)
    await store.close()
    assert (deposited.stream, deposited.type) == ("account-ledger", "amountDeposited")
    assert deposited.data == b'{"accountNumber":"abc","amount":100}'
    assert (withdrawn.version, withdrawn.type) == (2, "amountWithdrawn")
    assert withdrawn.data == b'{"accountNumber":"abc","amount":10}'
    assert withdrawn.player == "ann"


@pytest.mark.parametrize(
    ("stream", "expected", "told"),
    [
        ("site-1", "any", "only its aggregates"),
        ("ledger", "perhaps", "is none of any, no-stream, exists or a version number"),
        ("ledger", "3", "The append expected stream ledger"),
    ],
)
async def test_what_cannot_be_added_says_why(
    store_url: str, stream: str, expected: str, told: str
) -> None:
    async with at_the_title(store_url) as app:
        await browse(app)
        await app.press("a")
        await app.until(lambda: isinstance(app.screen, AddEventScreen), "the form")
        await type_into(app, stream)
        await app.press("tab")
        await type_into(app, "Noted")
        await app.press("tab", "ctrl+u")
        await type_into(app, expected)
        await app.press("ctrl+s")
        await app.sees(told)
        await app.press("escape")
        await app.until(lambda: isinstance(app.screen, BrowseScreen), "the browser")
    store = await open_store(store_url)
    assert not await store.read(Where())
    await store.close()


async def test_a_search_lists_what_it_finds(store_url: str) -> None:
    await fill_streams(store_url, 30)
    async with at_the_title(store_url) as app:
        await browse(app)
        await app.press("f")
        await app.sees("Search the log")
        await app.press("down", "down", "down", "down")
        await type_into(app, "data.n >")
        await app.sees("Column 9")
        await type_into(app, " 27 and not data.name = 3")
        await app.press("enter")
        await app.until(lambda: isinstance(app.screen, FoundScreen), "what was found")
        await app.sees("9 events", "the whole log was searched", "note-0028 v1", "note-0029 v5")
        await app.press("enter")
        await app.until(lambda: isinstance(app.screen, EventScreen), "an event")
        await app.sees("note-0028, version 1")
        await app.press("escape", "escape")
        await app.until(lambda: isinstance(app.screen, BrowseScreen), "the browser")


async def test_an_event_is_copied_and_a_stream_exported_as_json(
    store_url: str, tmp_path: Path
) -> None:
    await fill_streams(store_url, 3)
    async with at_the_title(store_url) as app:
        await browse(app)
        await app.press("end", "enter")
        await app.sees("3 events", "note-0002 v3")
        await app.press("y")
        await app.sees("on the clipboard")
        assert json.loads(app.app.clipboard)["stream"] == "note-0002"
        await app.press("e")
        await app.sees("Write the events to:")
        await type_into(app, str(tmp_path / "out.jsonl"))
        await app.press("enter")
        await app.sees("3 events are in")
    lines = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["version"] for line in lines] == [1, 2, 3]


async def test_data_within_data_opens_as_a_tree(store_url: str) -> None:
    store = await open_store(store_url)
    data = b'{"order":{"lines":[{"part":"[red]bolt","count":4}],"paid":true}}'
    await store.append(commit(event("orders", "Ordered", data)))
    await store.close()
    async with at_the_title(store_url, size=(100, 44)) as app:
        await browse(app)
        await app.press("end", "enter")
        await app.sees("Ordered")
        await app.press("enter")
        await app.sees("As stored, schema 1", "order  2 fields", 'part: "[red]bolt"', "paid: true")


async def test_from_an_event_of_a_game_to_its_family_its_tile_and_its_moment(
    store_url: str,
) -> None:
    await three_games(store_url)
    async with at_the_title(store_url, size=(120, 36)) as app:
        await app.app.run_action("app.play('a')")
        await app.until(lambda: isinstance(app.screen, GameScreen), "the game")
        await app.press("L")
        await app.sees("stands ready")
        await app.press("c")
        await app.until(lambda: isinstance(app.screen, CascadeScreen), "its family")
        await app.sees("A cascade of 4 events in 3 streams", "A command from outside")
        await app.press("up", "enter")
        await app.until(lambda: isinstance(app.screen, EventScreen), "its cause")
        await app.sees("site-a-1, version 3")
        await app.press("m")
        await app.until(lambda: isinstance(app.screen, GameScreen), "the map")
        moon_map = app.screen.query_one(MoonMap)
        assert moon_map.has_focus
        assert moon_map.cursor == 5
        await app.press("L", "home", "t")
        await app.until(lambda: isinstance(app.screen, ReplayScreen), "the replay")
        assert isinstance(app.screen, ReplayScreen)
        assert app.screen.cursor.moment.position == 1


async def test_the_filter_of_the_log_is_kept_for_the_next_run(store_url: str) -> None:
    await three_games(store_url)
    async with at_the_title(store_url, size=(120, 36)) as app:
        await app.app.run_action("app.play('a')")
        await app.until(lambda: isinstance(app.screen, GameScreen), "the game")
        await app.press("L", "F")
        await app.sees("Show only events")
        await app.press("down", "down", "down", "down")
        await type_into(app, "data.tick = 1")
        await app.press("enter")
        await app.sees("4 of 6 events data.tick = 1")
    settings = load_settings()
    assert settings.log.field == "data.tick = 1"
    async with at_the_title(store_url, settings, size=(120, 36)) as app:
        await app.app.run_action("app.play('a')")
        await app.sees("4 of 6 events data.tick = 1")


@pytest.mark.parametrize(("width", "height"), [(80, 24), (120, 36)])
async def test_it_looks_as_it_should(
    store_url: str,
    snapshots: Snapshots,
    monkeypatch: pytest.MonkeyPatch,
    width: int,
    height: int,
) -> None:
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    await three_games(store_url)
    settings = Settings(player="ann", ascii=width == 80)
    async with at_the_title(store_url, settings, (width, height)) as app:
        await browse(app)
        await app.press("down", "down")
        await snapshots.check(f"browse-{width}x{height}", app)
