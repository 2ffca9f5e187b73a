"""Replays never fail, never dispatch a command, and two of one log give one result."""

from collections.abc import Sequence

from hypothesis import given

from domain.blocks.event_store import Commit, RecordedEvent, Where
from domain.blocks.messages import Command
from domain.blocks.replay import Views
from domain.game.model import EVENT_TYPES, PROJECTORS
from persistence.memory import MemoryEventStore
from tests.laws.imports import imports
from tests.playing import COMMANDS, play

GAMES = Where(games_only=True)


class SealedStore(MemoryEventStore):
    """A log that nobody may add to any more."""

    sealed = False

    async def append_all(self, commits: Sequence[Commit]) -> Sequence[RecordedEvent]:
        assert not self.sealed, f"a replay appended {commits}"
        return await super().append_all(commits)


@given(COMMANDS)
async def test_any_log_replays_to_one_result_and_nothing_is_added(
    commands: list[Command],
) -> None:
    store = SealedStore()
    await play(store, commands)
    store.sealed = True
    first = Views(PROJECTORS, EVENT_TYPES, GAMES)
    second = Views(PROJECTORS, EVENT_TYPES, GAMES)
    await first.catch_up(store)
    await second.catch_up(store)
    for name, view in first.all.items():
        assert view.rows == second[name].rows
        assert view.position == (await store.head()).position


def test_a_replay_has_no_way_to_dispatch() -> None:
    known = set(imports("domain.blocks.replay")) | set(imports("domain.blocks.view"))
    writers = {"application", "ports", "process_manager", "router", "unit_of_work"}
    assert not known & {f"domain.blocks.{name}" for name in writers}
