"""A subscriber that is killed is followed by the one that stands by."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from domain.blocks.subscription import StandingBy
from persistence.open_store import open_store, tasks_of
from persistence.subscriber import Subscriber, one_by_one
from tests.conformance.events import commit, event
from tests.conformance.subscriptions import Reader, until

ROOT = Path(__file__).parents[2]


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A store that several programs may use."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/moon.db"
    found: str = request.getfixturevalue("postgres_url")
    return found


def start(url: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.persistence.subscribing_process", url, "map"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


async def test_the_standby_takes_over_from_a_program_that_was_killed(url: str) -> None:
    await tasks_of(url).init()
    store = await open_store(url)
    await store.append(commit(*map(event, "abc")))
    with start(url) as program:
        assert program.stdout is not None
        told = [int(await asyncio.to_thread(program.stdout.readline)) for _ in range(3)]
        reader = Reader()
        standby = Subscriber("map", store, one_by_one(reader.take))
        work = asyncio.create_task(standby.run())
        await store.append(commit(*map(event, "defg")))
        told += [int(await asyncio.to_thread(program.stdout.readline)) for _ in range(4)]
        await until(lambda: standby.state != StandingBy())
        assert isinstance(standby.state, StandingBy)
        assert reader.positions == []
        program.kill()
    assert program.returncode == -signal.SIGKILL
    await store.append(commit(*map(event, "hi")))
    await until(lambda: reader.positions[-1:] == [9])
    standby.end()
    await work
    assert told == [1, 2, 3, 4, 5, 6, 7]
    assert reader.positions[-2:] == [8, 9]
    assert reader.positions == list(range(reader.positions[0], 10))
    await store.close()
