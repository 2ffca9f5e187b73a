"""Event types: their names and schema versions, and how stored data becomes an event again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

import msgspec

from domain.blocks.errors import UnknownEventType, UnreadableEvent
from domain.blocks.messages import Event

Upcaster = Callable[[dict[str, Any]], dict[str, Any]]
"""Makes the data of schema n into the data of schema n + 1; pure."""


class EventType(NamedTuple):
    """A type as it stands in the log: the event's name and the version of its shape."""

    name: str
    schema: int


class EventTypes:
    """The types that a program knows; encodes events, and decodes them whatever their version.

    `upcasters` are keyed by the type that they lead from. Every version from the oldest in
    the log up to the class's `SCHEMA` needs one, so that no event ever released is lost.
    """

    def __init__(
        self,
        events: Iterable[type[Event]],
        upcasters: Mapping[EventType, Upcaster] | None = None,
    ) -> None:
        self._classes = {event.__name__: event for event in events}
        self._upcasters = dict(upcasters or {})
        self._decoders: dict[EventType, Callable[[bytes], Event]] = {}
        self._encode = msgspec.json.Encoder().encode

    @property
    def classes(self) -> tuple[type[Event], ...]:
        """The event classes, in the order they were given."""
        return tuple(self._classes.values())

    def upcaster(self, kind: EventType) -> Upcaster | None:
        """What leads from this type and schema to the next one."""
        return self._upcasters.get(kind)

    def knows(self, kind: EventType) -> bool:
        """Whether events of this type and schema can be read."""
        cls = self._classes.get(kind.name)
        return (
            cls is not None
            and all(
                EventType(kind.name, schema) in self._upcasters
                for schema in range(kind.schema, cls.SCHEMA)
            )
            and 1 <= kind.schema <= cls.SCHEMA
        )

    def class_of(self, kind: EventType) -> type[Event]:
        """The class that events of this type are read as. Raises `UnknownEventType`."""
        if not self.knows(kind):
            raise UnknownEventType(kind.name, kind.schema)
        return self._classes[kind.name]

    def encode(self, event: Event) -> bytes:
        """The event's data as compact JSON."""
        return self._encode(event)

    def decode(self, kind: EventType, data: bytes) -> Event:
        """The event that `data` holds. Raises `UnknownEventType` or `UnreadableEvent`."""
        try:
            return self.decoder(kind)(data)
        except (msgspec.MsgspecError, KeyError, TypeError, ValueError) as error:
            raise UnreadableEvent(kind.name, kind.schema, str(error)) from error

    def decoder(self, kind: EventType) -> Callable[[bytes], Event]:
        """The function that decodes data of this type, made once and kept; for many events."""
        found = self._decoders.get(kind)
        if found is None:
            found = self._decoders[kind] = self._make_decoder(kind)
        return found

    def _make_decoder(self, kind: EventType) -> Callable[[bytes], Event]:
        cls = self.class_of(kind)
        if kind.schema == cls.SCHEMA:
            return msgspec.json.Decoder(cls).decode

        steps = [
            self._upcasters[EventType(kind.name, schema)]
            for schema in range(kind.schema, cls.SCHEMA)
        ]
        decode_fields = msgspec.json.Decoder(dict[str, Any]).decode

        def decode_old(data: bytes) -> Event:
            fields = decode_fields(data)
            for step in steps:
                fields = step(fields)
            return msgspec.convert(fields, cls)

        return decode_old
