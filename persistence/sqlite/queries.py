"""The reads of the store as SQLite takes them, composed once for each selection."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func
from sqlalchemy.dialects.sqlite import dialect

from domain.blocks.event_store import Where
from persistence import log_queries
from persistence.log_queries import FIRST_OF_ALL, LAST_OF_ALL

_DIALECT = dialect(paramstyle="named")


class Query(NamedTuple):
    """SQL text, and values by the names that it has for them."""

    sql: str
    values: dict[str, Any]


def page(where: Where, after: int | None, limit: int, *, backward: bool) -> Query:
    """Whole events of the selection beyond a position."""
    sql, values = _page(where, backward)
    if after is None:
        after = LAST_OF_ALL if backward else FIRST_OF_ALL
    return Query(sql, {**values, "after": after, "limit": limit})


def facts(where: Where, after: int, limit: int) -> Query:
    """Position, type key, data and time of the selection's events after a position."""
    sql, values = _facts(where)
    return Query(sql, {**values, "after": after, "limit": limit})


@lru_cache(maxsize=64)
def positions(where: Where) -> Query:
    """The positions of the selection's events."""
    return _compile(log_queries.positions(where, _category_of))


@lru_cache(maxsize=64)
def _page(where: Where, backward: bool) -> Query:
    return _compile(log_queries.page(where, _category_of, backward=backward))


@lru_cache(maxsize=64)
def _facts(where: Where) -> Query:
    return _compile(log_queries.facts(where, _category_of))


def _category_of(name: ColumnElement[Any]) -> ColumnElement[Any]:
    return func.substr(name, 1, func.instr(name + "-", "-") - 1)


def _compile(statement: Select[Any]) -> Query:
    compiled = statement.compile(dialect=_DIALECT, compile_kwargs={"render_postcompile": True})
    return Query(str(compiled), dict(compiled.params))
