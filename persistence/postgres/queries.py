"""The reads of the store as asyncpg takes them, composed once for each selection."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any, NamedTuple

from msgspec import structs
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Dialect,
    Select,
    bindparam,
    func,
    literal_column,
    select,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg

from domain.blocks.event_store import Where
from domain.blocks.listing import EntryKey, Listing
from persistence import listing_queries, log_queries
from persistence.log_queries import CategoryOf, Span, bounds
from persistence.postgres.candidates import candidates

_DIALECT: Dialect = PGDialect_asyncpg()  # type: ignore[no-untyped-call]


class Query(NamedTuple):
    """SQL text, and values in the order in which it asks for them."""

    sql: str
    values: tuple[Any, ...]


class _Compiled(NamedTuple):
    sql: str
    names: tuple[str, ...]
    values: dict[str, Any]

    def __call__(self, **values: int | str) -> Query:
        known = self.values | values
        return Query(self.sql, tuple(known[name] for name in self.names))


def page(where: Where, span: Span, limit: int, *, backward: bool) -> Query:
    """Whole events of the selection, or `candidates` for it, beyond a position, up to another."""
    return _page(where, backward, span[1] is not None)(
        **bounds(span, backward=backward), limit=limit
    )


def facts(where: Where, after: int | None, limit: int, *, backward: bool) -> Query:
    """Position, type key, data and time of the selection's events beyond a position."""
    return _facts(where, backward)(**bounds((after, None), backward=backward), limit=limit)


def marks(where: Where, every: int) -> Query:
    """How many events the selection has, and the position of every nth."""
    return _marks(where)(every=every)


def positions_between(where: Where, after: int, upto: int) -> Query:
    """The positions of the selection's events beyond `after`, up to `upto`."""
    return _positions_between(where)(after=after, upto=upto)


def data_between(where: Where, after: int, upto: int, limit: int) -> Query:
    """Position, stream and data of `candidates` for the selection beyond `after`, up to `upto`."""
    return _data_between(where)(after=after, upto=upto, limit=limit)


def entries(listing: Listing, after: EntryKey | None, limit: int) -> Query:
    """A page of a list beyond an entry."""
    key = {} if after is None else after._asdict()
    return _entries(listing, after is not None)(**key, limit=limit)


def entry_count(listing: Listing) -> Query:
    """How many entries a list has."""
    return _entry_count(listing)()


def entry_ends(listing: Listing, every: int) -> Query:
    """The keys of the last entries of full pages."""
    return _entry_ends(listing)(every=every)


@lru_cache(maxsize=64)
def _positions_between(where: Where) -> _Compiled:
    return _compile(log_queries.positions_between(where, _category_of))


@lru_cache(maxsize=64)
def _data_between(where: Where) -> _Compiled:
    return _compile(_of_candidates(where, log_queries.data_between))


@lru_cache(maxsize=64)
def _entries(listing: Listing, beyond: bool) -> _Compiled:
    return _compile(listing_queries.entries(listing, _category_of, beyond=beyond))


@lru_cache(maxsize=64)
def _entry_count(listing: Listing) -> _Compiled:
    return _compile(listing_queries.count(listing, _category_of))


@lru_cache(maxsize=64)
def _entry_ends(listing: Listing) -> _Compiled:
    return _compile(listing_queries.ends(listing, _category_of))


@lru_cache(maxsize=64)
def _page(where: Where, backward: bool, bounded: bool) -> _Compiled:
    return _compile(
        _of_candidates(where, partial(log_queries.page, backward=backward, bounded=bounded))
    )


@lru_cache(maxsize=64)
def _facts(where: Where, backward: bool) -> _Compiled:
    return _compile(log_queries.facts(where, _category_of, backward=backward))


@lru_cache(maxsize=64)
def _marks(where: Where) -> _Compiled:
    found = log_queries.positions(where, _category_of).subquery()
    position = found.c.position
    numbered = select(
        position, (func.row_number().over(order_by=position) - 1).label("number")
    ).subquery()
    marked = numbered.c.number % bindparam("every", 1, BigInteger) == 0
    in_order = aggregate_order_by(numbered.c.position, numbered.c.position)
    return _compile(
        select(
            func.count(literal_column("*")),
            func.coalesce(func.array_agg(in_order).filter(marked), literal_column("'{}'")),
        ).select_from(numbered)
    )


def _of_candidates(where: Where, query: Callable[[Where, CategoryOf], Select[Any]]) -> Select[Any]:
    """The query of events whose keys are those of the selection, and that may be part of it."""
    by_keys = structs.replace(where, text=None, condition=None)
    return query(by_keys, _category_of).where(*candidates(where))


def _category_of(name: ColumnElement[Any]) -> ColumnElement[Any]:
    return func.split_part(name, "-", 1)


def _compile(statement: Select[*tuple[Any, ...]]) -> _Compiled:
    compiled = statement.compile(dialect=_DIALECT, compile_kwargs={"render_postcompile": True})
    return _Compiled(str(compiled), tuple(compiled.positiontup or ()), dict(compiled.params))
