"""What stores and views take is what their databases say of themselves, within 5 %."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import asyncpg
import pytest
import redis
from sqlalchemy import make_url

from domain.blocks.capacity import Size, StoreSizes, total
from domain.blocks.projector import Upsert
from domain.blocks.view_store import Slot, Step, ViewStore
from domain.game.projectors.buildings import BuildingRow, buildings
from persistence.open_store import open_store
from persistence.postgres.tasks import PostgresTasks
from persistence.sqlite.sizes import read_sizes
from persistence.store import Store
from persistence.views import redis as redis_views
from persistence.views.memory import MemoryViewStore
from persistence.views.redis import RedisViewStore
from tests.conformance.counting import cascade
from tests.persistence.view_places import Everywhere, everywhere

__all__ = ["everywhere"]

ROWS = 3000


def near(figure: float) -> object:
    return pytest.approx(figure, rel=0.05)


async def fill_store(store: Store) -> StoreSizes:
    for tick in range(60):
        await store.append(cascade(tick, 50))
    for number in range(20):
        await store.save(f"snapshot {number}", 1, number, bytes(20_000))
    return await store.sizes()


async def fill_views(views: ViewStore, slot: Slot = "served") -> None:
    begin = await views.begin(buildings, slot)
    rows = [BuildingRow(1.5, n, f"site-{n}", n % 7, f"player-{n % 3}", False) for n in range(ROWS)]
    assert await views.apply(buildings, slot, begin, 1, [Step(1, tuple(map(Upsert, rows)))])


def named(sizes: Sequence[Size]) -> dict[str, int]:
    return {size.name: size.bytes for size in sizes}


async def test_a_file_is_measured_by_its_pages(tmp_path: Path) -> None:
    path = tmp_path / "moon.db"
    store = await open_store(f"sqlite:///{path}")
    sizes = await fill_store(store)
    with closing(sqlite3.connect(path)) as own:
        (pages,), (page,) = (
            own.execute(f"PRAGMA {name}").fetchone() for name in ("page_count", "page_size")
        )
        tables = own.execute("SELECT name FROM sqlite_schema WHERE tbl_name = 'events'").fetchall()
        events = sum(
            own.execute("SELECT sum(pgsize) FROM dbstat WHERE name = ?", name).fetchone()[0] or 0
            for name in tables
        )
    journal = (tmp_path / "moon.db-wal").stat().st_size
    assert total(sizes.log) + total(sizes.beside) == near(pages * page + journal)
    assert named(sizes.log)["events"] == near(events)
    assert named(sizes.beside)["write-ahead log"] == journal
    assert {size.how for size in sizes.log} == {"measured"}
    assert sizes.free
    await store.close()


async def test_a_file_is_measured_without_counts_of_pages_a_table(tmp_path: Path) -> None:
    path = tmp_path / "moon.db"
    store = await open_store(f"sqlite:///{path}")
    measured = await fill_store(store)
    with closing(sqlite3.connect(path)) as plain:
        plain.create_function("sqlite_compileoption_used", 1, lambda _: 0)
        estimated = read_sizes(plain, path)
    assert total(estimated.log) == near(total(measured.log))
    assert named(estimated.beside)["snapshots"] == near(named(measured.beside)["snapshots"])
    assert {size.how for size in estimated.log} == {"estimated"}
    await store.close()


async def test_a_server_is_measured_by_the_size_of_its_tables(postgres_schema: str) -> None:
    await PostgresTasks(postgres_schema).init()
    store = await open_store(postgres_schema)
    sizes = await fill_store(store)
    url = make_url(postgres_schema)
    schema = url.query["schema"]
    own = await asyncpg.connect(url.set(query={}).render_as_string(hide_password=False))
    query = "SELECT pg_total_relation_size($1::regclass)"
    figures = {name: await own.fetchval(query, f"{schema}.{name}") for name in named(sizes.log)}
    snapshots = await own.fetchval(query, f"{schema}.snapshots")
    await own.close()
    assert named(sizes.log) == {name: near(figure) for name, figure in figures.items()}
    assert named(sizes.beside)["snapshots"] == near(snapshots)
    assert sizes.free is None
    await store.close()


async def test_a_view_takes_nothing_until_it_is_there_and_then_what_its_rows_take(
    everywhere: Everywhere,
) -> None:
    for views in everywhere.values():
        assert (await views.size(buildings)).bytes == 0
        await fill_views(views)
        served = await views.size(buildings)
        assert (served.name, await views.size(buildings, "next")) == (
            "buildings",
            Size("buildings", 0, served.how),
        )
        assert served.bytes > 20 * ROWS
        await fill_views(views, "next")
        assert (await views.size(buildings, "next")).bytes > 20 * ROWS
        assert await views.size(buildings) == served


async def test_views_in_sql_are_measured_by_their_tables(
    everywhere: Everywhere, tmp_path: Path, postgres_url: str
) -> None:
    for kind in ("sqlite", "postgres"):
        await fill_views(everywhere[kind])
    with closing(sqlite3.connect(tmp_path / "views.db")) as own:
        (file,) = own.execute(
            "SELECT sum(pgsize) FROM dbstat WHERE name LIKE '%view_buildings%'"
        ).fetchone()
    assert (await everywhere["sqlite"].size(buildings)).bytes == near(file)
    server = await asyncpg.connect(postgres_url)
    figure = await server.fetchval("SELECT pg_total_relation_size('view_buildings')")
    await server.close()
    assert (await everywhere["postgres"].size(buildings)).bytes == near(figure)


@pytest.mark.parametrize(("sample", "how"), [(ROWS, "measured"), (300, "sampled")])
async def test_views_in_redis_are_measured_by_the_memory_of_their_keys(
    redis_url: str, monkeypatch: pytest.MonkeyPatch, sample: int, how: str
) -> None:
    monkeypatch.setattr(redis_views, "SAMPLE", sample)
    views = await RedisViewStore.open(f"{redis_url}?prefix=moon:")
    await fill_views(views)
    with redis.Redis.from_url(redis_url) as own:
        keys = [key for key in own.scan_iter() if key != b"moon:views:buildings"]
        figure = sum(own.memory_usage(key, samples=0) or 0 for key in keys)
    assert len(keys) > ROWS
    size = await views.size(buildings)
    assert (size.bytes, size.how) == (near(figure), how)
    await views.close()


async def test_what_is_in_memory_is_said_to_be_estimated() -> None:
    views = MemoryViewStore()
    await fill_views(views)
    assert (await views.size(buildings)).how == "estimated"
    sizes = await (await open_store("memory:")).sizes()
    assert {size.how for size in (*sizes.log, *sizes.beside)} == {"estimated"}
