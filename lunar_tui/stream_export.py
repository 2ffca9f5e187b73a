"""Any selection of a log in a file, as the JSON lines that `lunar log --json` prints.

They are for other programs to read: what is to be imported again is a log or a game, and exported
as such.
"""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

import msgspec

from domain.blocks.event_store import EventStore, Where
from domain.blocks.replay import Progress
from lunar_tui.event_json import event_line
from lunar_tui.session import Observer
from persistence.whole_file import BrokenOff, whole_file

PAGE = 1000


async def export_events(
    store: EventStore, where: Where, path: Path, observe: Observer
) -> int | None:
    """Write the events that the log has now, and say how many; None if `observe` stopped it.

    The file is there whole or not at all. Raises `FileFault`, `StoreFault` or `UnreadableEvent`.
    """
    count = None
    with whole_file(path) as file:
        count = await _write(store, where, file, observe)
        if count is None:
            raise BrokenOff
    return count


async def _write(store: EventStore, where: Where, file: BinaryIO, observe: Observer) -> int | None:
    target = (await store.head()).position
    count = position = 0
    while position < target:
        page = await store.read(where, after=position, limit=PAGE)
        page = [event for event in page if event.position <= target]
        file.write(b"".join(msgspec.json.encode(event_line(e)) + b"\n" for e in page))
        count += len(page)
        position = page[-1].position if page else target
        if not observe(Progress(position, target, count)):
            return None
    return count
