"""The reads of the store as SQL, composed once for each selection."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    FromClause,
    LargeBinary,
    Select,
    bindparam,
    cast,
    func,
    select,
)
from sqlalchemy.dialects.sqlite import dialect

from domain.blocks.event_store import ALL, Where
from persistence.sqlite.schema import causes, event_types, events, games, streams

_DIALECT = dialect(paramstyle="named")
_FIRST_OF_ALL = 0
_LAST_OF_ALL = 2**63 - 1


class Query(NamedTuple):
    """SQL text, and values by the names that it has for them."""

    sql: str
    values: dict[str, Any]


def page(where: Where, after: int | None, limit: int, *, backward: bool) -> Query:
    """Whole events of the selection beyond a position."""
    sql, values = _page(where, backward)
    if after is None:
        after = _LAST_OF_ALL if backward else _FIRST_OF_ALL
    return Query(sql, {**values, "after": after, "limit": limit})


def facts(where: Where, after: int, limit: int) -> Query:
    """Position, type key, data and time of the selection's events after a position."""
    sql, values = _facts(where)
    return Query(sql, {**values, "after": after, "limit": limit})


@lru_cache(maxsize=64)
def positions(where: Where) -> Query:
    """The positions of the selection's events."""
    position = events.c.position
    return _compile(_select(where, position).order_by(position))


@lru_cache(maxsize=64)
def _page(where: Where, backward: bool) -> Query:
    e = events.c
    statement = _select(
        where,
        e.position,
        streams.c.name,
        e.version,
        event_types.c.name,
        event_types.c.schema,
        cast(e.data, LargeBinary),
        games.c.name,
        e.event_id,
        causes.c.correlation_id,
        causes.c.causation_id,
        e.command_id,
        causes.c.player,
        e.recorded_at,
        e.digest,
        source=_with_streams()
        .join(event_types, event_types.c.id == e.type)
        .join(causes, causes.c.id == e.cause)
        .outerjoin(games, games.c.id == e.game),
    )
    return _compile(_beyond(statement, where, backward=backward))


@lru_cache(maxsize=64)
def _facts(where: Where) -> Query:
    e = events.c
    statement = _select(where, e.position, e.type, e.data, e.recorded_at)
    return _compile(_beyond(statement, where, backward=False))


def _select(
    where: Where, *columns: ColumnElement[Any], source: FromClause | None = None
) -> Select[Any]:
    if source is None:
        by_name = where.category is not None or where.text is not None
        source = _with_streams() if by_name else events
    return select(*columns).select_from(source).where(*_conditions(where))


def _with_streams() -> FromClause:
    return events.join(streams, streams.c.id == events.c.stream)


def _conditions(where: Where) -> list[ColumnElement[bool]]:
    e, name = events.c, streams.c.name
    conditions: list[ColumnElement[bool]] = []
    if where.stream not in {None, ALL}:
        key = select(streams.c.id).where(name == where.stream)
        conditions.append(e.stream == key.scalar_subquery())
    if where.category is not None:
        conditions.append(func.substr(name, 1, func.instr(name + "-", "-") - 1) == where.category)
    if where.types is not None:
        keys = select(event_types.c.id).where(event_types.c.name.in_(sorted(where.types)))
        conditions.append(e.type.in_(keys))
    if where.game is not None:
        key = select(games.c.id).where(games.c.name == where.game)
        conditions.append(e.game == key.scalar_subquery())
    if where.games_only:
        conditions.append(e.game.is_not(None))
    if where.text is not None:
        conditions.append(func.holds(where.text, name, cast(e.data, LargeBinary)))
    return conditions


def _beyond(statement: Select[Any], where: Where, *, backward: bool) -> Select[Any]:
    """The page; a stream's own order is that of its index on the version."""
    position = events.c.position
    after: BindParameter[int] = bindparam("after", 0)
    order = position if where.stream in {None, ALL} else events.c.version
    return (
        statement.where(position < after if backward else position > after)
        .order_by(order.desc() if backward else order)
        .limit(bindparam("limit", 0))
    )


def _compile(statement: Select[*tuple[Any, ...]]) -> Query:
    compiled = statement.compile(dialect=_DIALECT, compile_kwargs={"render_postcompile": True})
    return Query(str(compiled), dict(compiled.params))
