"""The transactions that append: whole functions, for the thread of the writing connection."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from itertools import chain

from domain.blocks.event_store import (
    EVERYTHING,
    AppendRefused,
    DuplicateEvent,
    Head,
    RecordedEvent,
    StoreFault,
)
from persistence.append_group import AppendGroup, Commits, Names, Result, became
from persistence.sqlite import queries, reader
from persistence.sqlite.connection import transaction

_STREAMS = """
    SELECT name, id, version FROM streams WHERE name IN (SELECT value FROM json_each(?))
"""
_TYPES = """
    SELECT name, id, schema FROM event_types WHERE name IN (SELECT value FROM json_each(?))
"""
_GAMES = """
    SELECT name, id, last_position FROM games WHERE name IN (SELECT value FROM json_each(?))
"""
_LAST_KEYS = """
    SELECT max(id), (SELECT max(id) FROM event_types), (SELECT max(id) FROM games) FROM streams
"""
_POSITION = "SELECT position FROM events WHERE event_id = ?"
_HEAD = "SELECT version, digest FROM streams WHERE id = 0"

_ADD_EVENT = "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_AT_ONCE = 50
_ADD_EVENTS = _ADD_EVENT + ", (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)" * (_AT_ONCE - 1)
_ADD_CAUSE = "INSERT INTO causes VALUES (?, ?, ?, ?)"
_ADD_TYPE = "INSERT INTO event_types VALUES (?, ?, ?)"
_MOVE_STREAM = """
    INSERT INTO streams VALUES (?, ?, ?, ?, ?, NULL) ON CONFLICT (id)
    DO UPDATE SET version = excluded.version, last_position = excluded.last_position
"""
_MOVE_GAME = """
    INSERT INTO games VALUES (?, ?, ?) ON CONFLICT (id)
    DO UPDATE SET last_position = excluded.last_position
"""
_MOVE_HEAD = """
    UPDATE streams SET version = ?1, first_position = 1, last_position = ?1, digest = ?2
    WHERE id = 0
"""


def append_together(connection: sqlite3.Connection, group: Sequence[Commits]) -> list[Result]:
    """Add the group in one transaction, each of its commits judged on their own."""
    try:
        with transaction(connection):
            admitted = _admitted(connection, group)
            if admitted.events:
                _insert(connection, admitted)
            return _settled(connection, group, admitted.results)
    except sqlite3.IntegrityError as error:
        if len(group) == 1:
            return _settled(connection, group, [_conflict(connection, group[0], error)])
        return [result for commits in group for result in append_together(connection, [commits])]
    except sqlite3.Error as error:
        return [error] * len(group)


def _settled(
    connection: sqlite3.Connection, group: Sequence[Commits], results: Sequence[Result]
) -> list[Result]:
    """The results, but for refused commits that are in the log already their events there."""
    return [
        _found(connection, commits) or result if isinstance(result, AppendRefused) else result
        for commits, result in zip(group, results, strict=True)
    ]


def _found(connection: sqlite3.Connection, commits: Commits) -> Sequence[RecordedEvent]:
    first = (commits[0].events[0].event_id.bytes,)
    count = sum(len(commit.events) for commit in commits)
    for (position,) in connection.execute(_POSITION, first).fetchall():
        query = queries.page(EVERYTHING, (position - 1, None), count, backward=False)
        recorded = reader.read_page(connection, query)
        if became(commits, recorded):
            return recorded
    return ()


def _conflict(connection: sqlite3.Connection, commits: Commits, error: Exception) -> Exception:
    for event in (event for commit in commits for event in commit.events):
        if connection.execute(_POSITION, (event.event_id.bytes,)).fetchone():
            return DuplicateEvent(event.event_id)
    return StoreFault(
        f"The heads of the log do not fit its events ({error}): `lunar verify` finds the damage."
    )


def _admitted(connection: sqlite3.Connection, group: Sequence[Commits]) -> AppendGroup:
    names = Names(group)
    last_keys = connection.execute(_LAST_KEYS).fetchone()
    return AppendGroup(
        group,
        Head(*connection.execute(_HEAD).fetchone()),
        _find(connection, _STREAMS, names.streams),
        _find(connection, _TYPES, names.types),
        _find(connection, _GAMES, names.games),
        (last_keys[0] or 0, last_keys[1] or 0, last_keys[2] or 0),
    )


def _find(
    connection: sqlite3.Connection, query: str, names: Sequence[str]
) -> list[tuple[str, int, int]]:
    return connection.execute(query, (json.dumps(names),)).fetchall()


def _insert(connection: sqlite3.Connection, group: AppendGroup) -> None:
    many = connection.executemany
    many(_MOVE_STREAM, group.stream_heads)
    many(_MOVE_GAME, group.game_heads)
    many(_ADD_TYPE, group.new_types)
    many(_ADD_CAUSE, group.causes)
    whole = len(group.events) - len(group.events) % _AT_ONCE
    for start in range(0, whole, _AT_ONCE):
        block = chain.from_iterable(group.events[start : start + _AT_ONCE])
        connection.execute(_ADD_EVENTS, tuple(block))
    many(_ADD_EVENT, group.events[whole:])
    connection.execute(_MOVE_HEAD, group.head)
