"""Exports in tests: what is in a store as lines, and lines as an import reads them."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

from domain.blocks.event_store import EventStore
from domain.blocks.export_format import Export, Sums, header_line
from domain.blocks.exporting import export
from domain.blocks.importing import Imported, import_events
from domain.blocks.replay import Progress, unobserved


async def lines_of(store: EventStore, game: str | None = None) -> list[bytes]:
    """The lines of an export."""
    file = io.BytesIO()
    header = await export(store, game, "1.0", file.write)
    return [header_line(header), *io.BytesIO(file.getvalue())]


async def take_in(
    store: EventStore,
    lines: Sequence[bytes],
    observe: Callable[[Progress], object] = unobserved,
) -> Imported:
    """Import the lines."""
    return await import_events(store, lambda: Export(lines), observe)


def sealed_anew(lines: Sequence[bytes]) -> list[bytes]:
    """The lines with sums that fit them, whatever was done to the rest of them."""
    sums, header = Sums(), Sums()
    events = [sums.close(line.partition(b',"sum":')[0] + b"}") for line in lines[1:]]
    before, _, after = lines[0].partition(b'"checksum":"')
    told = before + b'"checksum":"' + sums.last.encode() + after[32:]
    return [header.close(told.partition(b',"sum":')[0] + b"}"), *events]
