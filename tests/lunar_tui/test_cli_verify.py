"""`lunar verify`: a whole log is said to be whole, and whatever was done to one is found."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from importlib.resources import as_file, files
from pathlib import Path

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


def test_what_each_type_has_is_told(played: CommandLine) -> None:
    rows = [line.split() for line in played("verify").out.splitlines()]
    assert ["ConstructionProgressed", "1", "2"] in rows


def test_one_game_is_verified_alone(played: CommandLine) -> None:
    played("append", "ledger", "Paid", "{}")
    (verdict,) = played("verify", "--game", "1", "--json").json
    assert (verdict["whole"], verdict["game"], verdict["events"]) == (True, "1", 9)
    answer = played("verify", "--game", "nobody")
    assert (answer.code, answer.out) == (1, "")
    assert "no game 'nobody'" in answer.err


def test_a_certificate_is_checked_against_a_store_and_an_export(
    played: CommandLine, tmp_path: Path
) -> None:
    proof, export = str(tmp_path / "proof.json"), str(tmp_path / "game.jsonl")
    assert played("verify", "--game", "1", "--certificate", proof).code == 0
    advance = '{"command": "AdvanceGameloop", "game_id": "1", "tick": 4}'
    assert played("run", "-", stdin=advance).code == 0
    assert played("export", export, "--game", "1").code == 0
    for call in (("--against", proof), ("--file", export, "--against", proof)):
        answer = played("verify", *call)
        assert (answer.code, answer.err) == (0, "")
        assert "what the certificate says of 9 events" in answer.out
    assert played("verify", "--file", export).code == 0


def test_a_certificate_of_something_else_is_not_agreed_with(
    played: CommandLine, tmp_path: Path
) -> None:
    proof, export = tmp_path / "proof.json", str(tmp_path / "log.jsonl")
    played("verify", "--certificate", str(proof))
    played("export", export)
    forged = json.loads(proof.read_bytes())
    forged["state"] = "00" * 16
    proof.write_text(json.dumps(forged))
    for call in (("--against", str(proof)), ("--file", export, "--against", str(proof))):
        answer = played("verify", *call)
        assert (answer.code, answer.err) == (1, "")
        assert "the views after them" in answer.out
        (verdict,) = played("verify", *call, "--json").json
        assert verdict["whole"] is False


def test_a_damaged_log_is_not_compared_with_a_certificate(
    played: CommandLine, tmp_path: Path
) -> None:
    file = tmp_path / "log.json"
    assert played("verify", "--certificate", str(file)).code == 0
    damage(played, DAMAGES["altered"])
    answer = played("verify", "--against", str(file))
    assert answer.code == 1
    assert answer.out == played("verify").out


def test_no_certificate_is_written_of_a_damaged_log(played: CommandLine, tmp_path: Path) -> None:
    damage(played, DAMAGES["altered"])
    assert played("verify", "--certificate", str(tmp_path / "proof.json")).code == 1
    assert not (tmp_path / "proof.json").exists()


def test_a_damaged_export_is_refused_with_its_line(played: CommandLine, tmp_path: Path) -> None:
    export = tmp_path / "log.jsonl"
    played("export", str(export))
    export.write_bytes(export.read_bytes().replace(b'"tick":2', b'"tick":7', 1))
    answer = played("verify", "--file", str(export))
    assert (answer.code, answer.out) == (1, "")
    assert "Line 5 " in answer.err


def test_a_game_and_a_file_are_not_verified_at_once(played: CommandLine, tmp_path: Path) -> None:
    export = str(tmp_path / "log.jsonl")
    played("export", export)
    assert played("verify", "--file", export, "--game", "1").code == 2


def test_kept_views_are_compared_with_the_log(played: CommandLine, tmp_path: Path) -> None:
    views = f"sqlite:///{tmp_path}/views.db"
    assert played("verify", "--views", views).code == 0
    assert played("views", "rebuild", "--views", views).code == 0
    assert played("verify", "--views", views).code == 0
    with closing(sqlite3.connect(tmp_path / "views.db")) as connection:
        connection.execute("UPDATE view_buildings SET location = 77")
        connection.commit()
    answer = played("verify", "--views", views)
    assert (answer.code, answer.err) == (1, "")
    assert "kept view buildings differs" in answer.out
