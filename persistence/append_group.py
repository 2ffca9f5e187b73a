"""Commits that are appended together, and the rows that they come to in the tables of a store."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from domain.blocks.event_store import ALL, AppendRefused, Commit, Head, RecordedEvent
from persistence.keys import Keys
from persistence.log_end import LogEnd, storable

Commits = Sequence[Commit]
"""Commits that enter the log one after another, all of them or none."""

Result = Sequence[RecordedEvent] | Exception
"""What became of such commits: their events in the log, or why they are not there."""

Row = tuple[Any, ...]
"""The values of a table's row."""

Known = Iterable[tuple[str, int, int]]
"""What a table says of names: name, key, and version, schema or position."""


def became(commits: Commits, recorded: Sequence[RecordedEvent]) -> bool:
    """Whether these are the events that the commits became, all of them and in order."""
    start = 0
    for commit in commits:
        end = start + len(commit.events)
        if not commit.became(recorded[start:end]):
            return False
        start = end
    return start == len(recorded)


class Names:
    """The names that the tables are asked about for a group."""

    def __init__(self, group: Sequence[Commits]) -> None:
        commits = [commit for commits in group for commit in commits]
        events = [event for commit in commits for event in commit.events]
        self.streams = _storable(
            {event.stream for event in events}.union(*(commit.expect for commit in commits))
        )
        self.types = _storable({event.type for event in events})
        self.games = _storable(
            {event.game for event in events if event.game is not None}
            | {commit.expect_game[0] for commit in commits if commit.expect_game}
        )


def _storable(names: set[str]) -> list[str]:
    return list(names if storable(*names) else filter(storable, names))


class AppendGroup:
    """A group that was admitted, each of its commits on their own, and the rows to write for them.

    `last_keys` are the highest keys of streams, types and games so far.
    """

    def __init__(
        self,
        group: Sequence[Commits],
        head: Head,
        streams: Known,
        types: Known,
        games: Known,
        last_keys: tuple[int, int, int],
    ) -> None:
        streams, games = list(streams), list(games)
        self._streams = Keys(((name, key) for name, key, _ in streams), last_keys[0])
        self._types = Keys((((name, schema), key) for name, key, schema in types), last_keys[1])
        self._games = Keys(((name, key) for name, key, _ in games), last_keys[2])
        self._end = LogEnd(
            head,
            {name: version for name, _, version in streams} | {ALL: head.position},
            {name: last for name, _, last in games},
        )
        self._added: list[RecordedEvent] = []
        self.causes: list[Row] = []
        self.events: list[Row] = []
        self.results = [self._admit(commits) for commits in group]

    @property
    def head(self) -> Head:
        """Where the log ends now."""
        return self._end.head

    @property
    def new_types(self) -> list[Row]:
        """Key, name and schema of types that were not in the log."""
        return [(key, *kind) for kind, key in self._types.added.items()]

    @property
    def stream_heads(self) -> list[Row]:
        """Key, name, version, first and last position of streams; the first only counts if new."""
        firsts: dict[str, int] = {}
        lasts: dict[str, RecordedEvent] = {}
        for event in self._added:
            firsts.setdefault(event.stream, event.position)
            lasts[event.stream] = event
        return [
            (self._streams[name], name, last.version, firsts[name], last.position)
            for name, last in lasts.items()
        ]

    @property
    def game_heads(self) -> list[Row]:
        """Key, name and last position of games."""
        lasts = {event.game: event.position for event in self._added if event.game is not None}
        return [(self._games[name], name, last) for name, last in lasts.items()]

    def _admit(self, commits: Commits) -> Result:
        try:
            admitted = self._end.admit(commits)
        except AppendRefused as refusal:
            return refusal
        for recorded in admitted:
            causes = _causes(recorded)
            self.causes += causes.values()
            self.events += self._rows(recorded, causes)
        result = [event for recorded in admitted for event in recorded]
        self._added += result
        return result

    def _rows(self, recorded: Sequence[RecordedEvent], causes: dict[int, Row]) -> list[Row]:
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


def _causes(recorded: Sequence[RecordedEvent]) -> dict[int, Row]:
    """The rows of `causes` for the events of one commit, by their parents' ids."""
    first = recorded[0]
    correlation_id, player = first.correlation_id.bytes, first.player
    causes: dict[int, Row] = {}
    for event in recorded:
        parent = event.causation_id
        if parent.int not in causes:
            causes[parent.int] = (event.position, correlation_id, parent.bytes, player)
    return causes
