"""A program that the system ends lets go of its terminal and its game, as if the player had."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from tests.acceptance.test_play import start_new_game
from tests.terminal import CTRL_Q, Terminal

LETS_GO = [b"\x1b[?1000l", b"\x1b[?1049l", b"\x1b[?25h"]
"""No mouse, the screen that was there before, and the cursor."""


@pytest.mark.parametrize("asked", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_it_as_ctrl_q_does(tmp_path: Path, asked: signal.Signals) -> None:
    with Terminal(tmp_path) as terminal:
        start_new_game(terminal)
        terminal.process.kill(asked)
        assert terminal.wait_for_end() == 0
        assert all(each in terminal.process.before for each in LETS_GO)
    assert_resumes(tmp_path)


def test_a_terminal_that_is_gone_ends_it(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path)
    start_new_game(terminal)
    os.close(terminal.process.child_fd)
    assert terminal.process.ptyproc.wait() == 0
    assert_resumes(tmp_path)


def assert_resumes(folder: Path) -> None:
    with Terminal(folder) as terminal:
        terminal.wait_for("Continue")
        terminal.press("c")
        terminal.wait_for("Under construction")
        terminal.press(CTRL_Q)
        assert terminal.wait_for_end() == 0
