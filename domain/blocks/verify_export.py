"""Verify an export with nothing but the file: it is read twice, as a log is."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from itertools import islice
from typing import Any

from domain.blocks.event_types import EventTypes
from domain.blocks.export_format import Export
from domain.blocks.projector import Projector
from domain.blocks.replay import Progress, unobserved
from domain.blocks.verify import PAGE, Reading, Verdict, between, with_findings


def verify_export(
    read: Callable[[], Export],
    types: EventTypes,
    projectors: Sequence[Projector[Any]],
    observe: Callable[[Progress], object] = unobserved,
    events: int | None = None,
) -> Verdict:
    """Audit the events and fold them into every view, twice; both sets must have equal rows.

    With `events` the verdict is on no more than so many, though every line is checked. `read`
    begins to read the export anew. Raises `NoExport` or `DamagedExport`.
    """
    first, second = (_reading(read(), types, projectors, observe, events) for _ in range(2))
    return with_findings(first.verdict(), first.findings or between(first.views, second.views))


def _reading(
    export: Export,
    types: EventTypes,
    projectors: Sequence[Projector[Any]],
    observe: Callable[[Progress], object],
    events: int | None,
) -> Reading:
    reading = Reading(types, projectors, export.header.game)
    lines = iter(export)
    wanted = islice(lines, events)
    while page := list(islice(wanted, PAGE)):
        reading.take(page)
        observe(Progress(reading.events, export.header.events, reading.events))
    deque(lines, maxlen=0)
    return reading
