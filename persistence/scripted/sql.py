"""Projections of one's own in the tables of a store, in the SQL that all stores speak."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from msgspec.structs import replace

from domain.blocks.scripted.kept import (
    Advance,
    Kept,
    NoProjection,
    ProjectionExists,
    State,
    subscription_of,
)

_ALL = """
    SELECT name, source, mode, enabled, generation, position, fault, promoted FROM projections
"""
_LOAD = f"{_ALL} WHERE name = $1"
_STATES = """
    SELECT p.generation, p.position, s.partition, s.state, s.result
    FROM projections p LEFT JOIN projection_states s ON s.name = p.name WHERE p.name = $1
"""
_CREATE = """
    INSERT INTO projections (name, source, mode, enabled, generation, position, fault, promoted)
    VALUES ($1, $2, $3, $4, $5, 0, '', $6) ON CONFLICT DO NOTHING RETURNING name
"""
_ENABLE = """
    UPDATE projections SET enabled = $2, fault = CASE WHEN $2 THEN '' ELSE fault END
    WHERE name = $1 RETURNING name
"""
_RESET = """
    UPDATE projections
    SET generation = generation + 1, position = 0, fault = '', source = COALESCE($2, source)
    WHERE name = $1 RETURNING name
"""
_PROMOTE = "UPDATE projections SET promoted = $2 WHERE name = $1 RETURNING name"
_REPLACE = """
    UPDATE projections SET generation = generation + 1
    WHERE name = $1 AND generation = $2 AND position = $3 RETURNING name
"""
_PARTITIONS = "SELECT count(*) FROM projection_states WHERE name = $1"
_DELETE = "DELETE FROM projections WHERE name = $1 RETURNING name"
_FORGET_STATES = "DELETE FROM projection_states WHERE name = $1"
_FORGET_SUBSCRIPTION = "DELETE FROM subscriptions WHERE name = $1"
_ADVANCE = """
    UPDATE projections SET position = $4, fault = $5
    WHERE name = $1 AND generation = $2 AND position = $3 RETURNING name
"""
_PUT_STATE = """
    INSERT INTO projection_states VALUES ($1, $2, $3, $4) ON CONFLICT (name, partition)
    DO UPDATE SET state = excluded.state, result = excluded.result
"""


class Statement(NamedTuple):
    """SQL with `$1`, `$2` and so on, and the values for each time that it is executed."""

    sql: str
    rows: Iterable[tuple[Any, ...]]


class Database(Protocol):
    """A store's database, as far as the projections need it."""

    async def fetch(self, sql: str, *values: object) -> Sequence[tuple[Any, ...]]:
        """The rows that the SQL finds."""
        ...

    async def write(self, first: Statement, *others: Statement) -> bool:
        """Execute all in one transaction, or nothing, and False, if the first returns no row."""
        ...


class SqlProjections:
    """`ScriptedProjections` in a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self) -> Sequence[Kept]:
        """All of them, by name."""
        rows = await self._database.fetch(f"{_ALL} ORDER BY name")
        return [_kept(row) for row in rows]

    async def load(self, name: str) -> Kept:
        """The one of this name."""
        for row in await self._database.fetch(_LOAD, name):
            return _kept(row)
        raise NoProjection(name)

    async def create(self, kept: Kept) -> None:
        """Keep a new one."""
        row = (kept.name, kept.source, kept.mode, kept.enabled, kept.generation, kept.promoted)
        if not await self._database.write(Statement(_CREATE, [row])):
            raise ProjectionExists(kept.name)

    async def enable(self, name: str, *, enabled: bool) -> None:
        """Let it run, or not."""
        await self._change(name, Statement(_ENABLE, [(name, enabled)]))

    async def reset(self, name: str, source: str | None = None) -> None:
        """Begin anew."""
        await self._change(name, Statement(_RESET, [(name, source)]), *_forgetting(name))

    async def promote(self, name: str, *, promoted: bool) -> None:
        """Let it be a named view, or not."""
        await self._change(name, Statement(_PROMOTE, [(name, promoted)]))

    async def replace(self, kept: Kept, states: Mapping[str, State]) -> bool:
        """Put these states in place of those that it has."""
        return await self._database.write(
            Statement(_REPLACE, [(kept.name, kept.generation, kept.position)]),
            Statement(_FORGET_STATES, [(kept.name,)]),
            Statement(_PUT_STATE, _rows(kept, states)),
        )

    async def delete(self, name: str) -> None:
        """Forget it."""
        await self._change(name, Statement(_DELETE, [(name,)]), *_forgetting(name))

    async def states(self, name: str) -> tuple[Kept, Mapping[str, State]]:
        """The projection and its states by partition."""
        while True:
            kept = await self.load(name)
            rows = await self._database.fetch(_STATES, name)
            if rows and rows[0][0] == kept.generation:
                states = {row[2]: State(row[3], row[4]) for row in rows if row[2] is not None}
                return replace(kept, position=rows[0][1]), states

    async def partitions(self, name: str) -> int:
        """How many partitions it has states of."""
        ((count,),) = await self._database.fetch(_PARTITIONS, name)
        return int(count)

    async def advance(self, kept: Kept, step: Advance) -> bool:
        """Write the states and the new position."""
        place = (kept.name, kept.generation, kept.position, step.upto, step.fault)
        return await self._database.write(
            Statement(_ADVANCE, [place]), Statement(_PUT_STATE, _rows(kept, step.changes))
        )

    async def _change(self, name: str, first: Statement, *others: Statement) -> None:
        if not await self._database.write(first, *others):
            raise NoProjection(name)


def _forgetting(name: str) -> tuple[Statement, Statement]:
    return (
        Statement(_FORGET_STATES, [(name,)]),
        Statement(_FORGET_SUBSCRIPTION, [(subscription_of(name),)]),
    )


def _rows(kept: Kept, states: Mapping[str, State]) -> list[tuple[Any, ...]]:
    return [(kept.name, partition, state.text, state.result) for partition, state in states.items()]


def _kept(row: tuple[Any, ...]) -> Kept:
    name, source, mode, enabled, generation, position, fault, promoted = row
    return Kept(name, source, mode, bool(enabled), generation, position, fault, bool(promoted))
