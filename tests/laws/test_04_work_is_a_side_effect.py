"""Aggregates, process managers and projectors are pure; time and chance enter as facts."""

from uuid import UUID

import pytest
from hypothesis import given

from domain.blocks.decider import Rejected
from domain.blocks.event_store import EVERYTHING
from domain.blocks.game_state import GameState
from domain.blocks.messages import Command
from domain.blocks.unit_of_work import decide
from domain.game.model import ROUTER
from persistence.memory import MemoryEventStore
from tests.laws.imports import imports, modules
from tests.playing import COMMANDS, play

IMPURE = {
    "asyncio", "datetime", "io", "os", "pathlib", "random", "secrets", "shutil", "socket",
    "sqlite3", "subprocess", "sys", "tempfile", "threading", "time", "urllib",
}  # fmt: skip


@pytest.mark.parametrize("module", modules("domain"))
def test_the_domain_imports_nothing_impure(module: str) -> None:
    allowed = {"asyncio"} if module == "domain.blocks.application" else set()
    roots = {name.partition(".")[0] for name in imports(module)}
    assert not roots & IMPURE - allowed


@given(COMMANDS)
def test_the_same_decision_twice_gives_the_same(commands: list[Command]) -> None:
    state = GameState(ROUTER)
    for command in commands:
        if command.game_id != "g1":
            continue
        first, second = (
            decide(ROUTER, state, command, UUID(int=1), lambda: UUID(int=2)) for _ in range(2)
        )
        if isinstance(first, Rejected) or isinstance(second, Rejected):
            assert first == second
        else:
            assert first.recorded == second.recorded
            state = first.state


@given(COMMANDS)
async def test_the_same_commands_make_the_same_log(commands: list[Command]) -> None:
    one, other = MemoryEventStore(), MemoryEventStore()
    await play(one, commands)
    await play(other, commands)
    assert await one.read(EVERYTHING) == await other.read(EVERYTHING)
