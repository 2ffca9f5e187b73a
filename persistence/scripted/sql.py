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
from domain.blocks.view_store import Slot

_ALL = """
    SELECT name, source, mode, enabled, generation, position, fault, promoted, next_position
    FROM projections
"""
_LOAD = f"{_ALL} WHERE name = $1"
_TABLE: Mapping[Slot, str] = {"served": "projection_states", "next": "projection_next_states"}
_STATES = """
    SELECT p.generation, p.position, p.next_position, s.partition, s.state, s.result
    FROM projections p LEFT JOIN {table} s ON s.name = p.name WHERE p.name = $1
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
    SET generation = generation + 1, position = 0, fault = '', source = COALESCE($2, source),
        next_position = NULL
    WHERE name = $1 RETURNING name
"""
_PROMOTE = "UPDATE projections SET promoted = $2 WHERE name = $1 RETURNING name"
_PARTITIONS = "SELECT count(*) FROM {table} WHERE name = $1"
_WEIGHTS = """
    SELECT name, sum(length(state) + COALESCE(length(result), 0)) FROM {table} GROUP BY name
"""
_DELETE = "DELETE FROM projections WHERE name = $1 RETURNING name"
_FORGET_STATES = "DELETE FROM {table} WHERE name = $1"
_FORGET_SUBSCRIPTION = "DELETE FROM subscriptions WHERE name = $1"
_ADVANCE = """
    UPDATE projections SET position = $4, fault = $5
    WHERE name = $1 AND generation = $2 AND position = $3 RETURNING name
"""
_PUT_STATE = """
    INSERT INTO {table} VALUES ($1, $2, $3, $4) ON CONFLICT (name, partition)
    DO UPDATE SET state = excluded.state, result = excluded.result
"""
_BEGIN_NEXT = """
    UPDATE projections SET next_position = 0 WHERE name = $1 AND generation = $2 RETURNING name
"""
_ADVANCE_NEXT = """
    UPDATE projections SET next_position = $4
    WHERE name = $1 AND generation = $2 AND next_position = $3 RETURNING name
"""
_DROP_NEXT = "UPDATE projections SET next_position = NULL WHERE name = $1 RETURNING name"
_SWAP = """
    UPDATE projections SET generation = generation + 1, next_position = NULL
    WHERE name = $1 AND generation = $2 AND position = $3 AND next_position = $3 RETURNING name
"""
_SERVE_NEXT = """
    INSERT INTO projection_states SELECT * FROM projection_next_states WHERE name = $1
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
        await self._change(name, Statement(_RESET, [(name, source)]), *_forgetting_all(name))

    async def promote(self, name: str, *, promoted: bool) -> None:
        """Let it be a named view, or not."""
        await self._change(name, Statement(_PROMOTE, [(name, promoted)]))

    async def begin_next(self, kept: Kept) -> bool:
        """Make room for next states."""
        first = Statement(_BEGIN_NEXT, [(kept.name, kept.generation)])
        return await self._database.write(first, _forgetting(kept.name, "next"))

    async def advance_next(self, kept: Kept, step: Advance) -> bool:
        """Write next states and their position."""
        place = (kept.name, kept.generation, kept.next, step.upto)
        return await self._database.write(
            Statement(_ADVANCE_NEXT, [place]), _putting(kept.name, "next", step.changes)
        )

    async def swap(self, kept: Kept) -> bool:
        """Serve the next states."""
        return await self._database.write(
            Statement(_SWAP, [(kept.name, kept.generation, kept.position)]),
            _forgetting(kept.name, "served"),
            Statement(_SERVE_NEXT, [(kept.name,)]),
            _forgetting(kept.name, "next"),
        )

    async def drop_next(self, name: str) -> None:
        """Throw the next states away."""
        await self._change(name, Statement(_DROP_NEXT, [(name,)]), _forgetting(name, "next"))

    async def delete(self, name: str) -> None:
        """Forget it."""
        await self._change(name, Statement(_DELETE, [(name,)]), *_forgetting_all(name))

    async def states(self, name: str, slot: Slot = "served") -> tuple[Kept, Mapping[str, State]]:
        """The projection and its states by partition."""
        while True:
            kept = await self.load(name)
            rows = await self._database.fetch(_in(_STATES, slot), name)
            if rows and rows[0][0] == kept.generation:
                _, position, following = rows[0][:3]
                states = {row[3]: State(row[4], row[5]) for row in rows if row[3] is not None}
                return replace(kept, position=position, next=following), states

    async def partitions(self, name: str, slot: Slot = "served") -> int:
        """How many partitions it has states of."""
        ((count,),) = await self._database.fetch(_in(_PARTITIONS, slot), name)
        return int(count)

    async def weights(self, slot: Slot = "served") -> Mapping[str, int]:
        """The characters of the states of each."""
        rows = await self._database.fetch(_in(_WEIGHTS, slot))
        return {name: int(characters) for name, characters in rows}

    async def advance(self, kept: Kept, step: Advance) -> bool:
        """Write the states and the new position."""
        place = (kept.name, kept.generation, kept.position, step.upto, step.fault)
        return await self._database.write(
            Statement(_ADVANCE, [place]), _putting(kept.name, "served", step.changes)
        )

    async def _change(self, name: str, first: Statement, *others: Statement) -> None:
        if not await self._database.write(first, *others):
            raise NoProjection(name)


def _in(sql: str, slot: Slot) -> str:
    return sql.format(table=_TABLE[slot])


def _forgetting(name: str, slot: Slot) -> Statement:
    return Statement(_in(_FORGET_STATES, slot), [(name,)])


def _forgetting_all(name: str) -> tuple[Statement, ...]:
    return (
        _forgetting(name, "served"),
        _forgetting(name, "next"),
        Statement(_FORGET_SUBSCRIPTION, [(subscription_of(name),)]),
    )


def _putting(name: str, slot: Slot, states: Mapping[str, State]) -> Statement:
    rows = [(name, partition, state.text, state.result) for partition, state in states.items()]
    return Statement(_in(_PUT_STATE, slot), rows)


def _kept(row: tuple[Any, ...]) -> Kept:
    name, source, mode, enabled, generation, position, fault, promoted, following = row
    return Kept(
        name, source, mode, bool(enabled), generation, position, fault, bool(promoted), following
    )
