"""Projections of one's own in memory, for tests and for play that is not kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from msgspec.structs import replace

from domain.blocks.scripted.kept import (
    Advance,
    Kept,
    NoProjection,
    ProjectionExists,
    State,
    subscription_of,
)
from domain.blocks.view_store import Slot


class MemoryProjections:
    """`ScriptedProjections` that last as long as the program.

    `forget` drops the checkpoint of a subscription.
    """

    def __init__(self, forget: Callable[[str], None]) -> None:
        self._forget = forget
        self._kept: dict[str, Kept] = {}
        self._states: dict[Slot, dict[str, dict[str, State]]] = {"served": {}, "next": {}}

    async def all(self) -> Sequence[Kept]:
        """All of them, by name."""
        return [self._kept[name] for name in sorted(self._kept)]

    async def load(self, name: str) -> Kept:
        """The one of this name."""
        if name not in self._kept:
            raise NoProjection(name)
        return self._kept[name]

    async def create(self, kept: Kept) -> None:
        """Keep a new one."""
        if kept.name in self._kept:
            raise ProjectionExists(kept.name)
        self._kept[kept.name] = replace(kept, position=0, fault="", next=None)
        self._states["served"][kept.name] = {}

    async def enable(self, name: str, *, enabled: bool) -> None:
        """Let it run, or not."""
        kept = await self.load(name)
        fault = "" if enabled else kept.fault
        self._kept[name] = replace(kept, enabled=enabled, fault=fault)

    async def reset(self, name: str, source: str | None = None) -> None:
        """Begin anew."""
        kept = await self.load(name)
        self._kept[name] = replace(
            kept,
            source=kept.source if source is None else source,
            generation=kept.generation + 1,
            position=0,
            fault="",
            next=None,
        )
        self._states["served"][name] = {}
        self._states["next"].pop(name, None)
        self._forget(subscription_of(name))

    async def promote(self, name: str, *, promoted: bool) -> None:
        """Let it be a named view, or not."""
        self._kept[name] = replace(await self.load(name), promoted=promoted)

    async def begin_next(self, kept: Kept) -> bool:
        """Make room for next states."""
        now = self._kept.get(kept.name)
        if now is None or now.generation != kept.generation:
            return False
        self._kept[kept.name] = replace(now, next=0)
        self._states["next"][kept.name] = {}
        return True

    async def advance_next(self, kept: Kept, step: Advance) -> bool:
        """Write next states and their position."""
        now = self._kept.get(kept.name)
        if now is None or now.next is None:
            return False
        if (now.generation, now.next) != (kept.generation, kept.next):
            return False
        self._kept[kept.name] = replace(now, next=step.upto)
        self._states["next"][kept.name] |= step.changes
        return True

    async def swap(self, kept: Kept) -> bool:
        """Serve the next states."""
        now = self._kept.get(kept.name)
        if now is None or not self._stands(kept) or now.next != now.position:
            return False
        self._kept[kept.name] = replace(now, generation=now.generation + 1, next=None)
        self._states["served"][kept.name] = self._states["next"].pop(kept.name)
        return True

    async def drop_next(self, name: str) -> None:
        """Throw the next states away."""
        self._kept[name] = replace(await self.load(name), next=None)
        self._states["next"].pop(name, None)

    async def delete(self, name: str) -> None:
        """Forget it."""
        await self.load(name)
        del self._kept[name], self._states["served"][name]
        self._states["next"].pop(name, None)
        self._forget(subscription_of(name))

    async def states(self, name: str, slot: Slot = "served") -> tuple[Kept, Mapping[str, State]]:
        """The projection and its states by partition."""
        return await self.load(name), dict(self._states[slot].get(name, {}))

    async def partitions(self, name: str, slot: Slot = "served") -> int:
        """How many partitions it has states of."""
        return len(self._states[slot].get(name, ()))

    async def weights(self, slot: Slot = "served") -> Mapping[str, int]:
        """The characters of the states of each."""
        return {
            name: sum(state.weight for state in states.values())
            for name, states in self._states[slot].items()
            if states
        }

    async def advance(self, kept: Kept, step: Advance) -> bool:
        """Write the states and the new position."""
        if not self._stands(kept):
            return False
        now = self._kept[kept.name]
        self._kept[kept.name] = replace(now, position=step.upto, fault=step.fault)
        self._states["served"][kept.name] |= step.changes
        return True

    def _stands(self, kept: Kept) -> bool:
        now = self._kept.get(kept.name)
        return now is not None and _place(now) == _place(kept)


def _place(kept: Kept) -> tuple[int, int]:
    return kept.generation, kept.position
