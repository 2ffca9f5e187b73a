"""Fixtures that tests of every part use."""

from __future__ import annotations

import os
import signal
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import pytest
import redis
from hypothesis import settings
from sqlalchemy import make_url

from tests import servers
from tests.command_line import CommandLine

RUN = pytest.StashKey[servers.Run]()
FOLDER = pytest.StashKey[Path]()

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture
def lunar(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> CommandLine:
    """The program's command line, with its files in a folder of the test's own."""
    return CommandLine(tmp_path, monkeypatch, capsys)


@pytest.fixture(scope="session")
def postgres_server(pytestconfig: pytest.Config) -> str:
    """The URL of a PostgreSQL server: LUNAR_TEST_POSTGRES, or the run's own."""
    given = os.environ.get("LUNAR_TEST_POSTGRES")
    return given or servers.shared(pytestconfig.stash[FOLDER], servers.Postgres)


@pytest.fixture
async def postgres_url(postgres_server: str) -> AsyncIterator[str]:
    """The URL of a fresh, empty database of the test's own."""
    name = f"test_{uuid4().hex}"
    admin = await asyncpg.connect(postgres_server)
    await admin.execute(f"CREATE DATABASE {name} TEMPLATE template0")
    yield make_url(postgres_server).set(database=name).render_as_string(hide_password=False)
    await admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    await admin.close()


@pytest.fixture
async def postgres_schema(postgres_server: str) -> AsyncIterator[str]:
    """The URL of a schema of the test's own, which is not there yet: quicker than a database."""
    name = f"test_{uuid4().hex}"
    url = make_url(postgres_server).update_query_dict({"schema": name})
    yield url.render_as_string(hide_password=False)
    admin = await asyncpg.connect(postgres_server)
    await admin.execute(f"DROP SCHEMA IF EXISTS {name} CASCADE")
    await admin.close()


@pytest.fixture
def own_postgres(pytestconfig: pytest.Config) -> Iterator[servers.Server]:
    """A PostgreSQL server of the test's own, which may be killed and started again."""
    yield from own(pytestconfig.stash[FOLDER], servers.Postgres)


@pytest.fixture(scope="session")
def redis_server(pytestconfig: pytest.Config) -> str:
    """The URL of a Redis server: LUNAR_TEST_REDIS, or the run's own."""
    given = os.environ.get("LUNAR_TEST_REDIS")
    return given or servers.shared(pytestconfig.stash[FOLDER], servers.Redis)


@pytest.fixture
def redis_url(redis_server: str) -> Iterator[str]:
    """The URL of an empty Redis database, which is the test's own until it ends."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
    url = make_url(redis_server).set(database=worker.removeprefix("gw"))
    place = url.render_as_string(hide_password=False)
    with redis.Redis.from_url(place) as client:
        assert client.dbsize() == 0, f"The Redis database {url!r} is for tests and not empty."
        yield place
        client.flushdb()


@pytest.fixture
def own_redis(pytestconfig: pytest.Config) -> Iterator[servers.Server]:
    """An empty Redis server of the test's own, which may be emptied and killed."""
    yield from own(pytestconfig.stash[FOLDER], servers.Redis)


def own(folder: Path, kind: type[servers.Server]) -> Iterator[servers.Server]:
    """A server of this kind that runs until the test ends."""
    server = kind(folder, uuid4().hex)
    server.start()
    yield server
    server.end()


def pytest_configure(config: pytest.Config) -> None:
    """Begin the run, or, as one of its workers, learn where its servers are.

    What a shell starts in the background ignores ctrl+c, and so would every program that a test
    starts and stops.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if hasattr(config, "workerinput"):
        config.stash[FOLDER] = Path(config.workerinput["servers"])
    else:
        config.stash[RUN] = servers.Run()
        config.stash[FOLDER] = config.stash[RUN].folder


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a worker where the run's servers are."""
    node.workerinput["servers"] = str(node.config.stash[FOLDER])


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """A worker for each processor, but no fewer than four: half of a test is to wait."""
    return max(4, os.cpu_count() or 1)


def pytest_unconfigure(config: pytest.Config) -> None:
    """End the run."""
    if RUN in config.stash:
        config.stash[RUN].end()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Options of the project's own."""
    parser.addoption(
        "--update-snapshots", action="store_true", help="keep the pictures of this run's screens"
    )
