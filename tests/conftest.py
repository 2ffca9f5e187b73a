"""Fixtures that tests of every part use."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command_line import CommandLine


@pytest.fixture
def lunar(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> CommandLine:
    """The program's command line, with its files in a folder of the test's own."""
    return CommandLine(tmp_path, monkeypatch, capsys)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Options of the project's own."""
    parser.addoption(
        "--update-snapshots", action="store_true", help="keep the pictures of this run's screens"
    )
