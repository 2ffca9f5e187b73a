"""Two players on one moon, each in a real terminal."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command_line import home, script
from tests.terminal import ENTER, RIGHT, Terminal


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A store with one game in it."""
    if request.param == "sqlite":
        found = f"sqlite:///{tmp_path}/moon.db"
    else:
        found = request.getfixturevalue("postgres_url")
    start = script({"command": "StartGame", "game_id": "g", "name": "Tycho"})
    for arguments in (("store", "init"), ("run", "-")):
        program = (sys.executable, "-m", "lunar_tui", *arguments, "--store", found)
        environment = {**os.environ, **home(tmp_path)}
        subprocess.run(program, input=start.encode(), env=environment, check=True)
    return found


def join(terminal: Terminal, player: str) -> None:
    terminal.wait_for(player)
    terminal.press(" ")
    terminal.wait_for("paused")


def build_here(terminal: Terminal) -> None:
    terminal.press("b")
    terminal.wait_for("Antenna")
    terminal.press(ENTER)
    terminal.wait_for("Placing Solar array")
    terminal.press(ENTER)


def test_two_players_build_on_one_moon_until_one_is_killed(url: str, tmp_path: Path) -> None:
    game = ("--store", url, "--game", "g")
    with (
        Terminal(tmp_path, *game, "--player", "ada") as ada,
        Terminal(tmp_path, *game, columns=80, rows=24, environment={"LUNAR_PLAYER": "bob"}) as bob,
    ):
        join(ada, "ada")
        join(bob, "bob")
        bob.wait_for("bob, 2 here")
        ada.wait_for("a ada", "you", "b bob")
        build_here(ada)
        bob.wait_for("by ada")
        build_here(bob)
        bob.wait_for("is taken: choose")
        bob.press(RIGHT, ENTER)
        ada.wait_for("begun by bob", "a Solar array", "b Solar array")
        bob.kill()
        ada.wait_for("ada  all saved")
