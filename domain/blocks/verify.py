"""Verify: read the whole log twice, and say whether it is whole and both replays are equal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from msgspec import Struct, structs

from domain.blocks.audit import Audit, Finding
from domain.blocks.certificate import state_hash
from domain.blocks.event_store import Batch, EventStore, RecordedEvent, Where
from domain.blocks.event_types import EventType, EventTypes
from domain.blocks.projector import Projector
from domain.blocks.replay import Progress, replay, unobserved
from domain.blocks.view import ProjectorFailed, View, differences, fold

PAGE = 1000
MOST_FINDINGS = 100
"""How many findings are told: one fault may show in every event after it."""


class Verdict(Struct, frozen=True):
    """What a verification came to: how much was read, and what is wrong with it, in order.

    `digest` is that of the last event (see `Audit`), `state` the hash of all views after it,
    `kinds` says how many events of each type and schema there are.
    """

    whole: bool
    events: int
    position: int
    findings: Sequence[Finding]
    digest: bytes
    state: bytes
    kinds: Mapping[EventType, int]


class Reading:
    """One reading of a log, or of a game, from its first event: it is audited, and makes views."""

    def __init__(
        self, types: EventTypes, projectors: Sequence[Projector[Any]], game: str | None = None
    ) -> None:
        self._types = types
        self.audit = Audit(types, game)
        self.views = [View(projector) for projector in projectors]
        self.findings: list[Finding] = []
        self.events = self.position = 0
        self.kinds = Counter[EventType]()

    def take(self, page: Sequence[RecordedEvent]) -> None:
        """Read on; after a first finding, views are not made any more."""
        self.findings += self.audit.check(page)
        if not self.findings:
            self._fold(page)
        self.kinds.update([event.kind for event in page])
        self.events += len(page)
        self.position = page[-1].position

    def verdict(self) -> Verdict:
        """What the reading has come to so far."""
        return Verdict(
            whole=not self.findings,
            events=self.events,
            position=self.position,
            findings=self.findings[:MOST_FINDINGS],
            digest=self.audit.digest,
            state=state_hash(self.views),
            kinds=dict(sorted(self.kinds.items())),
        )

    def _fold(self, page: Sequence[RecordedEvent]) -> None:
        of_games = Batch.of([event for event in page if event.game is not None])
        try:
            fold(self.views, of_games, self._types)
        except ProjectorFailed as failed:
            self.findings.append(Finding(failed.position, str(failed)))


async def verify(
    store: EventStore,
    types: EventTypes,
    projectors: Sequence[Projector[Any]],
    observe: Callable[[Progress], object] = unobserved,
    *,
    game: str | None = None,
    events: int | None = None,
) -> Verdict:
    """Audit every event and fold it into every view; if all is well, replay into a second set.

    Both sets must then have equal rows. With `game` that game alone is read; with `events` no more
    than so many, whatever comes after them. `observe` hears of the progress of either reading.
    Nothing is written. Raises `StoreFault`.
    """
    where = Where(game=game)
    reading = Reading(types, projectors, game)
    newest = await store.read(where, limit=1, backward=True)
    heads = await store.heads()
    end = max([heads.log.position, *(event.position for event in newest)])
    while page := await _read(store, where, reading, end, events):
        reading.take(page)
        observe(Progress(reading.position, end, reading.events))
    if events is None:
        reading.findings += reading.audit.finish(heads)
    verdict = reading.verdict()
    if verdict.whole:
        reading.findings += await _replay_again(store, types, reading, game, observe)
    return with_findings(verdict, reading.findings)


def with_findings(verdict: Verdict, findings: Sequence[Finding]) -> Verdict:
    """The verdict, if this is what is wrong."""
    return structs.replace(verdict, whole=not findings, findings=findings[:MOST_FINDINGS])


def between(first: Sequence[View[Any]], second: Sequence[View[Any]]) -> list[Finding]:
    """In which rows two replays differ that should be equal."""
    return [
        Finding(
            old.position,
            f"Two replays of the view {old.projector.name} differ in the row {difference.key}.",
        )
        for old, new in zip(first, second, strict=True)
        for difference in differences(old, new)
    ]


async def _read(
    store: EventStore, where: Where, reading: Reading, end: int, events: int | None
) -> Sequence[RecordedEvent]:
    limit = PAGE if events is None else min(PAGE, events - reading.events)
    return await store.read(where, after=reading.position, upto=end, limit=limit) if limit else ()


async def _replay_again(
    store: EventStore,
    types: EventTypes,
    reading: Reading,
    game: str | None,
    observe: Callable[[Progress], object],
) -> list[Finding]:
    def go_on(progress: Progress) -> bool:
        observe(progress)
        return True

    second = [View(view.projector) for view in reading.views]
    where = Where(game=game, games_only=True)
    try:
        await replay(second, store, types, where, go_on, reading.position)
    except ProjectorFailed as failed:
        return [Finding(failed.position, str(failed))]
    return between(reading.views, second)
