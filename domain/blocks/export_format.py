"""The format of an export: a log or a game as JSON lines, each vouching for all lines before it.

The first line is a header; each further line is an event. Every line ends with a `sum`: BLAKE2b
over the sum of the line before (16 zero bytes before the first event, and for the header) and the
line's JSON object without it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import blake2b
from uuid import UUID

import msgspec
from msgspec import Raw, Struct

from domain.blocks.audit import Audit
from domain.blocks.digest import GENESIS, SIZE
from domain.blocks.errors import LunarError, UnreadableEvent
from domain.blocks.event_store import RecordedEvent

FORMAT = "lunar-export"
VERSION = 1

TAIL = len(b',"sum":"') + 2 * SIZE + len(b'"}\n')
"""Bytes at the end of a line that its sum takes."""


class Header(Struct, frozen=True, kw_only=True):
    """What an export holds: the events of a game, or without one of a whole log.

    `position` and `digest` are those of the last event in the log it came from, `checksum` is the
    sum of the last line, `program` the version of the program that wrote it. Digests are in hex.
    """

    format: str = FORMAT
    format_version: int = VERSION
    program: str
    game: str | None
    events: int
    position: int
    digest: str
    checksum: str


class _Line(Struct, frozen=True):
    """An event; `data` as it stands in the log, or as text where it is not one line of JSON."""

    position: int
    stream: str
    version: int
    type: str
    schema: int
    data: Raw
    game: str | None
    event_id: UUID
    correlation_id: UUID
    causation_id: UUID
    command_id: UUID
    player: str
    recorded_at: int
    digest: str


_encode = msgspec.json.Encoder().encode
_decode_line = msgspec.json.Decoder(_Line).decode
_decode_raw = msgspec.json.Decoder(Raw).decode
_decode_header = msgspec.json.Decoder(Header).decode


class NoExport(LunarError):
    """A file that is not an export that this program can read."""


class DamagedExport(LunarError):
    """A line of an export is not what was written."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(f"Line {line} of the export is damaged: {why}. Fetch the file again.")
        self.line = line


class Sums:
    """The sums of lines, one after another."""

    def __init__(self) -> None:
        self._last = GENESIS

    @property
    def last(self) -> str:
        """The sum of the last line, in hex."""
        return self._last.hex()

    def close(self, content: bytes) -> bytes:
        """The line that holds this JSON object."""
        self._last = blake2b(self._last + content, digest_size=SIZE).digest()
        return b'%b,"sum":"%b"}\n' % (content[:-1], self.last.encode())

    def fits(self, line: bytes) -> bool:
        """Whether the line is whole, and the next one."""
        return self.close(line[:-TAIL] + b"}") == line


def header_line(header: Header) -> bytes:
    """The first line of an export."""
    return Sums().close(_encode(header))


def event_content(event: RecordedEvent) -> bytes:
    """The event as a JSON object. Raises `UnreadableEvent` when its data is not JSON."""
    return _encode(
        _Line(
            event.position,
            event.stream,
            event.version,
            event.type,
            event.schema,
            _raw(event),
            event.game,
            event.event_id,
            event.correlation_id,
            event.causation_id,
            event.command_id,
            event.player,
            event.recorded_at,
            event.digest.hex(),
        )
    )


def _raw(event: RecordedEvent) -> Raw:
    data = event.data
    try:
        found = _decode_raw(data)
        if data.startswith(b"{") and data.endswith(b"}") and b"\n" not in data:
            return found
        return Raw(_encode(data.decode()))
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UnreadableEvent(event.type, event.schema, f"{error} at {event.position}") from error


class Export:
    """An export as it is read: its header at once, then its events, checked one by one.

    Raises `NoExport` for lines of another format.
    """

    def __init__(self, lines: Iterable[bytes]) -> None:
        self._lines = iter(lines)
        self.header = _read_header(next(self._lines, b""))

    def __iter__(self) -> Iterator[RecordedEvent]:
        """The events in their order. Raises `DamagedExport` at the first line that is not whole."""
        header, sums, audit = self.header, Sums(), Audit(None, self.header.game)
        number, event = 1, None
        for number, line in enumerate(self._lines, start=2):
            if number > header.events + 1:
                raise DamagedExport(number, f"the header tells of {header.events} events only")
            if not sums.fits(line):
                raise DamagedExport(number, "its sum does not fit it")
            event = _read_event(line, number)
            for finding in audit.check((event,)):
                raise DamagedExport(number, finding.sentence.rstrip("."))
            yield event
        if number <= header.events:
            why = f"it is missing, and the header tells of {header.events} events"
            raise DamagedExport(number + 1, why)
        end = (event.position, event.digest.hex()) if event else (0, GENESIS.hex())
        if (*end, sums.last) != (header.position, header.digest, header.checksum):
            raise DamagedExport(1, "it tells of another last event than there is")


def _read_header(line: bytes) -> Header:
    if not line.startswith(b'{"format":"%b"' % FORMAT.encode()):
        raise NoExport(
            "Line 1 does not say that the file is an export of Lunar Frontiers: "
            "name a file that lunar export wrote."
        )
    if not Sums().fits(line):
        raise DamagedExport(1, "its sum does not fit it")
    try:
        header = _decode_header(line)
    except msgspec.MsgspecError as error:
        raise NoExport(f"Line 1 of the export cannot be read: {error}. Export it anew.") from error
    if header.format_version != VERSION:
        raise NoExport(
            f"The export has format version {header.format_version}, but this program reads "
            f"version {VERSION}: use Lunar Frontiers {header.program}, which wrote it."
        )
    return header


def _read_event(line: bytes, number: int) -> RecordedEvent:
    try:
        found = _decode_line(line)
        data = bytes(found.data)
        return RecordedEvent(
            position=found.position,
            stream=found.stream,
            version=found.version,
            type=found.type,
            schema=found.schema,
            data=data if data.startswith(b"{") else msgspec.json.decode(data, type=str).encode(),
            game=found.game,
            event_id=found.event_id,
            correlation_id=found.correlation_id,
            causation_id=found.causation_id,
            command_id=found.command_id,
            player=found.player,
            recorded_at=found.recorded_at,
            digest=bytes.fromhex(found.digest),
        )
    except (msgspec.MsgspecError, ValueError) as error:
        raise DamagedExport(number, f"it is not an event: {error}") from error
