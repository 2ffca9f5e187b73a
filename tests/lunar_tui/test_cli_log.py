"""`lunar log` and `lunar streams`: every event, whole, and any selection of them."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.command_line import CommandLine, script

SITE = {
    "command": "SpawnSite",
    "game_id": "a",
    "site_id": "s1",
    "site_type": "habitat",
    "location": 7,
    "player_id": "px42",
    "completion_ticks": 2,
    "tick": 0,
}


@pytest.fixture
def played(lunar: CommandLine) -> CommandLine:
    """Two games, and a stream outside of them."""
    commands = [{"command": "StartGame", "game_id": game} for game in ("a", "b")]
    ticks = [{"command": "AdvanceGameloop", "game_id": "a", "tick": tick} for tick in (1, 2)]
    assert lunar("run", "-", stdin=script(*commands, SITE, *ticks)).code == 0
    assert lunar("append", "account-ledger", "MoneyPaid", '{"to": "[bold]Ada[/]"}').code == 0
    return lunar


def positions(lunar: CommandLine, *options: str) -> list[Any]:
    answer = lunar("log", "--json", *options)
    assert (answer.code, answer.err) == (0, "")
    return [event["position"] for event in answer.json]


def test_a_game_that_is_not_there_is_told(played: CommandLine) -> None:
    answer = played("log", "--game", "nope")
    assert (answer.code, answer.out) == (1, "")
    assert "no game 'nope'" in answer.err


def test_an_event_is_printed_whole(played: CommandLine) -> None:
    (event,) = played("log", "--json", "--after", "2", "--limit", "1").json
    assert list(event) == [
        "event_id",
        "stream",
        "version",
        "position",
        "type",
        "schema",
        "data",
        "correlation_id",
        "causation_id",
        "command_id",
        "player",
        "recorded_at",
        "digest",
        "game",
    ]
    assert event["stream"] == "site-s1"
    assert (event["version"], event["position"]) == (1, 3)
    assert (event["type"], event["schema"]) == ("SiteSpawned", 1)
    assert event["data"]["location"] == 7
    assert event["player"] == "px42"
    assert event["game"] == "a"
    assert event["causation_id"] == event["correlation_id"] == event["command_id"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", event["recorded_at"])
    assert re.fullmatch(r"[0-9a-f]{32}", event["digest"])


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ((), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
        (("--backward", "--limit", "2"), [10, 9]),
        (("--backward", "--after", "3"), [2, 1]),
        (("--stream", "game-a"), [1, 4, 6]),
        (("--category", "site"), [3, 5, 7, 8]),
        (("--game", "b"), [2]),
        (("--type", "SiteSpawned", "--type", "BuildingSpawned"), [3, 9]),
        (("--text", "ADA"), [10]),
        (("--category", "site", "--after", "3", "--limit", "2"), [5, 7]),
        (("--limit", "0"), []),
        (("--where", "data.tick >= 1 and not data.progressed_ticks = 1"), [4, 6, 7, 8, 9]),
        (("--where", 'data.to = "[bold]Ada[/]"'), [10]),
        (("--player", "px42", "--type", "SiteSpawned"), [3]),
        (("--player", "nobody"), []),
        (("--since", "2000-01-01", "--until", "2000-01-02 14:05"), []),
        (("--since", "2000-01-01", "--limit", "2"), [1, 2]),
        (("--stream", "nowhere"), []),
    ],
)
def test_any_selection_of_the_log(
    played: CommandLine, options: tuple[str, ...], expected: list[int]
) -> None:
    assert positions(played, *options) == expected


def test_a_table_shows_what_events_hold_and_reads_no_markup_in_it(played: CommandLine) -> None:
    lines = played("log").out.splitlines()
    assert lines[0].split() == ["position", "recorded", "stream", "version", "type", "data"]
    assert len(lines) == 11
    assert "[bold]Ada[/]" in lines[10]


def test_backward_and_follow_exclude_each_other(played: CommandLine) -> None:
    assert played("log", "--backward", "--follow").code == 2


@pytest.mark.parametrize("option", ["--after", "--limit"])
def test_a_number_that_no_store_can_hold_is_bad_usage(played: CommandLine, option: str) -> None:
    assert played("log", option, str(2**63 - 1)).code == 0
    assert played("log", option, str(2**63)).code == 2
    assert played("log", option, "-1").code == 2


@pytest.mark.parametrize(
    ("option", "value", "told"),
    [
        ("--where", "data.tick >", "Column 12"),
        ("--since", "yesterday", "is no time"),
        ("--until", "25:61", "is no time"),
    ],
)
def test_what_cannot_be_read_is_bad_usage(
    played: CommandLine, option: str, value: str, told: str
) -> None:
    answer = played("log", option, value)
    assert answer.code == 2
    assert told in answer.err


def listed(lunar: CommandLine, *options: str) -> list[Any]:
    answer = lunar("streams", "--json", *options)
    assert (answer.code, answer.err) == (0, "")
    return answer.json


def test_streams_are_listed_with_their_places(played: CommandLine) -> None:
    found = listed(played)
    assert found[0] == {"name": "$all", "version": 10, "first_position": 1, "last_position": 10}
    assert [stream["name"] for stream in found[1:]] == [
        "game-a",
        "game-b",
        "site-s1",
        "bldg-s1",
        "account-ledger",
    ]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("--text", "GAME-"), ["game-a", "game-b"]),
        (("--sort", "events", "--reverse", "--limit", "3"), ["$all", "site-s1", "game-a"]),
        (("--of", "categories", "--sort", "name"), ["account", "bldg", "game", "site"]),
        (("--of", "types", "--text", "spawned"), ["SiteSpawned", "BuildingSpawned"]),
        (("--limit", "0"), []),
    ],
)
def test_streams_categories_and_types_in_any_order(
    played: CommandLine, options: tuple[str, ...], expected: list[str]
) -> None:
    assert [each["name"] for each in listed(played, *options)] == expected


def test_the_browser_needs_a_terminal(played: CommandLine) -> None:
    answer = played("browse")
    assert answer.code == 1
    assert "in a terminal" in answer.err


def test_follow_ends_at_its_limit(played: CommandLine) -> None:
    assert positions(played, "--follow", "--after", "8", "--limit", "2") == [9, 10]


def test_reading_makes_no_store(lunar: CommandLine) -> None:
    answer = lunar("log")
    assert answer.code == 1
    assert answer.err.startswith("There is no store at ")
    assert not (lunar.folder / "data").exists()
