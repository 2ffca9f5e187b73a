"""The reads of an event store in SQL, whatever its dialect, as statements to compile.

The tables have the same names and columns in all of them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import (
    BigInteger,
    BindParameter,
    ColumnElement,
    FromClause,
    LargeBinary,
    Select,
    TableClause,
    bindparam,
    cast,
    column,
    func,
    select,
    table,
)

from domain.blocks.event_store import ALL, Where

FIRST_OF_ALL = 0
LAST_OF_ALL = 2**63 - 1
"""Positions that all events are beyond, forward and backward."""


def beginning(after: int | None, *, backward: bool) -> int:
    """The position beyond which a page begins; the first or last of all where none is given."""
    if after is None:
        return LAST_OF_ALL if backward else FIRST_OF_ALL
    return after


CategoryOf = Callable[[ColumnElement[Any]], ColumnElement[Any]]
"""What stands before the first "-" of a stream's name."""


def _columns(name: str, columns: str) -> TableClause:
    return table(name, *map(column, columns.split()))


events = _columns(
    "events",
    "position stream version type data game event_id command_id cause recorded_at digest",
)
streams = _columns("streams", "id name")
event_types = _columns("event_types", "id name schema")
games = _columns("games", "id name")
causes = _columns("causes", "id correlation_id causation_id player")


def page(where: Where, category_of: CategoryOf, *, backward: bool) -> Select[Any]:
    """At most `limit` whole events of the selection beyond the position `after`."""
    e = events.c
    statement = _select(
        where,
        category_of,
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
    return _beyond(statement, where, backward=backward)


def facts(where: Where, category_of: CategoryOf, *, backward: bool) -> Select[Any]:
    """Position, type key, data and time of at most `limit` events beyond the position `after`."""
    e = events.c
    statement = _select(where, category_of, e.position, e.type, e.data, e.recorded_at)
    return _beyond(statement, where, backward=backward)


def positions(where: Where, category_of: CategoryOf) -> Select[Any]:
    """The positions of the selection's events."""
    position = events.c.position
    return _select(where, category_of, position).order_by(position)


def _select(
    where: Where,
    category_of: CategoryOf,
    *columns: ColumnElement[Any],
    source: FromClause | None = None,
) -> Select[Any]:
    if source is None:
        by_name = where.category is not None or where.text is not None
        source = _with_streams() if by_name else events
    return select(*columns).select_from(source).where(*_conditions(where, category_of))


def _with_streams() -> FromClause:
    return events.join(streams, streams.c.id == events.c.stream)


def _conditions(where: Where, category_of: CategoryOf) -> list[ColumnElement[bool]]:
    e, name = events.c, streams.c.name
    conditions: list[ColumnElement[bool]] = []
    if where.stream not in {None, ALL}:
        key = select(streams.c.id).where(name == where.stream)
        conditions.append(e.stream == key.scalar_subquery())
    if where.streams is not None:
        keys = select(streams.c.id).where(name.in_(sorted(where.streams)))
        conditions.append(e.stream.in_(keys))
    if where.category is not None:
        conditions.append(category_of(name) == where.category)
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
    after: BindParameter[int] = bindparam("after", 0, BigInteger)
    order = position if where.stream in {None, ALL} else events.c.version
    return (
        statement.where(position < after if backward else position > after)
        .order_by(order.desc() if backward else order)
        .limit(bindparam("limit", 0, BigInteger))
    )
