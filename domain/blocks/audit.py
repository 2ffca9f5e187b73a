"""The audit: whether a log is whole, told from its events alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from domain.blocks.digest import GENESIS, digest
from domain.blocks.errors import UnknownEventType, UnreadableEvent
from domain.blocks.event_store import ALL, Head, RecordedEvent, StreamInfo
from domain.blocks.event_types import EventTypes


class Finding(NamedTuple):
    """Something wrong with a log: the position where it shows, and a sentence that says what."""

    position: int
    sentence: str


class Heads(NamedTuple):
    """What a store says of its ends: the log's, each stream's, and each game's last position."""

    log: Head
    streams: Sequence[StreamInfo]
    games: Mapping[str, int]


class Audit:
    """Checks a log from its first event to its last, a page at a time.

    Events of streams outside the game, which have no game, may be of any type.
    """

    def __init__(self, types: EventTypes) -> None:
        self._types = types
        self._streams: dict[str, StreamInfo] = {}
        self._games: dict[str, int] = {}
        self._last = Head(0, GENESIS)

    @property
    def games(self) -> Iterable[str]:
        """The games that had events so far."""
        return self._games.keys()

    def check(self, events: Iterable[RecordedEvent]) -> list[Finding]:
        """What is wrong with the next events of the log."""
        return [finding for event in events for finding in self._check(event)]

    def finish(self, heads: Heads) -> list[Finding]:
        """What is wrong with the ends, where `heads` is what the store says of them."""
        return self._check_log(heads.log) or [
            *self._check_streams(heads.streams),
            *self._check_games(heads.games),
        ]

    def _check_log(self, head: Head) -> list[Finding]:
        last = self._last
        if last.position < head.position:
            return [_gap(last.position + 1, head.position)]
        if last.position > head.position:
            return [
                Finding(
                    head.position + 1,
                    f"The log should end at position {head.position}, but goes on to position "
                    f"{last.position}.",
                )
            ]
        if last.digest != head.digest:
            return [
                Finding(
                    head.position,
                    f"The log's end, position {head.position}, has another digest than its event.",
                )
            ]
        return []

    def _check_streams(self, streams: Iterable[StreamInfo]) -> Iterator[Finding]:
        last = self._last.position
        whole = {ALL: StreamInfo(ALL, last, min(1, last), last), **self._streams}
        told = {stream.name: stream for stream in streams}
        for name in {**whole, **told}:
            found, said = whole.get(name), told.get(name)
            if found != said:
                yield Finding(
                    (found or told[name]).last_position,
                    f"Stream {name} has {_extent(found)}, but the store says {_extent(said)}.",
                )

    def _check_games(self, games: Mapping[str, int]) -> Iterator[Finding]:
        for game, found in self._games.items():
            if games[game] != found:
                yield Finding(
                    found,
                    f"The last event of game {game} is at position {found}, but the store says "
                    f"{games[game]}.",
                )

    def _check(self, event: RecordedEvent) -> Iterator[Finding]:
        expected = self._last.position + 1
        if event.position != expected:
            yield _gap(expected, event.position - 1)
        elif event.digest != _digest_after(self._last.digest, event):
            yield Finding(
                event.position,
                f"The event at position {event.position} does not fit its digest: it was altered, "
                "or stands where another one stood.",
            )
        before = self._streams.get(event.stream)
        version = before.version + 1 if before else 1
        if event.version != version:
            yield Finding(
                event.position,
                f"The event at position {event.position} is version {event.version} of stream "
                f"{event.stream}, where version {version} was to come.",
            )
        if event.game is not None:
            yield from self._check_data(event)
            self._games[event.game] = event.position
        self._streams[event.stream] = StreamInfo(
            name=event.stream,
            version=event.version,
            first_position=before.first_position if before else event.position,
            last_position=event.position,
        )
        self._last = Head(event.position, event.digest)

    def _check_data(self, event: RecordedEvent) -> Iterator[Finding]:
        try:
            self._types.decode(event.kind, event.data)
        except UnknownEventType:
            why = "which is not known to this program"
        except UnreadableEvent as error:
            why = f"but its data does not fit: {error.__cause__}"
        else:
            return
        yield Finding(
            event.position,
            f"The event at position {event.position} is of type {event.type}, schema "
            f"{event.schema}, {why}.",
        )


def _gap(first: int, last: int) -> Finding:
    if first == last:
        return Finding(first, f"The event at position {first} is missing.")
    return Finding(first, f"The events from position {first} to {last} are missing.")


def _extent(stream: StreamInfo | None) -> str:
    if stream is None:
        return "no events"
    return (
        f"version {stream.version}, from position {stream.first_position} to position "
        f"{stream.last_position}"
    )


def _digest_after(previous: bytes, event: RecordedEvent) -> bytes:
    return digest(
        previous,
        event.position,
        event.stream,
        event.version,
        (event.type, event.schema),
        event.game,
        (event.event_id, event.correlation_id, event.causation_id, event.command_id),
        event.player,
        event.recorded_at,
        event.data,
    )
