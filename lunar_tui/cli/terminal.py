"""What has a screen needs a terminal to show it on."""

from __future__ import annotations

import sys

from domain.blocks.errors import LunarError


class NoTerminal(LunarError):
    """There is no screen to be shown on, or there are no keys to hear."""


def need_terminal(what: str, instead: str) -> None:
    """Raises `NoTerminal` where this is none: `instead` says what can be done without."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise NoTerminal(f"{what} in a terminal, and this is none: {instead}.")
