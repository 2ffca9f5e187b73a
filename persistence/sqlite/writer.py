"""The transactions that append: whole functions, for the thread of the writing connection."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

from domain.blocks.event_store import (
    ALL,
    AppendRefused,
    Commit,
    DuplicateEvent,
    Head,
    RecordedEvent,
    StoreFault,
)
from persistence.log_end import LogEnd
from persistence.sqlite.connection import transaction
from persistence.sqlite.keys import Keys

Result = Sequence[RecordedEvent] | Exception
"""What became of a commit: its events in the log, or why it is not there."""

_Row = tuple[Any, ...]

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


def append_together(connection: sqlite3.Connection, commits: Sequence[Commit]) -> list[Result]:
    """Add the commits in one transaction, each judged on its own."""
    try:
        with transaction(connection):
            return _Group(connection, commits).write()
    except sqlite3.IntegrityError as error:
        if len(commits) == 1:
            return [_conflict(connection, commits[0], error)]
        return [result for commit in commits for result in append_together(connection, [commit])]
    except sqlite3.Error as error:
        return [error] * len(commits)


def _conflict(connection: sqlite3.Connection, commit: Commit, error: Exception) -> Exception:
    known = "SELECT 1 FROM events WHERE event_id = ?"
    for event in commit.events:
        if connection.execute(known, (event.event_id.bytes,)).fetchone():
            return DuplicateEvent(event.event_id)
    return StoreFault(
        f"The heads of the log do not fit its events ({error}): `lunar verify` finds the damage."
    )


def _causes(recorded: Sequence[RecordedEvent]) -> dict[int, _Row]:
    """The rows of `causes` for the events of one commit, by their parents' ids."""
    first = recorded[0]
    correlation_id, player = first.correlation_id.bytes, first.player
    causes: dict[int, _Row] = {}
    for event in recorded:
        parent = event.causation_id
        if parent.int not in causes:
            causes[parent.int] = (event.position, correlation_id, parent.bytes, player)
    return causes


class _Group:
    """Commits on their way into the log, and what the tables say about their streams and games."""

    def __init__(self, connection: sqlite3.Connection, commits: Sequence[Commit]) -> None:
        self._connection = connection
        self._commits = commits
        events = [event for commit in commits for event in commit.events]
        streams = self._find(
            _STREAMS, {e.stream for e in events}.union(*(commit.expect for commit in commits))
        )
        types = self._find(_TYPES, {event.type for event in events})
        games = self._find(
            _GAMES,
            {event.game for event in events if event.game is not None}
            | {commit.expect_game[0] for commit in commits if commit.expect_game},
        )
        last_keys = [key or 0 for key in connection.execute(_LAST_KEYS).fetchone()]
        self._streams = Keys(((name, key) for name, key, _ in streams), last_keys[0])
        self._types = Keys((((name, schema), key) for name, key, schema in types), last_keys[1])
        self._games = Keys(((name, key) for name, key, _ in games), last_keys[2])
        head = Head(*connection.execute(_HEAD).fetchone())
        self._end = LogEnd(
            head,
            {name: version for name, _, version in streams} | {ALL: head.position},
            {name: last for name, _, last in games},
        )

    def write(self) -> list[Result]:
        """Put what fits into the tables; for each commit its events, or why it was refused."""
        results: list[Result] = []
        added: list[RecordedEvent] = []
        causes: list[_Row] = []
        events: list[_Row] = []
        for commit in self._commits:
            try:
                recorded = self._end.admit(commit)
            except AppendRefused as refusal:
                results.append(refusal)
                continue
            results.append(recorded)
            added += recorded
            causes_of_these = _causes(recorded)
            causes += causes_of_these.values()
            events += self._rows(recorded, causes_of_these)
        if added:
            self._insert(added, causes, events)
        return results

    def _insert(
        self, added: Sequence[RecordedEvent], causes: Sequence[_Row], events: Sequence[_Row]
    ) -> None:
        many = self._connection.executemany
        many(_MOVE_STREAM, self._stream_heads(added))
        many(_MOVE_GAME, self._game_heads(added))
        many(_ADD_TYPE, [(key, *kind) for kind, key in self._types.added.items()])
        many(_ADD_CAUSE, causes)
        whole = len(events) - len(events) % _AT_ONCE
        for start in range(0, whole, _AT_ONCE):
            block = chain.from_iterable(events[start : start + _AT_ONCE])
            self._connection.execute(_ADD_EVENTS, tuple(block))
        many(_ADD_EVENT, events[whole:])
        self._connection.execute(_MOVE_HEAD, self._end.head)

    def _rows(self, recorded: Sequence[RecordedEvent], causes: dict[int, _Row]) -> list[_Row]:
        streams, types, games = self._streams, self._types, self._games
        return [
            (
                event.position,
                streams[event.stream],
                event.version,
                types[event.type, event.schema],
                event.data,
                None if event.game is None else games[event.game],
                event.event_id.bytes,
                event.command_id.bytes,
                causes[event.causation_id.int][0],
                event.recorded_at,
                event.digest,
            )
            for event in recorded
        ]

    def _stream_heads(self, added: Sequence[RecordedEvent]) -> list[_Row]:
        firsts: dict[str, int] = {}
        lasts: dict[str, RecordedEvent] = {}
        for event in added:
            firsts.setdefault(event.stream, event.position)
            lasts[event.stream] = event
        return [
            (self._streams[name], name, last.version, firsts[name], last.position)
            for name, last in lasts.items()
        ]

    def _game_heads(self, added: Sequence[RecordedEvent]) -> list[_Row]:
        lasts = {event.game: event.position for event in added if event.game is not None}
        return [(self._games[name], name, last) for name, last in lasts.items()]

    def _find(self, query: str, names: Iterable[str]) -> list[tuple[str, int, int]]:
        return self._connection.execute(query, (json.dumps(list(names)),)).fetchall()
