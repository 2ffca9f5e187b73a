"""Programs that append to a store, to run several of them or to kill them."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

from domain.blocks.event_store import RecordedEvent
from tests.conformance.events import assert_whole
from tests.persistence.appending_process import EVENTS

ROOT = Path(__file__).parents[2]


def start(url: str, name: str, commits: int) -> subprocess.Popen[str]:
    """A program that makes so many commits."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.persistence.appending_process", url, name, str(commits)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


def kill_after(program: subprocess.Popen[str], acknowledged: int) -> int:
    """Kill it after so many commits; the last position that it was told of."""
    assert program.stdout is not None
    told = [int(program.stdout.readline()) for _ in range(acknowledged)]
    program.kill()
    rest = program.communicate()[0].splitlines(keepends=True)
    told += [int(line) for line in rest if line.endswith("\n")]
    return told[-1]


def assert_commits_whole(log: list[RecordedEvent]) -> None:
    """The log is whole, and so is every commit."""
    assert_whole(log)
    sizes = Counter(e.correlation_id for e in log)
    assert set(sizes.values()) == {EVENTS}
