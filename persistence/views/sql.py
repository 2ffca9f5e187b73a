"""The view store in SQL: typed tables, in the log's database or in another."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractContextManager, asynccontextmanager
from typing import Any, TypeVar
from uuid import uuid4

from msgspec import structs
from sqlalchemy import (
    ColumnElement,
    Select,
    Table,
    and_,
    bindparam,
    delete,
    func,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlalchemy.schema import CreateTable, DropTable

from domain.blocks.event_store import StoreFault
from domain.blocks.projector import Key, Projector, Row
from domain.blocks.view_store import Checkpoint, Rows, Slot, Step, outcome, touched
from persistence.views.chunks import chunks
from persistence.views.recent import Recent
from persistence.views.tables import checkpoints, rename, table_of

R = TypeVar("R", bound=Row)

KEYS = 1000
"""Keys asked for in one statement, within what the drivers take as parameters."""

_INSERT: Mapping[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


class SqlViewStore:
    """A `ViewStore` in a database that SQLAlchemy reaches; several programs may use it at once.

    A slot's row in `view_checkpoints` is locked, and compared, before its rows are touched.
    """

    def __init__(
        self, engine: AsyncEngine, faults: Callable[[], AbstractContextManager[None]]
    ) -> None:
        self._engine = engine
        self._faults = faults
        self._insert = _INSERT[engine.dialect.name]
        self._recent = Recent()
        self._closed = False

    @classmethod
    async def open(
        cls, engine: AsyncEngine, faults: Callable[[], AbstractContextManager[None]]
    ) -> SqlViewStore:
        """The view store behind the engine, which it disposes of when it is closed.

        `faults` turns the database's errors into `LunarError`s.
        """
        store = cls(engine, faults)
        try:
            await store._prepare()
        except BaseException:
            await engine.dispose()
            raise
        return store

    async def checkpoint(
        self, projector: Projector[Any], slot: Slot = "served"
    ) -> Checkpoint | None:
        """How far the slot is filled; None when it is not there."""
        async with self._reading() as connection:
            return await _checkpoint(connection, _at(projector, slot))

    async def begin(self, projector: Projector[Any], slot: Slot) -> Checkpoint:
        """The slot's checkpoint; where there is none, that of an empty one made now."""
        if found := await self.checkpoint(projector, slot):
            return found
        fresh = self._insert(checkpoints).values(
            view=projector.name,
            slot=slot,
            shape=projector.shape,
            generation=uuid4().hex,
            position=0,
        )
        unless_there = fresh.on_conflict_do_update(
            index_elements=checkpoints.primary_key,
            set_={name: fresh.excluded[name] for name in ("shape", "generation", "position")},
            where=checkpoints.c.shape != projector.shape,
        )
        table = table_of(projector, slot)
        async with self._writing() as connection:
            if (await connection.execute(unless_there)).rowcount:
                await connection.execute(DropTable(table, if_exists=True))
                await connection.execute(CreateTable(table))
        return await self.begin(projector, slot)

    async def apply(
        self,
        projector: Projector[Any],
        slot: Slot,
        begin: Checkpoint,
        upto: int,
        steps: Sequence[Step],
    ) -> Checkpoint | None:
        """Bring the slot from `begin` to the position `upto`, unless it stands elsewhere."""
        table = table_of(projector, slot)
        moved = (
            update(checkpoints)
            .where(checkpoints.c.generation == begin.generation)
            .where(checkpoints.c.position == begin.position)
            .where(_place(projector, slot))
            .values(position=upto)
        )
        async with self._writing() as connection:
            if not (await connection.execute(moved)).rowcount:
                return None
            known = self._recent.at(projector, slot, begin)
            keys = touched(steps)
            missing = [key for key in keys if key not in known]
            found = await _rows_of(connection, projector, table, missing)
            before = {key: row for key in keys if (row := found.get(key) or known.get(key))}
            after = outcome(projector, before, steps)
            await self._write(connection, table, after)
        advanced = Checkpoint(begin.generation, upto)
        self._recent.keep(projector, slot, advanced, {**before, **after})
        return advanced

    async def swap(self, projector: Projector[Any]) -> bool:
        """Serve the next rows in place of those served, unless they are behind."""
        async with self._writing() as connection:
            new = await _checkpoint(connection, _at(projector, "next").with_for_update())
            old = await _checkpoint(connection, _at(projector, "served").with_for_update())
            if new is None or (old and new.position < old.position):
                return False
            await self._forget(connection, projector, "served")
            moved = update(checkpoints).where(_place(projector, "next")).values(slot="served")
            await connection.execute(moved)
            await connection.execute(
                rename(table_of(projector, "next"), table_of(projector, "served"))
            )
        return True

    async def drop(self, projector: Projector[Any], slot: Slot) -> None:
        """Forget the slot's rows and its checkpoint."""
        async with self._writing() as connection:
            await self._forget(connection, projector, slot)

    async def read(self, projector: Projector[R], slot: Slot = "served") -> Rows[R]:
        """All rows of one moment: those who write wait until they are read."""
        table = table_of(projector, slot)
        async with self._reading() as connection:
            found = await _checkpoint(connection, _at(projector, slot).with_for_update(read=True))
            if found is None:
                return Rows(0, {})
            return Rows(found.position, await _fetch(connection, projector, select(table)))

    async def get(self, projector: Projector[R], key: Key) -> R | None:
        """The served row with this key."""
        table = table_of(projector, "served")
        async with self._reading() as connection:
            if await _checkpoint(connection, _at(projector, "served")) is None:
                return None
            return (await _rows_of(connection, projector, table, [key])).get(key)

    async def count(self, projector: Projector[Any], slot: Slot = "served") -> int:
        """The number of rows in the slot."""
        rows = select(func.count()).select_from(table_of(projector, slot))
        async with self._reading() as connection:
            if await _checkpoint(connection, _at(projector, slot)) is None:
                return 0
            return int(await connection.scalar(rows) or 0)

    async def close(self) -> None:
        """Let go of the database."""
        self._closed = True
        await self._engine.dispose()

    async def _prepare(self) -> None:
        make = CreateTable(checkpoints, if_not_exists=True)
        try:
            async with self._writing() as connection:
                await connection.execute(make)
        except StoreFault:  # two programs that make it at one moment get in each other's way
            async with self._writing() as connection:
                await connection.execute(make)

    async def _write(
        self, connection: AsyncConnection, table: Table, rows: Mapping[Key, Row | None]
    ) -> None:
        kept = [structs.asdict(row) for row in rows.values() if row is not None]
        gone = [_named(table, key) for key, row in rows.items() if row is None]
        if kept:
            insert = self._insert(table)
            columns = {column.name: insert.excluded[column.name] for column in table.columns}
            await connection.execute(
                insert.on_conflict_do_update(index_elements=table.primary_key, set_=columns), kept
            )
        if gone:
            await connection.execute(delete(table).where(_is_key(table)), gone)

    async def _forget(
        self, connection: AsyncConnection, projector: Projector[Any], slot: Slot
    ) -> None:
        place = and_(checkpoints.c.view == projector.name, checkpoints.c.slot == slot)
        await connection.execute(delete(checkpoints).where(place))
        await connection.execute(DropTable(table_of(projector, slot), if_exists=True))

    @asynccontextmanager
    async def _reading(self) -> AsyncIterator[AsyncConnection]:
        self._check_open()
        with self._faults():
            async with self._engine.begin() as connection:
                yield connection

    @asynccontextmanager
    async def _writing(self) -> AsyncIterator[AsyncConnection]:
        self._check_open()
        with self._faults():
            async with self._engine.execution_options(writing=True).begin() as connection:
                yield connection

    def _check_open(self) -> None:
        if self._closed:
            raise StoreFault("The view store is closed: open it again.")


def _place(projector: Projector[Any], slot: Slot) -> ColumnElement[bool]:
    return and_(
        checkpoints.c.view == projector.name,
        checkpoints.c.slot == slot,
        checkpoints.c.shape == projector.shape,
    )


def _at(projector: Projector[Any], slot: Slot) -> Select[tuple[str, int]]:
    columns = checkpoints.c
    return select(columns.generation, columns.position).where(_place(projector, slot))


async def _checkpoint(
    connection: AsyncConnection, query: Select[tuple[str, int]]
) -> Checkpoint | None:
    found = (await connection.execute(query)).one_or_none()
    return Checkpoint(found.generation, found.position) if found else None


async def _rows_of(
    connection: AsyncConnection, projector: Projector[R], table: Table, keys: Sequence[Key]
) -> Mapping[Key, R]:
    columns = tuple_(*table.primary_key)
    rows: dict[Key, R] = {}
    for chunk in chunks(keys, KEYS):
        rows |= await _fetch(connection, projector, select(table).where(columns.in_(chunk)))
    return rows


async def _fetch(
    connection: AsyncConnection, projector: Projector[R], query: Select[Any]
) -> dict[Key, R]:
    rows = (projector.row(*values) for values in await connection.execute(query))
    return {row.key: row for row in rows}


def _is_key(table: Table) -> ColumnElement[bool]:
    return and_(*(column == bindparam(f"is_{column.name}") for column in table.primary_key))


def _named(table: Table, key: Key) -> dict[str, str | int]:
    return {
        f"is_{column.name}": value for column, value in zip(table.primary_key, key, strict=True)
    }
