"""Aggregates, process managers and projectors are pure; time and chance enter as facts."""

import ast
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
from tests.laws.imports import imports, modules, source
from tests.playing import COMMANDS, play

PURE = {
    "__future__", "array", "bisect", "collections", "contextlib", "copy", "dataclasses", "difflib",
    "domain", "functools", "hashlib", "itertools", "math", "msgspec", "operator", "re", "struct",
    "typing", "uuid", "weakref", "zlib",
}  # fmt: skip

IMPURE = {"__import__", "eval", "exec", "hash", "id", "input", "open", "print"}
"""Built-in functions that reach outside, or answer differently in another process."""


@pytest.mark.parametrize("module", modules("domain"))
def test_the_domain_imports_only_what_is_pure(module: str) -> None:
    allowed = {"asyncio"} if module == "domain.blocks.application" else set()
    assert {name.partition(".")[0] for name in imports(module)} <= PURE | allowed


@pytest.mark.parametrize("module", modules("domain"))
def test_the_domain_uses_nothing_impure(module: str) -> None:
    tree = ast.parse(source(module).read_text())
    used = {
        node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }
    assert not used & IMPURE


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
