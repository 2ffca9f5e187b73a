"""The audit: whether a log, or one game of it, is whole, told from its events alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from domain.blocks.digest import GENESIS, digest
from domain.blocks.errors import UnknownEventType, UnreadableEvent
from domain.blocks.event_store import ALL, Head, Heads, RecordedEvent, StreamInfo
from domain.blocks.event_types import EventTypes


class Finding(NamedTuple):
    """Something wrong with a log: the position where it shows, and a sentence that says what."""

    position: int
    sentence: str


class Audit:
    """Checks a log from its first event to its last, a page at a time; with `game`, that game's.

    Events of streams outside the game, which have no game, may be of any type; without `types`,
    so may all. In the log, the digest of one event depends on the event before it, whose game it
    may not be: so the digests in the log cannot be checked from the events of one game alone.
    """

    def __init__(self, types: EventTypes | None, game: str | None = None) -> None:
        self._types = types
        self._game = game
        self._events = 0
        self._chain = GENESIS
        self._streams: dict[str, StreamInfo] = {}
        self._games: dict[str, int] = {}
        self._last = Head(0, GENESIS)

    @property
    def digest(self) -> bytes:
        """The digest of the last event, chained over the events checked as if they were a log.

        For the whole log, that is its own digest; for a game, one that does not depend on where
        in which log its events are.
        """
        return self._chain

    def check(self, events: Iterable[RecordedEvent]) -> list[Finding]:
        """What is wrong with the next events of the log."""
        return [finding for event in events for finding in self._check(event)]

    def finish(self, heads: Heads) -> list[Finding]:
        """What is wrong with the ends, where `heads` is what the store says of them."""
        if self._game is not None:
            return list(self._check_games({self._game: heads.games.get(self._game, 0)}))
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
        for game in {**self._games, **games}:
            found, said = self._games.get(game, 0), games.get(game, 0)
            if found != said:
                yield Finding(
                    found or said,
                    f"The last event of game {game} is at position {found}, but the store says "
                    f"{said}.",
                )

    def _check(self, event: RecordedEvent) -> Iterator[Finding]:
        self._events += 1
        self._chain = _digest_after(self._chain, event, self._events)
        yield from self._check_place(event) if self._game is None else self._check_game(event)
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

    def _check_place(self, event: RecordedEvent) -> Iterator[Finding]:
        expected = self._last.position + 1
        if event.position != expected:
            yield _gap(expected, event.position - 1)
        elif event.digest != self._chain:
            yield Finding(
                event.position,
                f"The event at position {event.position} does not fit its digest: it was altered, "
                "or stands where another one stood.",
            )
        self._events, self._chain = event.position, event.digest

    def _check_game(self, event: RecordedEvent) -> Iterator[Finding]:
        if event.game != self._game:
            yield Finding(
                event.position,
                f"The event at position {event.position} is not one of game {self._game}.",
            )
        if event.position <= self._last.position:
            yield Finding(
                event.position,
                f"The event at position {event.position} stands after the one at position "
                f"{self._last.position}.",
            )

    def _check_data(self, event: RecordedEvent) -> Iterator[Finding]:
        if self._types is None:
            return
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


def _digest_after(previous: bytes, event: RecordedEvent, position: int) -> bytes:
    return digest(
        previous,
        position,
        event.stream,
        event.version,
        (event.type, event.schema),
        event.game,
        (event.event_id, event.correlation_id, event.causation_id, event.command_id),
        event.player,
        event.recorded_at,
        event.data,
    )
