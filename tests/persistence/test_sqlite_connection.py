"""A connection to a SQLite file ends, however often it is asked to."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path

import pytest

from persistence.sqlite.connection import Connection, connect


@pytest.fixture
async def connection(tmp_path: Path) -> Connection:
    made = Connection(partial(connect, (tmp_path / "lunar.db").as_uri()))
    await made
    return made


async def test_closed_while_it_is_being_stopped_it_ends(connection: Connection) -> None:
    connection.stop()
    async with asyncio.timeout(30):
        await connection.close()


async def test_stopped_while_it_is_being_closed_it_ends(connection: Connection) -> None:
    async with asyncio.timeout(30):
        closing = asyncio.create_task(connection.close())
        await asyncio.sleep(0)
        connection.stop()
        await closing


async def test_closed_twice_it_is_closed(connection: Connection) -> None:
    async with asyncio.timeout(30):
        await connection.close()
        await connection.close()
