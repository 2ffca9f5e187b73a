"""The terminal that the game is played in, which may go away meanwhile."""

from __future__ import annotations

from contextlib import suppress
from io import TextIOBase
from typing import Any, TextIO, cast

from textual.drivers.linux_driver import LinuxDriver


class TerminalDriver(LinuxDriver):
    """What is written to a terminal that is gone is lost, and nobody waits for it."""

    def __init__(self, *args: Any, **options: Any) -> None:
        """As Textual calls it."""
        super().__init__(*args, **options)
        terminal: Any = self._file
        self._file = cast("Any", _Lossy(terminal))


class _Lossy(TextIOBase):
    def __init__(self, terminal: TextIO) -> None:
        self._terminal = terminal

    def write(self, text: str) -> int:
        with suppress(OSError):
            self._terminal.write(text)
        return len(text)

    def flush(self) -> None:
        with suppress(OSError):
            self._terminal.flush()
