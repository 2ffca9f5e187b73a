"""`lunar run`: what a script may hold, and what becomes of a bad line."""

from __future__ import annotations

import pytest

from tests.command_line import CommandLine, script

START = {"command": "StartGame", "game_id": "g"}
FIRST_TICK = {"command": "AdvanceGameloop", "game_id": "g", "tick": 1}


def test_each_line_answers_with_its_command_its_events_and_its_position(
    lunar: CommandLine,
) -> None:
    done = lunar("run", "-", stdin=script(START, FIRST_TICK))
    assert done.code == 0
    assert done.json == [
        {"command": "StartGame", "events": ["GameStarted"], "position": 1},
        {"command": "AdvanceGameloop", "events": ["GameloopAdvanced"], "position": 2},
    ]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('{"command": "StartGame"', "not a JSON object"),
        ("[1]", "not a JSON object"),
        ('{"game_id": "g"}', "no command is named"),
        ('{"command": "Fly", "game_id": "g"}', "there is no command 'Fly'"),
        ('{"command": "Fly", "game_id": "g"}', "StartGame, StartScenario, AdvanceGameloop"),
        ('{"command": "AdvanceGameloop", "game_id": "g"}', "`tick`"),
        ('{"command": "AdvanceGameloop", "game_id": "g", "tick": 1, "x": 1}', "`x`"),
        ('{"command": "AdvanceGameloop", "game_id": "g", "tick": "1"}', "Expected `int`"),
        ('{"command": "AdvanceGameloop", "game_id": true, "tick": 1}', "Expected `str`"),
        ('{"command": "AdvanceGameloop", "game_id": "g", "tick": 7}', "refused (wrong-tick)"),
        ('{"command": "AdvanceGameloop", "game_id": "x", "tick": 1}', "refused (unknown-game)"),
    ],
)
def test_a_bad_line_is_named_and_what_was_done_before_it_stays(
    lunar: CommandLine, line: str, words: str
) -> None:
    answer = lunar("run", "-", stdin=f"{script(START)}\n{line}\n{script(FIRST_TICK)}")
    assert answer.code == 1
    assert [done["command"] for done in answer.json] == ["StartGame"]
    assert answer.err.startswith("Line 3: ")
    assert words in answer.err
    assert answer.err.count("\n") == 1
    assert [event["type"] for event in lunar("log", "--json").json] == ["GameStarted"]


def test_the_command_s_player_is_on_its_events_or_else_the_one_of_the_settings(
    lunar: CommandLine,
) -> None:
    (lunar.folder / "config").mkdir()
    (lunar.folder / "config" / "config.toml").write_text('player = "ada"\n')
    px42 = {"command": "StartGame", "game_id": "h", "player_id": "px42"}
    lunar("run", "-", stdin=script(START, px42))
    assert [event["player"] for event in lunar("log", "--json").json] == ["ada", "px42"]


def test_a_file_that_is_not_there_is_bad_usage(lunar: CommandLine) -> None:
    answer = lunar("run", "nothing.jsonl")
    assert answer.code == 2
    assert "nothing.jsonl" in answer.err


def test_a_long_game_goes_on_from_its_snapshot_and_as_well_without_it(
    lunar: CommandLine,
) -> None:
    site = {"command": "SpawnSite", "game_id": "g", "site_type": 1, "player_id": "px42"}
    sites = [
        {**site, "site_id": f"s{n}", "location": n, "completion_ticks": 99, "tick": 0}
        for n in range(250)
    ]
    ticks = [{**FIRST_TICK, "tick": tick} for tick in range(1, 23)]
    assert lunar("run", "--snapshots", "-", stdin=script(START, *sites, *ticks[:20])).code == 0
    assert lunar("run", "--snapshots", "-", stdin=script(ticks[20])).code == 0
    assert lunar("run", "-", stdin=script(ticks[21])).json[0]["position"] == 251 + 22 * 251
    assert lunar("verify").code == 0
