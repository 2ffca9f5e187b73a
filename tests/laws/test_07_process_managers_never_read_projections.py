"""Process managers never read projections: they know commands, events and themselves."""

import pytest

from domain.game.model import ROUTER
from tests.laws.imports import imports, modules

ALLOWED = {
    "__future__",
    "msgspec",
    "typing",
    "domain.blocks.messages",
    "domain.blocks.process_manager",
    "domain.game.commands",
    "domain.game.colony_events",
    "domain.game.events",
}


@pytest.mark.parametrize(
    "module", [m for m in modules("domain.game.process_managers") if not m.endswith("managers")]
)
def test_a_process_manager_cannot_reach_a_projection(module: str) -> None:
    assert set(imports(module)) <= ALLOWED


def test_every_process_manager_is_among_them() -> None:
    files = set(modules("domain.game.process_managers")) - {"domain.game.process_managers"}
    assert {manager.react.__module__ for manager in ROUTER.process_managers} == files
