"""The command line in tests: the arguments go in, the exit code and what was printed come out."""

from __future__ import annotations

import io
import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from lunar_tui.__main__ import main


class Result(NamedTuple):
    """What a call came to."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> list[dict[str, Any]]:
        """The JSON objects that it printed, one a line."""
        return [json.loads(line) for line in self.out.splitlines()]


class CommandLine:
    """`lunar`, with a home of its own in `folder`."""

    def __init__(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.folder = folder
        self._monkeypatch = monkeypatch
        self._capsys = capsys
        for variable, place in home(folder).items():
            monkeypatch.setenv(variable, place)
        for variable in ("LUNAR_STORE", "LUNAR_VIEWS", "LUNAR_PLAYER"):
            monkeypatch.delenv(variable, raising=False)

    def __call__(self, *arguments: str, stdin: str = "") -> Result:
        """Call it, with this text to read."""
        reader = io.TextIOWrapper(io.BytesIO(stdin.encode()))
        self._monkeypatch.setattr(sys, "stdin", reader)
        self._capsys.readouterr()
        with _logging_kept():
            code = main(arguments)
        return Result(code, *self._capsys.readouterr())


@contextmanager
def _logging_kept() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    root.handlers[:] = []
    yield
    for handler in root.handlers:
        handler.close()
    root.handlers[:] = handlers
    root.setLevel(level)


def home(folder: Path) -> dict[str, str]:
    """The variables that keep all of the program's files in the folder."""
    return {
        "LUNAR_CONFIG_DIR": str(folder / "config"),
        "LUNAR_DATA_DIR": str(folder / "data"),
        "LUNAR_LOG_DIR": str(folder / "log"),
    }


def script(*commands: dict[str, Any]) -> str:
    """Commands as `lunar run` reads them."""
    return "".join(f"{json.dumps(command)}\n" for command in commands)
