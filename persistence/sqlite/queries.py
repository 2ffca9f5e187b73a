"""The reads of the store as SQLite takes them, composed once for each selection."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func
from sqlalchemy.dialects.sqlite import dialect

from domain.blocks.event_store import Where
from domain.blocks.listing import EntryKey, Listing
from persistence import listing_queries, log_queries
from persistence.log_queries import Span, bounds

_DIALECT = dialect(paramstyle="named")


class Query(NamedTuple):
    """SQL text, and values by the names that it has for them."""

    sql: str
    values: dict[str, Any]


def page(where: Where, span: Span, limit: int, *, backward: bool) -> Query:
    """Whole events of the selection beyond a position, up to another."""
    query = _page(where, backward, span[1] is not None)
    return Query(query.sql, query.values | bounds(span, backward=backward) | {"limit": limit})


def facts(where: Where, after: int | None, limit: int, *, backward: bool) -> Query:
    """Position, type key, data and time of the selection's events beyond a position."""
    query = _facts(where, backward)
    span = bounds((after, None), backward=backward)
    return Query(query.sql, query.values | span | {"limit": limit})


@lru_cache(maxsize=64)
def positions(where: Where) -> Query:
    """The positions of the selection's events."""
    return _compile(log_queries.positions(where, _category_of))


def positions_between(where: Where, after: int, upto: int) -> Query:
    """The positions of the selection's events beyond `after`, up to `upto`."""
    query = _positions_between(where)
    return Query(query.sql, query.values | {"after": after, "upto": upto})


def entries(listing: Listing, after: EntryKey | None, limit: int) -> Query:
    """A page of a list beyond an entry."""
    query = _entries(listing, after is not None)
    key = {} if after is None else after._asdict()
    return Query(query.sql, query.values | key | {"limit": limit})


@lru_cache(maxsize=64)
def entry_count(listing: Listing) -> Query:
    """How many entries a list has."""
    return _compile(listing_queries.count(listing, _category_of))


def entry_ends(listing: Listing, every: int) -> Query:
    """The keys of the last entries of full pages."""
    query = _entry_ends(listing)
    return Query(query.sql, query.values | {"every": every})


@lru_cache(maxsize=64)
def _positions_between(where: Where) -> Query:
    return _compile(log_queries.positions_between(where, _category_of))


@lru_cache(maxsize=64)
def _entries(listing: Listing, beyond: bool) -> Query:
    return _compile(listing_queries.entries(listing, _category_of, beyond=beyond))


@lru_cache(maxsize=64)
def _entry_ends(listing: Listing) -> Query:
    return _compile(listing_queries.ends(listing, _category_of))


@lru_cache(maxsize=64)
def _page(where: Where, backward: bool, bounded: bool) -> Query:
    return _compile(log_queries.page(where, _category_of, backward=backward, bounded=bounded))


@lru_cache(maxsize=64)
def _facts(where: Where, backward: bool) -> Query:
    return _compile(log_queries.facts(where, _category_of, backward=backward))


def _category_of(name: ColumnElement[Any]) -> ColumnElement[Any]:
    return func.substr(name, 1, func.instr(name + "-", "-") - 1)


def _compile(statement: Select[Any]) -> Query:
    compiled = statement.compile(dialect=_DIALECT, compile_kwargs={"render_postcompile": True})
    return Query(str(compiled), dict(compiled.params))
