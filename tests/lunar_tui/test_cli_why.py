"""`lunar why` and `lunar diff`."""

from __future__ import annotations

import pytest

from tests.command_line import CommandLine, script


def _site(site_id: str, location: int, tick: int) -> dict[str, object]:
    return {
        "command": "SpawnSite",
        "game_id": "g",
        "site_id": site_id,
        "site_type": "habitat",
        "location": location,
        "player_id": "ann",
        "completion_ticks": 2,
        "tick": tick,
    }


GAME = script(
    {"command": "StartGame", "game_id": "g", "width": 32, "height": 16},
    _site("0192-4bff", 37, 0),
    *({"command": "AdvanceGameloop", "game_id": "g", "tick": tick} for tick in (1, 2)),
    _site("0192-77aa", 38, 2),
    {"command": "AdvanceGameloop", "game_id": "g", "tick": 3},
)


@pytest.fixture
def played(lunar: CommandLine) -> CommandLine:
    """A habitat that stands at tick 2, and another that is half done at tick 3: 11 events."""
    assert lunar("run", "-", stdin=GAME).code == 0
    return lunar


def test_why_tells_the_chain_in_sentences(played: CommandLine) -> None:
    answer = played("why", "--game", "g", "--tile", "5,1")
    assert answer.code == 0
    lines = answer.out.splitlines()
    assert lines[:5] == [
        "8  Building Habitat #4bff at 5,1: stands ready",
        "     by SpawnBuilding from Construction, because",
        "7  Site Habitat #4bff at 5,1: all work done",
        "     by AdvanceConstruction from GameLoopManager, because",
        "5  Tick 2 passed",
    ]
    assert lines[5].startswith("     by AdvanceGameloop from ")
    assert len(lines) == 6


@pytest.mark.parametrize(
    ("question", "told"),
    [
        (["--tile", "5,1"], [(8, "Construction"), (7, "GameLoopManager"), (5, None)]),
        (["--site", "4bff", "--field", "complete"], [(6, "GameLoopManager"), (5, None)]),
        (["--site", "0192-4", "--field", "player_id"], [(2, None)]),
        (["--site", "77aa", "--at", "end"], [(11, "GameLoopManager"), (10, None)]),
        (["--site", "77aa", "--at", "t2"], [(9, None)]),
        (["--site", "4bff", "--at", "4"], [(4, "GameLoopManager"), (3, None)]),
    ],
)
def test_why_in_json(
    played: CommandLine, question: list[str], told: list[tuple[int, str | None]]
) -> None:
    steps = played("why", "--game", "g", *question, "--json").json
    assert [(step["event"]["position"], step["manager"]) for step in steps] == told
    assert steps[-1]["event"]["causation_id"] == steps[-1]["event"]["correlation_id"]


@pytest.mark.parametrize(
    ("question", "code", "words"),
    [
        (["--game", "g", "--tile", "6,6"], 1, "nothing at position 11"),
        (["--game", "g", "--site", "77aa", "--at", "2"], 1, "nothing at position 2"),
        (["--game", "g", "--tile", "32,0"], 1, "off the map"),
        (["--game", "g", "--site", "0192"], 1, "write more of it"),
        (["--game", "g", "--tile", "5,1", "--at", "t9"], 1, "has not come to tick 9"),
        (["--game", "nope", "--tile", "5,1"], 1, "no game 'nope'"),
        (["--game", "g"], 2, "Give --tile"),
        (["--game", "g", "--tile", "5,1", "--site", "77aa"], 2, "Give --tile"),
        (["--game", "g", "--tile", "5"], 2, "no tile"),
    ],
)
def test_why_refuses_with_a_sentence(
    played: CommandLine, question: list[str], code: int, words: str
) -> None:
    answer = played("why", *question)
    assert (answer.code, answer.out) == (code, "")
    assert words in answer.err


def test_a_mark_is_known_in_a_branch_too(played: CommandLine) -> None:
    branch = played("branch", "--game", "g").out.strip()
    for typed in ("4bff", "#4bff", "4bff~", "0192-4bff"):
        steps = played("why", "--game", branch, "--site", typed, "--json").json
        assert [step["manager"] for step in steps] == ["Construction", "GameLoopManager", None]


def test_diff_tells_what_was_added_changed_and_is_gone(played: CommandLine) -> None:
    changes = played("diff", "--game", "g", "--from", "t1", "--to", "t2", "--json").json
    told = {(change["view"], change["kind"]) for change in changes}
    assert told == {
        ("buildings", "changed"),
        ("buildings", "added"),
        ("map", "changed"),
        ("map", "added"),
        ("sites", "gone"),
        ("sites", "added"),
        ("games", "changed"),
    }
    (tile,) = [c for c in changes if (c["view"], c["kind"]) == ("map", "changed")]
    fields = [(field["field"], field["before"], field["after"]) for field in tile["fields"]]
    assert fields == [("progressed", 1, 2), ("ready", False, True)]
    table = played("diff", "--game", "g", "--from", "t1", "--to", "t2").out
    assert "ready False → True" in table


def test_diff_of_one_moment_is_nothing(played: CommandLine) -> None:
    answer = played("diff", "--game", "g", "--from", "end")
    assert (answer.code, answer.out) == (0, "")
    assert "equal" in answer.err


def test_diff_with_a_branch_knows_the_sites_again(played: CommandLine) -> None:
    branch = played("branch", "--game", "g", "--at", "t2", "--name", "What if").out.strip()
    question = ("diff", "--game", "g", "--in", branch, "--json")
    same = played(*question, "--from", "t2", "--to", "end").json
    assert {change["view"] for change in same} == {"games"}
    later = played(*question, "--from", "t3", "--to", "end").json
    assert {(change["view"], change["kind"]) for change in later} == {
        ("buildings", "changed"),
        ("map", "changed"),
        ("sites", "changed"),
        ("games", "changed"),
    }
