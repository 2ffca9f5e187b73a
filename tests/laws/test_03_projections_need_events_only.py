"""All data that a projection needs is on the events: no clock, file, other view or setting."""

import msgspec
import pytest
from hypothesis import given

from domain.blocks.messages import Command
from domain.blocks.projector import Upsert
from domain.game.model import EVENT_TYPES, PROJECTORS
from persistence.memory import MemoryEventStore
from tests.laws.imports import imports, modules
from tests.playing import COMMANDS, play

ALLOWED = {
    "__future__",
    "typing",
    "domain.blocks.projector",
    "domain.game.colony_events",
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


@given(COMMANDS)
async def test_what_identifies_a_row_stands_in_the_data_of_the_events_that_make_it(
    commands: list[Command],
) -> None:
    """`ViewHistory` finds a row's events by it."""
    store = MemoryEventStore()
    await play(store, commands)
    for stored in await store.read():
        event = EVENT_TYPES.decode(stored.kind, stored.data)
        for projector in PROJECTORS:
            for change in projector.project(event, stored.recorded_at):
                key = change.row.key if isinstance(change, Upsert) else change.key
                assert all(msgspec.json.encode(part) in stored.data for part in key)
