"""`lunar views follow`: views that are kept up to the log by a program of their own."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.command_line import CommandLine, home, script

START = {"command": "StartGame", "game_id": "g"}
PATIENCE = 30


def tick(number: int) -> dict[str, object]:
    return {"command": "AdvanceGameloop", "game_id": "g", "tick": number}


def start(folder: Path) -> subprocess.Popen[bytes]:
    environment = {**os.environ, **home(folder)}
    environment.pop("LUNAR_STORE", None)
    command = (sys.executable, "-m", "lunar_tui", "views", "follow", "--views", "sql")
    return subprocess.Popen(command, env=environment, stderr=subprocess.PIPE)


def await_position(lunar: CommandLine, position: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        lines = lunar("views", "list", "--views", "sql", "--json").json
        if all(line["position"] == position for line in lines):
            return
    pytest.fail(f"The views did not come to position {position}.")


def test_of_two_followers_the_other_goes_on_when_one_is_killed(
    lunar: CommandLine, tmp_path: Path
) -> None:
    assert lunar("run", "-", stdin=script(START, tick(1))).code == 0
    with start(tmp_path) as first:
        await_position(lunar, 2)
        with start(tmp_path) as second:
            assert lunar("run", "-", stdin=script(tick(2))).code == 0
            await_position(lunar, 3)
            first.kill()
            assert lunar("run", "-", stdin=script(tick(3))).code == 0
            await_position(lunar, 4)
            second.kill()


def test_views_in_memory_cannot_be_followed(lunar: CommandLine) -> None:
    answer = lunar("views", "follow")
    assert (answer.code, answer.out) == (1, "")
    assert "--views sql" in answer.err
