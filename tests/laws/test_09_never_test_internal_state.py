"""Never test internal state: given events, when a command, then events or a rejection."""

import ast
from collections.abc import Iterator
from inspect import isfunction
from pathlib import Path
from typing import get_type_hints

import pytest

import tests.domain.game as game_tests
from domain.game.model import ROUTER
from tests.domain.game import examples
from tests.laws.imports import imports, modules


@pytest.mark.parametrize("module", modules(game_tests.__name__))
def test_the_games_tests_see_commands_and_events_only(module: str) -> None:
    hidden = ("domain.game.aggregates", "domain.game.process_managers", "domain.blocks.game_state")
    assert not [name for name in imports(module) if name.startswith(hidden)]


def test_every_command_is_tested_this_way() -> None:
    files = Path(game_tests.__path__[0]).glob("test_*.py")
    makers = {name for file in files for name in _makers(ast.parse(file.read_text()))}
    assert {command.__name__ for command in ROUTER.routes} <= set(map(_command, makers))


def _command(maker: str) -> str:
    """The name of the command that a class, or one of the examples' functions, makes."""
    function = vars(examples).get(maker)
    return get_type_hints(function)["return"].__name__ if isfunction(function) else maker


def _makers(tree: ast.Module) -> Iterator[str]:
    """The names of what makes the commands in each `.when(...)`."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(attr="when"), args=[ast.Call(func=ast.Name(id=name))]):
                yield name
