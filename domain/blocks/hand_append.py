"""Events by hand: which streams and data may enter the log without an aggregate."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import Any, Protocol

import msgspec

from domain.blocks.errors import LunarError
from domain.blocks.event_store import NO_STREAM, Commit, Expected, NewEvent
from domain.blocks.ports import Clock, Ids

LONGEST_STREAM = 200
LONGEST_TYPE = 100


EXPECTED: dict[str, Expected] = {"any": "any", "no-stream": NO_STREAM, "exists": "exists"}
"""What a stream may be expected to be, in words; a version is the other way to say it."""


class Owner(Protocol):
    """What has streams of its own, which nobody else writes, such as a router."""

    @property
    def categories(self) -> AbstractSet[str]:
        """The categories of its streams."""
        ...

    def owns(self, stream: str) -> bool:
        """Whether the stream is one of its own."""
        ...


class NotByHand(LunarError):
    """An event that may not be appended by hand, and why."""


def check_hand_append(owner: Owner, stream: str, event_type: str, data: bytes) -> bytes:
    """The data as compact JSON, if the event may be appended by hand. Raises `NotByHand`."""
    _check_name("stream name", stream, LONGEST_STREAM)
    if stream.startswith("$"):
        raise NotByHand(
            f"The stream {stream} is the log's own: choose a name that does not begin with $."
        )
    if owner.owns(stream):
        raise NotByHand(
            f"The stream {stream} is the game's, and only its aggregates write it: "
            f"use `lunar run`, or a name that does not begin with {_categories(owner)}."
        )
    _check_name("event type", event_type, LONGEST_TYPE)
    if not data.strip():
        raise NotByHand("The event's data is empty: give a JSON object, such as {}.")
    _check_utf8("event's data", data)
    try:
        msgspec.json.decode(data, type=dict[str, Any])
        return msgspec.json.format(data, indent=-1)
    except (msgspec.DecodeError, RecursionError) as error:
        raise NotByHand(f"The event's data is not a JSON object: {error}.") from error


def parse_expected(text: str) -> Expected:
    """What a stream is expected to be. Raises `NotByHand`."""
    if text in EXPECTED:
        return EXPECTED[text]
    if not (text.isascii() and text.isdecimal()):
        raise NotByHand(f"{text!r} is none of {', '.join(EXPECTED)} or a version number.")
    return int(text)


def hand_commit(
    ids: Ids, clock: Clock, player: str, event: tuple[str, str, bytes], expected: Expected
) -> Commit:
    """The commit of one event by hand: its stream, its type, and its data as it was checked."""
    stream, event_type, data = event
    command_id = ids.new()
    return Commit(
        events=(NewEvent(ids.new(), stream, event_type, 1, data, command_id, command_id),),
        correlation_id=command_id,
        recorded_at=clock.now(),
        player=player,
        expect={stream: expected},
    )


def _check_name(what: str, name: str, longest: int) -> None:
    if not name.strip():
        raise NotByHand(f"The {what} is empty: give it at least one character.")
    if len(name) > longest:
        raise NotByHand(f"The {what} has {len(name)} characters: shorten it to at most {longest}.")
    _check_utf8(what, name.encode(errors="surrogateescape"))
    if not name.isprintable():
        raise NotByHand(f"The {what} holds a control character: use letters and digits.")


def _check_utf8(what: str, text: bytes) -> None:
    try:
        text.decode()
    except UnicodeDecodeError as error:
        raise NotByHand(f"The {what} is not UTF-8 text: byte {error.start} is wrong.") from error


def _categories(owner: Owner) -> str:
    names = [f"{category}-" for category in sorted(owner.categories)]
    return f"{', '.join(names[:-1])} or {names[-1]}"
