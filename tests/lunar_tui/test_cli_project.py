"""`lunar project` and `lunar projections`: what users write, run and kept."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from typing import IO

import pytest

from tests.command_line import CommandLine, home

EXAMPLE = str(files("assets") / "projections/account-balances.star")
BALANCES = {"balances": {"abc": 90}}


def add(lunar: CommandLine, kind: str, amount: int) -> None:
    data = json.dumps({"accountNumber": "abc", "amount": amount})
    assert lunar("append", "account-ledger", kind, data).code == 0


def fill(lunar: CommandLine) -> None:
    add(lunar, "amountDeposited", 100)
    add(lunar, "amountWithdrawn", 10)


def written(folder: Path, source: str, name: str = "own.star") -> str:
    path = folder / name
    path.write_text(source, "utf-8")
    return str(path)


def start(lunar: CommandLine) -> subprocess.Popen[str]:
    """A program that follows the ledger."""
    command = (sys.executable, "-m", "lunar_tui", "project", EXAMPLE, "--continuous", "--json")
    environment = {**os.environ, **home(lunar.folder)}
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)


def line_of(stream: IO[str] | None) -> object:
    assert stream
    return json.loads(stream.readline())


def test_the_ledger_as_the_seed_has_it(moon: CommandLine) -> None:
    fill(moon)
    answer = moon("project", EXAMPLE)
    assert answer.code == 0
    assert json.loads(answer.out) == BALANCES
    assert moon("project", EXAMPLE, "--json").json == [BALANCES]


def test_a_continuous_one_moves_and_another_takes_over_when_it_is_killed(
    moon: CommandLine,
) -> None:
    fill(moon)
    with start(moon) as first:
        assert line_of(first.stdout) == BALANCES
        add(moon, "amountDeposited", 5)
        assert line_of(first.stdout) == {"balances": {"abc": 95}}
        with start(moon) as second:
            assert line_of(second.stdout) == {"balances": {"abc": 95}}
            first.kill()
            add(moon, "amountWithdrawn", 1)
            assert line_of(second.stdout) == {"balances": {"abc": 94}}
            second.send_signal(signal.SIGINT)
        assert second.returncode == 130
    (line,) = moon("projections", "list", "--json").json
    assert (line["name"], line["mode"], line["status"]) == (
        "account-balances",
        "continuous",
        "enabled",
    )
    assert (line["position"], line["lag"], line["fault"]) == (4, 0, "")


def test_a_span_of_the_log(lunar: CommandLine) -> None:
    fill(lunar)
    add(lunar, "amountDeposited", 7)
    answer = lunar("project", EXAMPLE, "--from", "2", "--to", "2", "--json")
    assert answer.json == [{"balances": {"abc": -10}}]


def test_partitions_all_or_one(lunar: CommandLine, tmp_path: Path) -> None:
    fill(lunar)
    source = written(
        tmp_path,
        'from_all().partition_by(lambda e: e.type).when({"$any": lambda s, e: e.position})',
    )
    assert lunar("project", source, "--json").json == [{"amountDeposited": 1, "amountWithdrawn": 2}]
    assert lunar("project", source, "--partition", "amountWithdrawn").out == "2\n"
    missing = lunar("project", source, "--partition", "none")
    assert (missing.code, "no partition none" in missing.err) == (1, True)


def test_a_fault_is_one_sentence_after_the_state_before_it(
    lunar: CommandLine, tmp_path: Path
) -> None:
    fill(lunar)
    source = written(tmp_path, EMIT_LARGE.replace("50", "nothing"))
    answer = lunar("project", source)
    assert (answer.code, answer.out) == (1, "")
    assert "line 3: Variable `nothing` not found" in answer.err
    source = written(tmp_path, EMIT_LARGE.replace("> 50", '["x"]'))
    answer = lunar("project", source, "--json")
    assert (answer.code, answer.json) == (1, [{}])
    assert "The projection own stopped at event 1, line 3: " in answer.err
    assert answer.err.count("\n") == 1


EMIT_LARGE = """
def large(state, event):
    if event.data["amount"] > 50:
        emit("large-amounts", "LargeAmount", event.data)

from_stream("account-ledger").when({"$any": large})
"""


def test_what_is_emitted_is_appended_when_it_is_asked_for_and_once(
    lunar: CommandLine, tmp_path: Path
) -> None:
    fill(lunar)
    source = written(tmp_path, EMIT_LARGE)
    assert "would emit 1 events" in lunar("project", source).err
    for _ in range(2):
        assert "emitted 1 events" in lunar("project", source, "--emit").err
    (event,) = lunar("log", "--stream", "large-amounts", "--json").json
    assert (event["type"], event["data"]["amount"]) == ("LargeAmount", 100)
    assert lunar("verify").code == 0


def test_an_estimate(lunar: CommandLine) -> None:
    fill(lunar)
    lunar("append", "other", "X", "{}")
    (line,) = lunar("project", EXAMPLE, "--estimate", "--json").json
    assert line["events"] == 2
    assert set(line) == {"events", "events_per_second", "seconds"}


def test_a_projection_is_kept_changed_and_deleted(lunar: CommandLine, tmp_path: Path) -> None:
    fill(lunar)
    assert lunar("projections", "create", EXAMPLE, "--one-time", "--disabled").code == 0
    assert lunar("projections", "create", EXAMPLE).code == 1
    (line,) = lunar("projections", "list", "--json").json
    assert (line["mode"], line["status"], line["position"]) == ("one-time", "disabled", 0)
    assert line["lag"] == 2
    name = line["name"]
    assert lunar("projections", "enable", name).code == 0
    assert lunar("projections", "list", "--json").json[0]["status"] == "enabled"
    assert lunar("projections", "disable", name).code == 0
    assert lunar("projections", "create", EXAMPLE, "--replace").code == 0
    assert lunar("projections", "list", "--json").json[0]["mode"] == "continuous"
    broken = written(tmp_path, "from_all(")
    assert lunar("projections", "reset", name, broken).code == 1
    assert lunar("projections", "reset", name, EXAMPLE).code == 0
    assert lunar("projections", "state", name, "--json").json == [{}]
    assert lunar("projections", "delete", name).code == 0
    assert lunar("projections", "list", "--json").json == []


def test_another_source_is_not_taken_for_the_kept_one(lunar: CommandLine, tmp_path: Path) -> None:
    fill(lunar)
    lunar("projections", "create", EXAMPLE, "--name", "own")
    other = written(tmp_path, EMIT_LARGE)
    answer = lunar("project", other, "--continuous")
    assert answer.code == 1
    assert "another source" in answer.err


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("project", "nowhere.star"), 2, "does not exist"),
        (("project", EXAMPLE, "--continuous", "--from", "2"), 2, "whole log"),
        (("project", EXAMPLE, "--name", "a b"), 1, "name has 1 to 100"),
        (("projections", "state", "none"), 1, "no projection none"),
        (("projections", "enable", "none"), 1, "no projection none"),
        (("projections", "disable", "none"), 1, "no projection none"),
        (("projections", "reset", "none"), 1, "no projection none"),
        (("projections", "delete", "none"), 1, "no projection none"),
    ],
)
def test_what_cannot_be_done_says_why(
    lunar: CommandLine, arguments: tuple[str, ...], code: int, words: str
) -> None:
    lunar("store", "init")
    answer = lunar(*arguments)
    assert answer.code == code
    assert words in answer.err


def test_a_file_that_is_no_text(lunar: CommandLine, tmp_path: Path) -> None:
    lunar("store", "init")
    (tmp_path / "own.star").write_bytes(b"x = '\xff'")
    answer = lunar("project", str(tmp_path / "own.star"))
    assert answer.code == 1
    assert "not UTF-8 text (byte 5)" in answer.err
