"""What a script defines: which events its projection reads, and how its state is divided."""

from __future__ import annotations

from msgspec import Struct

from domain.blocks.event_store import RecordedEvent, Where

LINK = "$>"
"""The type of an event that stands for another one: its data names the stream and position."""

LONGEST_SOURCE = 65_536
"""Characters that a source may have."""

WHOLE = ""
"""The partition of a projection that is not divided."""


class Definition(Struct, frozen=True):
    """A projection as its source has it.

    It reads the events of `streams`, or of a `category`, or of the whole log when neither is
    given; of those only the `types` that it has handlers for, or all of them with `$any` (None).
    """

    streams: tuple[str, ...] = ()
    category: str | None = None
    types: frozenset[str] | None = None
    partitioned: bool = False
    include_links: bool = False

    @property
    def where(self) -> Where:
        """The selection of the log that is read."""
        links = frozenset({LINK}) if self.include_links else frozenset()
        types = None if self.types is None else self.types | links
        if len(self.streams) == 1:
            return Where(stream=self.streams[0], types=types)
        return Where(streams=frozenset(self.streams) or None, category=self.category, types=types)

    @property
    def about(self) -> str:
        """The source of its events, in words."""
        if self.streams:
            return ", ".join(self.streams)
        return "all streams" if self.category is None else f"{self.category}-…"


class Fault(Struct, frozen=True):
    """What is wrong with a script, as a clause.

    `line` and `column` are places in its source, from 1, and 0 where none is known. `position` is
    that of the event that it could not take; 0 when it failed before any.
    """

    why: str
    line: int = 0
    column: int = 0
    position: int = 0

    @property
    def sentence(self) -> str:
        """Where, and what."""
        names = {"event": self.position, "line": self.line}
        place = ", ".join(f"{name} {number}" for name, number in names.items() if number)
        return f"{place}: {self.why}." if place else f"{self.why}."


def stopped(name: str, fault: Fault) -> str:
    """The sentence of a projection that stopped at a fault."""
    return (
        f"The projection {name} stopped at {fault.sentence} It keeps what it had before: mend its "
        f"source, then begin it anew with `lunar projections reset {name} FILE`."
    )


def too_long(source: str) -> Fault | None:
    """The fault of a source that is longer than a source may be."""
    if len(source) <= LONGEST_SOURCE:
        return None
    line = source.count("\n", 0, LONGEST_SOURCE) + 1
    return Fault(
        f"the source has {len(source):,} characters, and {LONGEST_SOURCE:,} are the most: "
        "shorten it, or make two projections of it",
        line,
    )


def is_heeded(definition: Definition, event: RecordedEvent) -> bool:
    """Whether an event of the selection is for the handlers; a link is only where it is asked."""
    return definition.include_links or event.type != LINK
