"""The lists of streams, categories and types in SQL, whatever its dialect, to be compiled.

Only the order by name has an index of its own: what else a list may be in the order of changes with
every append, which would pay for it. Such a page is chosen in one pass over the names.
"""

from __future__ import annotations

from typing import Any, assert_never

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    FromClause,
    Label,
    Select,
    Text,
    bindparam,
    cast,
    column,
    func,
    literal,
    literal_column,
    select,
    table,
    true,
    tuple_,
)

from domain.blocks.event_store import ALL
from domain.blocks.listing import Listing
from persistence.log_queries import CategoryOf, event_types, events

_streams = table(
    "streams", *map(column, ("id", "name", "version", "first_position", "last_position"))
)


def entries(listing: Listing, category_of: CategoryOf, *, beyond: bool) -> Select[Any]:
    """At most `limit` entries of the list; with `beyond`, after the one of `number` and `name`."""
    found = _found(listing, category_of)
    number = _number(listing, found)
    page = select(found, number).where(_named(listing, found)).order_by(*_order(listing, found))
    if beyond:
        place = (bindparam("number", 0, BigInteger), bindparam("name", "", Text))
        key, after = tuple_(number.element, found.c.name), tuple_(*place)
        page = page.where(key < after if listing.descending else key > after)
    chosen = page.limit(bindparam("limit", 0, BigInteger)).subquery()
    first, last = events.alias("first_events"), events.alias("last_events")
    return (
        select(
            chosen.c.name,
            chosen.c.events,
            chosen.c.first_position,
            chosen.c.last_position,
            func.coalesce(first.c.recorded_at, 0),
            func.coalesce(last.c.recorded_at, 0),
        )
        .select_from(chosen)
        .outerjoin(first, first.c.position == chosen.c.first_position)
        .outerjoin(last, last.c.position == chosen.c.last_position)
        .order_by(*_order(listing, chosen))
    )


def count(listing: Listing, category_of: CategoryOf) -> Select[Any]:
    """How many entries the list has."""
    found = _found(listing, category_of)
    return select(func.count(literal_column("*"))).select_from(found).where(_named(listing, found))


def ends(listing: Listing, category_of: CategoryOf) -> Select[Any]:
    """The number and name of the last entry of each page of `every` entries."""
    found = _found(listing, category_of)
    order = _order(listing, found)
    place = func.row_number().over(order_by=order).label("place")
    numbered = (
        select(_number(listing, found), found.c.name, place)
        .where(_named(listing, found))
        .subquery()
    )
    return (
        select(numbered.c.number, numbered.c.name)
        .where(numbered.c.place % bindparam("every", 1, BigInteger) == 0)
        .order_by(numbered.c.place)
    )


def _found(listing: Listing, category_of: CategoryOf) -> FromClause:
    """All entries, each with its name, its number of events, and its first and last position."""
    s, e = _streams.c, events.c
    match listing.of:
        case "streams":
            return (
                select(s.name, s.version.label("events"), s.first_position, s.last_position)
                .where(s.name != ALL)
                .subquery("found")
            )
        case "categories":
            name = category_of(s.name).label("name")
            numbers = _summed(s.version, s.first_position, s.last_position)
            return select(name, *numbers).where(s.name != ALL).group_by(name).subquery("found")
        case "types":
            one: ColumnElement[int] = literal_column("1")
            schemas = select(e.type, *_summed(one, e.position, e.position)).group_by(e.type)
            by_key = schemas.subquery("by_key")
            c = by_key.c
            return (
                select(event_types.c.name, *_summed(c.events, c.first_position, c.last_position))
                .select_from(by_key.join(event_types, event_types.c.id == c.type))
                .group_by(event_types.c.name)
                .subquery("found")
            )
        case _:
            assert_never(listing.of)


def _summed(
    number: ColumnElement[Any], first: ColumnElement[Any], last: ColumnElement[Any]
) -> tuple[Label[Any], ...]:
    return (
        cast(func.sum(number), BigInteger).label("events"),
        func.min(first).label("first_position"),
        func.max(last).label("last_position"),
    )


def _number(listing: Listing, found: FromClause) -> Label[Any]:
    columns = {"events": "events", "first": "first_position", "last": "last_position"}
    if listing.order == "name":
        return literal(0, BigInteger, literal_execute=True).label("number")
    number: ColumnElement[Any] = found.c[columns[listing.order]]
    return number.label("number")


def _order(listing: Listing, found: FromClause) -> list[ColumnElement[Any]]:
    columns: list[ColumnElement[Any]] = [found.c.name]
    if listing.order != "name":
        columns = [_number(listing, found).element, found.c.name]
    return [each.desc() for each in columns] if listing.descending else columns


def _named(listing: Listing, found: FromClause) -> ColumnElement[bool]:
    if not listing.text:
        return true()
    wanted = listing.text.encode().lower().decode()
    return func.lower(found.c.name).contains(wanted, autoescape=True)
