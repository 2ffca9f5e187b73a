"""How the projections of one's own stand, and how fast they move: a line each."""

from __future__ import annotations

from collections.abc import Sequence
from time import monotonic

from msgspec import Struct

from domain.blocks.scripted.kept import Kept, Mode
from persistence.store import Store


class ProjectionLine(Struct, frozen=True):
    """A projection: how far it is, how many positions behind the log, and what is the matter.

    `status` is enabled, disabled or stopped; `rate` is how many positions a second it moved just
    now; `fault` says why it stopped.
    """

    name: str
    mode: Mode
    status: str
    position: int
    lag: int
    rate: float
    fault: str


class ProjectionWatch:
    """Looks at the projections of a store again and again."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._seen: dict[tuple[str, int], int] | None = None
        self._moment = monotonic()

    async def look(self) -> Sequence[ProjectionLine]:
        """The projections now, by name, moved since the last look. Raises `StoreFault`."""
        head = (await self._store.head()).position
        found = await self._store.projections.all()
        now = monotonic()
        lines = [self._line(kept, head, now - self._moment) for kept in found]
        self._seen = {(kept.name, kept.generation): kept.position for kept in found}
        self._moment = now
        return lines

    def _line(self, kept: Kept, head: int, seconds: float) -> ProjectionLine:
        seen = self._seen
        before = kept.position if seen is None else seen.get((kept.name, kept.generation), 0)
        return ProjectionLine(
            name=kept.name,
            mode=kept.mode,
            status="stopped" if kept.fault else "enabled" if kept.enabled else "disabled",
            position=kept.position,
            lag=max(0, head - kept.position),
            rate=round((kept.position - before) / seconds, 1) if seconds else 0.0,
            fault=kept.fault,
        )
