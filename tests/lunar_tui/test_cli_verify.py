"""`lunar verify`: a whole log is said to be whole, and whatever was done to one is found."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from importlib.resources import as_file, files

import pytest

from tests.command_line import CommandLine

DAMAGES = {
    "missing": "DELETE FROM events WHERE position = 4",
    "missing at the end": "DELETE FROM events WHERE position = 9",
    "altered": "UPDATE events SET data = replace(data, ':2', ':1') WHERE position = 4",
    "swapped": """
        UPDATE events SET position = 100 WHERE position = 4;
        UPDATE events SET position = 4 WHERE position = 5;
        UPDATE events SET position = 5 WHERE position = 100;
    """,
    "stream": "UPDATE streams SET version = 77 WHERE id = 1",
    "game": "UPDATE games SET last_position = 1",
    "unknown type": "UPDATE event_types SET name = 'TeaServed' WHERE name = 'SiteSpawned'",
}


@pytest.fixture
def played(lunar: CommandLine) -> CommandLine:
    """A store that holds the worked example."""
    with as_file(files("assets") / "scripts" / "worked_example.jsonl") as file:
        assert lunar("run", str(file)).code == 0
    return lunar


def damage(lunar: CommandLine, statements: str) -> None:
    with closing(sqlite3.connect(lunar.folder / "data" / "lunar.db")) as connection:
        triggers = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (trigger,) in triggers.fetchall():
            connection.execute(f"DROP TRIGGER {trigger}")
        connection.executescript(statements)
        connection.commit()


def test_a_whole_log_is_said_to_be_whole(played: CommandLine) -> None:
    answer = played("verify")
    assert (answer.code, answer.err) == (0, "")
    assert "9 events" in answer.out
    (verdict,) = played("verify", "--json").json
    assert (verdict["whole"], verdict["events"], verdict["position"]) == (True, 9, 9)
    assert (verdict["findings"], verdict["game"]) == ([], None)
    assert {"type": "GameloopAdvanced", "schema": 1, "events": 3} in verdict["types"]


def test_an_empty_log_is_whole(lunar: CommandLine) -> None:
    lunar("store", "init")
    assert lunar("verify").code == 0


@pytest.mark.parametrize(
    ("what", "position", "words"),
    [
        ("missing", 4, "missing"),
        ("missing at the end", 9, "missing"),
        ("altered", 4, "altered"),
        ("swapped", 4, "digest"),
        ("unknown type", 3, "TeaServed"),
        ("stream", 6, "version 77"),
        ("game", 9, "the store says 1"),
    ],
)
def test_what_was_done_to_the_log_is_found(
    played: CommandLine, what: str, position: int, words: str
) -> None:
    damage(played, DAMAGES[what])
    answer = played("verify")
    assert (answer.code, answer.err) == (1, "")
    assert words in answer.out
    (verdict,) = played("verify", "--json").json
    assert verdict["whole"] is False
    assert verdict["findings"][0]["position"] == position
    assert len(answer.out.splitlines()) == len(verdict["findings"])
