"""What the program and a worker say to each other: messages in frames, over pipes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
from msgspec import Struct

from domain.blocks.scripted.definition import Definition, Fault
from domain.blocks.scripted.emission import Emitted
from domain.blocks.scripted.kept import State

HEADER = 4
"""Bytes before each message, which say how long it is."""


class Limits(Struct, frozen=True):
    """What one event, or the source itself, may take.

    `steps` are instructions of the language; `seconds` are of the processor, and the process is
    ended when it goes on for that long after it was told to stop. `bytes` is all the memory of the
    process; `state` is the characters that one partition may have.
    """

    steps: int = 20_000_000
    seconds: float = 2.0
    bytes: int = 768 * 1024 * 1024
    calls: int = 200
    state: int = 1_000_000


class Fact(Struct, frozen=True):
    """An event as a script sees it; `text` is its data."""

    position: int
    stream: str
    version: int
    type: str
    schema: int
    text: str
    recorded_at: int
    game: str | None
    player: str


class Load(Struct, frozen=True, tag=True):
    """The source, for a process that has none yet. `trace` is a file for the lines it goes by.

    `in_parts`: each statement is read by itself first, to find one that cannot even be read.
    `owned` are the categories of streams that scripts may not write to.
    """

    source: str
    owned: frozenset[str]
    limits: Limits
    trace: str | None = None
    in_parts: bool = False


class Restore(Struct, frozen=True, tag=True):
    """States as they were, by partition."""

    texts: Mapping[str, str]


class Take(Struct, frozen=True, tag=True):
    """Events to take, in their order."""

    facts: Sequence[Fact]


class Loaded(Struct, frozen=True, tag=True):
    """What the source defines; `initial` is the state before any event where it is not divided."""

    definition: Definition
    initial: State | None


class Alive(Struct, frozen=True, tag=True):
    """Events are being taken; this is the last one so far."""

    position: int


class Taken(Struct, frozen=True, tag=True):
    """What came of the events; all of them, or those before the one in `fault`."""

    count: int
    changes: Mapping[str, State]
    emitted: Sequence[Emitted]
    fault: Fault | None = None


class Refused(Struct, frozen=True, tag=True):
    """The source cannot be used."""

    fault: Fault


Request = Load | Restore | Take
Answer = Loaded | Alive | Taken | Refused


def framed(message: Request | Answer) -> bytes:
    """The message as it goes through a pipe."""
    body = msgspec.msgpack.encode(message)
    return len(body).to_bytes(HEADER) + body
