"""The servers that the tests bring with them."""

from __future__ import annotations

import asyncpg
import pytest
import redis

from tests.servers import Server


async def test_every_test_has_an_empty_database(postgres_url: str) -> None:
    connection = await asyncpg.connect(postgres_url)
    await connection.execute("CREATE TABLE moon (id int)")
    tables = await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    await connection.close()
    assert [table["tablename"] for table in tables] == ["moon"]


@pytest.mark.parametrize("_", range(2))
def test_every_test_has_an_empty_redis(redis_url: str, _: int) -> None:
    with redis.Redis.from_url(redis_url) as client:
        assert client.keys() == []
        client.set("moon", "full")


async def test_a_server_comes_back_with_what_it_had(own_postgres: Server) -> None:
    connection = await asyncpg.connect(own_postgres.url)
    await connection.execute("CREATE TABLE moon (id int)")
    own_postgres.kill()
    own_postgres.start()
    connection = await asyncpg.connect(own_postgres.url)
    assert await connection.fetch("SELECT * FROM moon") == []
    await connection.close()
