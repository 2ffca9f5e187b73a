"""What Redis holds of a view: exactly the keys that others rely on."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
import redis

from domain.blocks.event_store import StoreFault
from domain.blocks.projector import Change, Delete, Patch, Upsert
from domain.blocks.view_store import Checkpoint, Step
from domain.game.projectors.buildings import BuildingRow, buildings
from persistence.views.redis import RedisViewStore
from tests.servers import Server

ROW = BuildingRow(50.0, 7, "s1", 3, "px42", ready=False)
OTHER = BuildingRow(0.0, 8, "s2", 3, "px42", ready=False)


@pytest.fixture
async def views(redis_url: str) -> AsyncIterator[RedisViewStore]:
    views = await RedisViewStore.open(redis_url)
    yield views
    await views.close()


@pytest.fixture
def client(redis_url: str) -> Iterator[redis.Redis]:
    with redis.Redis.from_url(redis_url, decode_responses=True) as client:
        yield client


async def put(views: RedisViewStore, *changes: Change) -> None:
    begin = await views.begin(buildings, "served")
    assert await views.apply(buildings, "served", begin, begin.position + 1, [Step(1, changes)])


async def test_the_keys_are_the_seeds(views: RedisViewStore, client: redis.Redis) -> None:
    await put(views, Upsert(ROW), Upsert(OTHER))
    assert client.get("building:s1") == (
        '{"complete":50.0,"location":7,"site_id":"s1","site_type":3,'
        '"player_id":"px42","ready":false}'
    )
    assert client.smembers("sites:px42") == {"s1", "s2"}


async def test_a_row_leaves_the_sets_that_it_is_no_longer_in(
    views: RedisViewStore, client: redis.Redis
) -> None:
    await put(views, Upsert(ROW), Upsert(OTHER))
    await put(views, Patch(("s1",), {"player_id": "ada"}))
    assert client.smembers("sites:px42") == {"s2"}
    assert client.smembers("sites:ada") == {"s1"}
    await put(views, Delete(("s2",)))
    assert client.smembers("sites:px42") == set()
    assert client.get("building:s2") is None


async def test_nothing_is_left_of_rows_that_are_dropped_or_replaced(
    views: RedisViewStore, client: redis.Redis
) -> None:
    client.set("building:of-another", "program")
    await put(views, Upsert(ROW), Upsert(OTHER))
    begin = await views.begin(buildings, "next")
    assert await views.apply(buildings, "next", begin, 5, [Step(1, (Upsert(OTHER),))])
    assert client.get("building:s1") is not None
    assert await views.swap(buildings)
    assert client.smembers("sites:px42") == {"s2"}
    assert client.get("building:s1") is None
    await views.drop(buildings, "served")
    assert client.keys("*") == ["building:of-another"]


async def test_every_key_has_the_prefix(redis_url: str, client: redis.Redis) -> None:
    views = await RedisViewStore.open(f"{redis_url}?prefix=moon-1:")
    await put(views, Upsert(ROW))
    await views.begin(buildings, "next")
    await views.close()
    keys = set(map(str, client.keys("*")))
    assert {"moon-1:building:s1", "moon-1:sites:px42"} < keys
    assert all(key.startswith("moon-1:") for key in keys)


async def test_two_prefixes_are_two_worlds(redis_url: str) -> None:
    one, two = [await RedisViewStore.open(f"{redis_url}?prefix={n}:") for n in ("a", "b")]
    await put(one, Upsert(ROW))
    assert await two.checkpoint(buildings) is None
    assert await two.count(buildings) == 0
    for views in (one, two):
        await views.close()


async def test_a_connection_that_is_lost_is_not_taken_for_another_program(
    own_redis: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    views = await RedisViewStore.open(own_redis.url)
    await views.begin(buildings, "next")
    look = views._seen

    async def lose(*arguments: Any) -> Checkpoint | None:
        own_redis.kill()
        return await look(*arguments)

    monkeypatch.setattr(views, "_seen", lose)
    with pytest.raises(StoreFault, match="cannot be reached"):
        await views.swap(buildings)
    await views.close()
