"""Verify: read the whole log twice, and say whether it is whole and both replays are equal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from msgspec import Struct

from domain.blocks.audit import Audit, Finding, Heads
from domain.blocks.event_store import Batch, EventStore, RecordedEvent, Where
from domain.blocks.event_types import EventTypes
from domain.blocks.projector import Projector
from domain.blocks.replay import Progress, replay, unobserved
from domain.blocks.view import ProjectorFailed, View, differences, fold

PAGE = 1000
MOST_FINDINGS = 100
"""How many findings are told: one fault may show in every event after it."""

GAMES_ONLY = Where(games_only=True)


class Verdict(Struct, frozen=True):
    """What a verification came to: how much was read, and what is wrong with it, in order."""

    whole: bool
    events: int
    position: int
    findings: Sequence[Finding]


async def verify(
    store: EventStore,
    types: EventTypes,
    projectors: Sequence[Projector[Any]],
    observe: Callable[[Progress], object] = unobserved,
) -> Verdict:
    """Audit every event and fold it into every view; if all is well, replay into a second set.

    Both sets must then have equal rows. `observe` hears of the progress of either reading. Nothing
    is written. Raises `StoreFault`.
    """
    audit = Audit(types)
    views = [View(projector) for projector in projectors]
    findings: list[Finding] = []
    events = position = 0
    end = (await store.head()).position
    heads: Heads | None = None
    while (page := await store.read(after=position, limit=PAGE)) or heads is None:
        if not page:
            heads = await _heads(store, audit.games)
            continue
        heads = None
        findings += audit.check(page)
        if not findings:
            findings += _fold(views, page, types)
        events += len(page)
        position = page[-1].position
        end = max(end, position)
        observe(Progress(position, end, events))
    findings += audit.finish(heads)
    if not findings:
        findings += await _replay_again(store, types, views, observe)
    return Verdict(not findings, events, position, findings[:MOST_FINDINGS])


async def _heads(store: EventStore, games: Iterable[str]) -> Heads:
    """What the store says of its ends; one moment's only if no event was added meanwhile."""
    return Heads(
        await store.head(),
        await store.streams(),
        {game: await store.game_head(game) for game in games},
    )


def _fold(
    views: Sequence[View[Any]], page: Sequence[RecordedEvent], types: EventTypes
) -> list[Finding]:
    try:
        fold(views, Batch.of([event for event in page if event.game is not None]), types)
    except ProjectorFailed as failed:
        return [Finding(failed.position, str(failed))]
    return []


async def _replay_again(
    store: EventStore,
    types: EventTypes,
    first: Sequence[View[Any]],
    observe: Callable[[Progress], object],
) -> list[Finding]:
    def go_on(progress: Progress) -> bool:
        observe(progress)
        return True

    second = [View(view.projector) for view in first]
    try:
        await replay(second, store, types, GAMES_ONLY, go_on)
        await _level(store, types, first, second)
    except ProjectorFailed as failed:
        return [Finding(failed.position, str(failed))]
    return [
        Finding(
            old.position,
            f"Two replays of the view {old.projector.name} differ in the row {difference.key}.",
        )
        for old, new in zip(first, second, strict=True)
        for difference in differences(old, new)
    ]


async def _level(store: EventStore, types: EventTypes, *sets: Sequence[View[Any]]) -> None:
    """Bring all sets of views to one position, however fast the log grows."""
    while len({view.position for views in sets for view in views}) > 1:
        for views in sets:
            await replay(views, store, types, GAMES_ONLY)
