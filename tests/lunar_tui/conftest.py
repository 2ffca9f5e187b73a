"""Fixtures for tests of the terminal client."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.command_line import CommandLine, home
from tests.lunar_tui.app_pilot import url_of
from tests.lunar_tui.snapshots import Snapshots


@pytest.fixture(autouse=True)
def no_unforeseen_faults(
    request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture
) -> Iterator[None]:
    """The app survives what nobody foresaw; a test that did not ask for it fails all the same."""
    yield
    if "a_fault_is_expected" not in request.fixturenames:
        unforeseen = [r for r in caplog.get_records("call") if r.name == "lunar_tui.fault_guard"]
        assert not unforeseen, [logging.Formatter().format(record) for record in unforeseen]


@pytest.fixture
def a_fault_is_expected() -> None:
    """The test makes something fail on purpose."""


@pytest.fixture
def store_url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A store that is not there yet, in a home of the test's own."""
    for variable, place in home(tmp_path).items():
        monkeypatch.setenv(variable, place)
    return url_of(tmp_path)


@pytest.fixture(params=["sqlite", "postgres"])
def shared_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A store that several terminals may use, which is not there yet."""
    if request.param == "sqlite":
        return url_of(tmp_path)
    found: str = request.getfixturevalue("postgres_url")
    return found


@pytest.fixture
def snapshots(request: pytest.FixtureRequest, tmp_path: Path) -> Snapshots:
    """Pictures of the screen to compare with."""
    return Snapshots(tmp_path, update=request.config.getoption("--update-snapshots"))


@pytest.fixture(params=["sqlite", "postgres"])
def moon(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    lunar: CommandLine,
    monkeypatch: pytest.MonkeyPatch,
) -> CommandLine:
    """The command line with a store that has its tables."""
    url: str = (
        f"sqlite:///{tmp_path}/moon.db"
        if request.param == "sqlite"
        else request.getfixturevalue("postgres_schema")
    )
    monkeypatch.setenv("LUNAR_STORE", url)
    assert lunar("store", "init").code == 0
    return lunar
