"""Never test internal state: given events, when a command, then events or a rejection."""

from pathlib import Path

import pytest

import tests.domain.game as game_tests
from tests.laws.imports import imports, modules


@pytest.mark.parametrize("module", modules(game_tests.__name__))
def test_the_games_tests_see_commands_and_events_only(module: str) -> None:
    hidden = ("domain.game.aggregates", "domain.game.process_managers", "domain.blocks.game_state")
    assert not [name for name in imports(module) if name.startswith(hidden)]


def test_every_aggregate_is_tested_this_way() -> None:
    here = Path(game_tests.__path__[0])
    written = "".join(path.read_text() for path in here.glob("test_*.py"))
    assert written.count(".then(") + written.count(".refused(") >= 40
