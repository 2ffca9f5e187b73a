"""All data that a projection needs is on the events: no clock, file, other view or setting."""

import pytest

from domain.game.model import PROJECTORS
from tests.laws.imports import imports, modules

ALLOWED = {
    "__future__",
    "typing",
    "domain.blocks.projector",
    "domain.game.events",
}


@pytest.mark.parametrize(
    "module", [m for m in modules("domain.game.projectors") if not m.endswith("projectors")]
)
def test_a_projector_knows_nothing_but_events(module: str) -> None:
    assert set(imports(module)) <= ALLOWED


def test_every_projector_is_among_them() -> None:
    files = {m.rpartition(".")[2] for m in modules("domain.game.projectors")} - {"projectors"}
    homes = {next(iter(p.handlers.values())).__module__.rpartition(".")[2] for p in PROJECTORS}
    assert homes == files
