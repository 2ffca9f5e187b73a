"""The reads of an event store in SQL, whatever its dialect, as statements to compile.

The tables have the same names and columns in all of them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

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

from domain.blocks.conditions.expressions import show
from domain.blocks.event_store import ALL, Where

FIRST_OF_ALL = 0
LAST_OF_ALL = 2**63 - 1
"""Positions that all events are beyond, forward and backward."""


Span = tuple[int | None, int | None]
"""The position beyond which a page begins, and the last one that may be in it."""


def bounds(span: Span, *, backward: bool) -> dict[str, int]:
    """The values of `after` and `upto` for a page; none restricts it where it is not given."""
    after, upto = span
    first, last = (LAST_OF_ALL, FIRST_OF_ALL) if backward else (FIRST_OF_ALL, LAST_OF_ALL)
    return {"after": first if after is None else after, "upto": last if upto is None else upto}


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
games = _columns("games", "id name last_position")
causes = _columns("causes", "id correlation_id causation_id player")


def page(
    where: Where, category_of: CategoryOf, *, backward: bool, bounded: bool = False
) -> Select[Any]:
    """At most `limit` whole events of the selection beyond the position `after`.

    One that is not `bounded` by `upto` goes through the log until it has enough, whatever indexes
    there are of types and categories: sorting all that such an index has would take longer.
    """
    e = events.c
    statement = _select(
        _Selection(where, category_of, by_index=bounded),
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
    selection = _Selection(where, category_of, by_index=False)
    statement = _select(selection, e.position, e.type, e.data, e.recorded_at)
    return _beyond(statement, where, backward=backward)


def positions(where: Where, category_of: CategoryOf) -> Select[Any]:
    """The positions of the selection's events."""
    position = events.c.position
    selection = _Selection(where, category_of, by_index=True)
    return _select(selection, position).order_by(position)


def positions_between(where: Where, category_of: CategoryOf) -> Select[Any]:
    """The positions of the selection's events beyond `after`, up to `upto` itself."""
    position = events.c.position
    beyond = position > _bound("after")
    return positions(where, category_of).where(beyond, position <= _bound("upto"))


def data_between(where: Where, category_of: CategoryOf) -> Select[Any]:
    """Position, stream and data of at most `limit` events of the selection, as far as `upto`."""
    e = events.c
    selection = _Selection(where, category_of, by_index=True)
    statement = _select(selection, e.position, streams.c.name, e.data, source=_with_streams())
    return _beyond(statement, Where(), backward=False)


class _Selection(NamedTuple):
    where: Where
    category_of: CategoryOf
    by_index: bool


def _select(
    selection: _Selection,
    *columns: ColumnElement[Any],
    source: FromClause | None = None,
) -> Select[Any]:
    if source is None:
        source = events if selection.where.text is None else _with_streams()
    conditions = (*_of_place(selection), *_of_content(selection.where))
    return select(*columns).select_from(source).where(*conditions)


def _with_streams() -> FromClause:
    return events.join(streams, streams.c.id == events.c.stream)


def _of_place(selection: _Selection) -> list[ColumnElement[bool]]:
    """What is asked of an event's keys: its stream, type and game.

    A sum is no column, so an index of the column does not serve it. No event of a game is beyond
    the last of all games: what other events follow it need not be looked at.
    """
    where, category_of, by_index = selection
    e, named = events.c, streams.alias("named")
    narrow = where.game is not None or where.stream not in {None, ALL}
    stream = e.stream if by_index else e.stream + 0
    kind = e.type if by_index and not narrow else e.type + 0
    conditions: list[ColumnElement[bool]] = []
    if where.stream not in {None, ALL}:
        key = select(named.c.id).where(named.c.name == where.stream)
        conditions.append(e.stream == key.scalar_subquery())
    if where.streams is not None:
        keys = select(named.c.id).where(named.c.name.in_(sorted(where.streams)))
        conditions.append(e.stream.in_(keys))
    if where.category is not None:
        keys = select(named.c.id).where(category_of(named.c.name) == where.category)
        conditions.append(stream.in_(keys))
    if where.types is not None:
        keys = select(event_types.c.id).where(event_types.c.name.in_(sorted(where.types)))
        conditions.append(kind.in_(keys))
    if where.game is not None:
        key = select(games.c.id).where(games.c.name == where.game)
        conditions.append(e.game == key.scalar_subquery())
    if where.games_only:
        last = select(func.max(games.c.last_position)).scalar_subquery()
        conditions += [e.game.is_not(None), e.position <= last]
    return conditions


def _of_content(where: Where) -> list[ColumnElement[bool]]:
    """What is asked of an event itself."""
    e = events.c
    conditions: list[ColumnElement[bool]] = []
    if where.player is not None:
        cause = causes.alias("its_cause").c
        player = select(cause.player).where(cause.id == e.cause)
        conditions.append(player.scalar_subquery() == where.player)
    if where.since is not None:
        conditions.append(e.recorded_at >= where.since)
    if where.until is not None:
        conditions.append(e.recorded_at < where.until)
    if where.text is not None:
        conditions.append(func.holds(where.text, streams.c.name, cast(e.data, LargeBinary)))
    if where.condition is not None:
        conditions.append(func.meets(show(where.condition), cast(e.data, LargeBinary)))
    return conditions


def _bound(name: str) -> BindParameter[int]:
    return bindparam(name, 0, BigInteger)


def _beyond(statement: Select[Any], where: Where, *, backward: bool) -> Select[Any]:
    """The page; a stream's own order is that of its index on the version."""
    position = events.c.position
    after, upto = _bound("after"), _bound("upto")
    order = position if where.stream in {None, ALL} else events.c.version
    return (
        statement.where(
            *(
                (position < after, position >= upto)
                if backward
                else (position > after, position <= upto)
            )
        )
        .order_by(order.desc() if backward else order)
        .limit(bindparam("limit", 0, BigInteger))
    )
