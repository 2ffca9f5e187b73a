"""A real terminal for tests: the program runs in one, keys go in, the screen is read back."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

import pexpect
import pyte

PATIENCE = 30.0
"""Seconds until a text counts as missing; only a failing test waits so long."""


class Terminal:
    """`lunar` with these arguments, in a terminal of this size, its data in `folder`."""

    def __init__(
        self,
        folder: Path,
        *arguments: str,
        columns: int = 120,
        rows: int = 36,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        variables = {
            **os.environ,
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "LUNAR_CONFIG_DIR": str(folder / "config"),
            "LUNAR_DATA_DIR": str(folder / "data"),
            "LUNAR_LOG_DIR": str(folder / "log"),
            **(environment or {}),
        }
        for name in ("COLUMNS", "LINES", "LUNAR_STORE", "LUNAR_PLAYER", "LUNAR_VIEWS", "NO_COLOR"):
            if name not in (environment or {}):
                variables.pop(name, None)
        self.process = pexpect.spawn(
            sys.executable,
            ["-m", "lunar_tui", *arguments],
            env=variables,
            dimensions=(rows, columns),
            timeout=PATIENCE,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.process.close(force=True)

    @property
    def text(self) -> str:
        """What the screen shows."""
        return "\n".join(self._screen.display)

    def press(self, *keys: str) -> None:
        """Type keys; each is what the terminal sends for it."""
        for key in keys:
            self.process.send(key)
            self._read(0.05)

    def resize(self, columns: int, rows: int) -> None:
        """Change the size of the terminal."""
        self._screen.resize(rows, columns)
        self.process.setwinsize(rows, columns)

    def wait_for(self, *texts: str) -> str:
        """Wait until the screen shows all of these texts; returns what it shows."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            self._read(0.05)
            if all(text in self.text for text in texts):
                return self.text
        raise AssertionError(f"{texts} did not all appear on:\n{self.text}")

    def wait_for_end(self) -> int | None:
        """Wait until the program has ended; its exit status."""
        self.process.expect(pexpect.EOF)
        self.process.close()
        status: int | None = self.process.exitstatus
        return status

    def kill(self) -> None:
        """End the program with SIGKILL."""
        self.process.kill(9)
        self.process.wait()

    def _read(self, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while True:
            try:
                left = max(deadline - time.monotonic(), 0)
                self._stream.feed(self.process.read_nonblocking(65536, timeout=left))
            except (pexpect.TIMEOUT, pexpect.EOF):
                return


ENTER = "\r"
ESCAPE = "\x1b"
CTRL_Q = "\x11"
RIGHT = "\x1b[C"
DOWN = "\x1b[B"
END = "\x1b[F"
