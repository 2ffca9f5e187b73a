"""A newcomer's first minutes, in a real terminal."""

from __future__ import annotations

import re
from pathlib import Path

from tests.terminal import CTRL_Q, END, ENTER, ESCAPE, RIGHT, Terminal


def start_new_game(terminal: Terminal) -> None:
    terminal.wait_for("New game")
    terminal.press("n")
    terminal.wait_for("Seed")
    terminal.press(END)
    terminal.wait_for("Goal: none")
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
        terminal.wait_for("Rebuild")
        terminal.press("u")
        terminal.wait_for("buildings", "sites", "map")
        terminal.press("a")
        terminal.wait_for("dentical")


def test_a_game_is_replayed_asked_and_branched_from_the_menu(tmp_path: Path) -> None:
    with Terminal(tmp_path) as terminal:
        start_new_game(terminal)
        build_something(terminal)
        terminal.wait_for("stands ready")
        terminal.press(ESCAPE)
        terminal.wait_for("Resume", "Replay")
        terminal.press("r")
        terminal.wait_for("LIVE")
        terminal.press("w")
        terminal.wait_for("Why?", "Solar array", "process manager GameLoopManager")
        terminal.press(ESCAPE)
        terminal.wait_for("LIVE")
        terminal.press("5")
        terminal.wait_for("@ ")
        terminal.press("r")
        terminal.wait_for("@ 0 ", "before the first event")
        terminal.press(RIGHT)
        terminal.press(RIGHT)
        terminal.wait_for("tick 1 of")
        terminal.press("b")
        terminal.wait_for("Name of the new game")
        terminal.press(*"What if")
        terminal.press(ENTER)
        terminal.wait_for("begins at tick 1", "Play it")
        terminal.press("y")
        terminal.wait_for("What if", "tick 1", "paused, space goes on")
        for tick in range(2, 12):
            terminal.press(".")
            terminal.wait_for(f"tick {tick}")
        terminal.press(ESCAPE)
        terminal.wait_for("Back", "Resume")
        terminal.press("b")
        terminal.wait_for("@ ", "tick 1 of")
        terminal.press(ESCAPE)
        terminal.wait_for("all saved")


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
