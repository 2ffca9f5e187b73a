"""What the server itself can rule out of a question about data, which is only bytes there.

Whether an event is meant is decided by the program. What is ruled out here cannot be: letters
beyond ASCII and escapes, of which the server knows other things or nothing, rule nothing out.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, LargeBinary, and_, bindparam, collate, exists, func, or_

from domain.blocks.conditions.mentions import mentions
from domain.blocks.event_store import Where
from persistence.log_queries import events, streams

_DATA = events.c.data


def candidates(where: Where) -> list[ColumnElement[bool]]:
    """What holds of each event that has the text, and of which the condition holds."""
    found: list[ColumnElement[bool]] = []
    if where.text is not None:
        found.append(_may_hold(where.text.casefold()))
    if where.condition is not None:
        words = sorted(mentions(where.condition))
        found.append(or_(_has(b"\\"), and_(True, *(_has(word.encode()) for word in words))))
    return found


def _has(part: bytes) -> ColumnElement[bool]:
    sought = bindparam(None, part, LargeBinary)
    return func.pg_catalog.position(_DATA, sought) > 0


def _may_hold(folded: str) -> ColumnElement[bool]:
    shown = func.encode(_DATA, "escape")  # ASCII, with a backslash for each other byte
    named = streams.alias("named").c
    stream_may = exists().where(
        named.id == events.c.stream,
        or_(func.octet_length(named.name) > func.length(named.name), _in(folded, named.name)),
    )
    return or_(func.strpos(shown, "\\") > 0, _in(folded, shown), stream_may)


def _in(folded: str, text: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether the ASCII text has it in it, in letters of either case."""
    return func.strpos(func.lower(collate(text, "C")), folded) > 0
