"""The reads of the store as SQLite takes them, composed once for each selection."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func
from sqlalchemy.dialects.sqlite import dialect

from domain.blocks.event_store import Where
from persistence import log_queries
from persistence.log_queries import beginning

_DIALECT = dialect(paramstyle="named")


class Query(NamedTuple):
    """SQL text, and values by the names that it has for them."""

    sql: str
    values: dict[str, Any]


def page(where: Where, after: int | None, limit: int, *, backward: bool) -> Query:
    """Whole events of the selection beyond a position."""
    return _beyond(_page(where, backward), after, limit, backward=backward)


def facts(where: Where, after: int | None, limit: int, *, backward: bool) -> Query:
    """Position, type key, data and time of the selection's events beyond a position."""
    return _beyond(_facts(where, backward), after, limit, backward=backward)


def _beyond(query: Query, after: int | None, limit: int, *, backward: bool) -> Query:
    place = {"after": beginning(after, backward=backward), "limit": limit}
    return Query(query.sql, query.values | place)


@lru_cache(maxsize=64)
def positions(where: Where) -> Query:
    """The positions of the selection's events."""
    return _compile(log_queries.positions(where, _category_of))


@lru_cache(maxsize=64)
def _page(where: Where, backward: bool) -> Query:
    return _compile(log_queries.page(where, _category_of, backward=backward))


@lru_cache(maxsize=64)
def _facts(where: Where, backward: bool) -> Query:
    return _compile(log_queries.facts(where, _category_of, backward=backward))


def _category_of(name: ColumnElement[Any]) -> ColumnElement[Any]:
    return func.substr(name, 1, func.instr(name + "-", "-") - 1)


def _compile(statement: Select[Any]) -> Query:
    compiled = statement.compile(dialect=_DIALECT, compile_kwargs={"render_postcompile": True})
    return Query(str(compiled), dict(compiled.params))
