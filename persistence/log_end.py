"""The end of a log: what an append must fit, and what its events become there."""

from __future__ import annotations

from collections.abc import Sequence

from domain.blocks.digest import GENESIS, digest
from domain.blocks.event_store import (
    ALL,
    AppendRefused,
    Commit,
    DuplicateEvent,
    Expected,
    GameMoved,
    Head,
    RecordedEvent,
    WrongVersion,
)

EMPTY = Head(0, GENESIS)
"""The end of a log without events."""


class LogEnd:
    """Admits commits one after another, as every store does it, whatever it keeps them in.

    `versions` and `games` hold the versions of streams and the positions of the games' last
    events, at least of those that the commits are about. `$all` is a stream among them.
    """

    def __init__(
        self,
        head: Head = EMPTY,
        versions: dict[str, int] | None = None,
        games: dict[str, int] | None = None,
    ) -> None:
        self.head = head
        self.versions = versions or {}
        self.games = games or {}
        self.ids: set[int] = set()

    def admit(self, commits: Sequence[Commit]) -> list[list[RecordedEvent]]:
        """The events of each of the commits as they stand in the log from now on.

        Raises `AppendRefused` if one does not fit, and then the end of the log is where it was.
        """
        draft = _Draft(self)
        recorded = [draft.admit(commit) for commit in commits]
        self.head = draft.head
        self.versions.update(draft.versions)
        self.games.update(draft.games)
        self.ids |= draft.ids
        return recorded


class _Draft:
    """What commits that are admitted together change at the end of a log, or would."""

    def __init__(self, end: LogEnd) -> None:
        self._end = end
        self.head = end.head
        self.versions: dict[str, int] = {}
        self.games: dict[str, int] = {}
        self.ids: set[int] = set()

    def admit(self, commit: Commit) -> list[RecordedEvent]:
        """The commit's events after those of the commits before it. Raises `AppendRefused`."""
        _check_names(commit)
        self._check_expectations(commit)
        self.ids |= self._check_ids(commit)
        recorded = self._record(commit)
        self.head = Head(recorded[-1].position, recorded[-1].digest)
        self.versions[ALL] = self.head.position
        self.games.update(
            {event.game: event.position for event in recorded if event.game is not None}
        )
        return recorded

    def _check_expectations(self, commit: Commit) -> None:
        if commit.expect_game:
            game, position = commit.expect_game
            actual = self.games.get(game) or self._end.games.get(game, 0)
            if actual != position:
                raise GameMoved(game, position, actual)
        for stream, expected in commit.expect.items():
            version = self.versions.get(stream) or self._end.versions.get(stream, 0)
            if not _fits(expected, version):
                raise WrongVersion(stream, expected, version)

    def _check_ids(self, commit: Commit) -> set[int]:
        ids = {event.event_id.int for event in commit.events}
        known = self._end.ids
        if len(ids) < len(commit.events) or not (
            ids.isdisjoint(known) and ids.isdisjoint(self.ids)
        ):
            seen = known | self.ids
            for event in commit.events:
                if event.event_id.int in seen:
                    raise DuplicateEvent(event.event_id)
                seen.add(event.event_id.int)
        return ids

    def _record(self, commit: Commit) -> list[RecordedEvent]:
        last, previous = self.head
        versions, before = self.versions, self._end.versions
        recorded: list[RecordedEvent] = []
        for position, event in enumerate(commit.events, last + 1):
            version = versions.get(event.stream) or before.get(event.stream, 0)
            versions[event.stream] = version = version + 1
            previous = digest(
                previous,
                position,
                event.stream,
                version,
                (event.type, event.schema),
                event.game,
                (event.event_id, commit.correlation_id, event.causation_id, event.command_id),
                commit.player,
                commit.recorded_at,
                event.data,
            )
            recorded.append(
                RecordedEvent(
                    position=position,
                    stream=event.stream,
                    version=version,
                    type=event.type,
                    schema=event.schema,
                    data=event.data,
                    game=event.game,
                    event_id=event.event_id,
                    correlation_id=commit.correlation_id,
                    causation_id=event.causation_id,
                    command_id=event.command_id,
                    player=commit.player,
                    recorded_at=commit.recorded_at,
                    digest=previous,
                )
            )
        return recorded


def storable(*names: str) -> bool:
    """Whether every store can hold the names."""
    try:
        return b"\0" not in "".join(names).encode()
    except UnicodeEncodeError:
        return False


def _check_names(commit: Commit) -> None:
    streams = {event.stream for event in commit.events}
    if ALL in streams:
        raise AppendRefused(
            f"Nothing can be added to {ALL}, which is the stream of all events: "
            "name the stream that the event belongs to."
        )
    others = {name for event in commit.events for name in (event.type, event.game or "")}
    if not storable(*streams, *others, commit.player):
        raise AppendRefused(
            "The append has a stream, type, game or player whose name holds characters that "
            "cannot be stored: use ordinary text."
        )


def _fits(expected: Expected, version: int) -> bool:
    if expected == "any":
        return True
    if expected == "exists":
        return version > 0
    return version == expected
