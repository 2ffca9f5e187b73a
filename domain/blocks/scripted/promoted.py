"""A projection of one's own as a view: a row for each of its partitions."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import ClassVar

from domain.blocks.projector import Key, Projector, Row
from domain.blocks.scripted.kept import State
from domain.blocks.view import View


class PartitionRow(Row, frozen=True, gc=False):
    """A partition; `state` and `result` are JSON, and without a result the state is shown."""

    partition: str
    state: str
    result: str | None = None

    KEY: ClassVar[tuple[str, ...]] = ("partition",)
    NOUN: ClassVar[str] = "partition"

    @property
    def kept(self) -> State:
        """The partition's state as a projection has it."""
        return State(self.state, self.result)


@lru_cache(maxsize=256)
def projector_of(name: str) -> Projector[PartitionRow]:
    """The projection of this name among projectors; its events are its script's, not handlers'."""
    return Projector(name, "a projection of your own", PartitionRow, {})


def rows_of(states: Mapping[str, State]) -> Mapping[Key, PartitionRow]:
    """The states as rows."""
    return {
        (partition,): PartitionRow(partition, state.text, state.result)
        for partition, state in states.items()
    }


def states_of(view: View[PartitionRow]) -> Mapping[str, State]:
    """The rows as states."""
    return {row.partition: row.kept for row in view.rows.values()}
