"""A newcomer's first minutes, in a real terminal."""

from __future__ import annotations

import re
from pathlib import Path

from tests.terminal import CTRL_Q, ENTER, ESCAPE, RIGHT, Terminal


def start_new_game(terminal: Terminal) -> None:
    terminal.wait_for("New game")
    terminal.press("n")
    terminal.wait_for("Seed")
    terminal.press(ENTER)
    terminal.wait_for("Under construction")


def build_something(terminal: Terminal) -> None:
    terminal.press("b")
    terminal.wait_for("Antenna")
    terminal.press(ENTER)
    terminal.wait_for("Placing Solar array")
    terminal.press(RIGHT, ENTER)
    terminal.wait_for("Site Solar array", "begun by")


def test_from_nothing_to_a_building_and_back_again(tmp_path: Path) -> None:
    with Terminal(tmp_path) as terminal:
        start_new_game(terminal)
        build_something(terminal)
        terminal.wait_for("Building Solar array", "stands ready", "Ready")
        terminal.press(" ")
        shown = terminal.wait_for("paused")
        tick = re.search(r"tick (\d+)", shown)
        assert tick
        terminal.press(CTRL_Q)
        assert terminal.wait_for_end() == 0

    with Terminal(tmp_path) as terminal:
        terminal.wait_for("Continue")
        terminal.press("c")
        terminal.wait_for("paused", tick[0], "Building Solar array", "Ready")


def test_views_are_rebuilt_from_the_menu(tmp_path: Path) -> None:
    with Terminal(tmp_path, columns=80, rows=24) as terminal:
        start_new_game(terminal)
        build_something(terminal)
        terminal.press(ESCAPE)
        terminal.wait_for("Replay")
        terminal.press("r")
        terminal.wait_for("buildings", "sites", "map")
        terminal.press("a")
        terminal.wait_for("dentical")


def test_a_killed_game_comes_back(tmp_path: Path) -> None:
    with Terminal(tmp_path) as terminal:
        start_new_game(terminal)
        build_something(terminal)
        terminal.kill()
    with Terminal(tmp_path) as terminal:
        terminal.wait_for("Continue")
        terminal.press("c")
        terminal.wait_for("paused", "Site Solar array")


def test_a_terminal_too_small_says_what_it_needs(tmp_path: Path) -> None:
    with Terminal(tmp_path, columns=50, rows=15) as terminal:
        terminal.wait_for("50", "15", "60", "20")
        terminal.resize(80, 24)
        terminal.wait_for("New game")
