"""What is different between two moments."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from domain.blocks.messages import Command
from domain.blocks.moment_diff import differences_between
from domain.game.game_diff import diff, tiles_of
from domain.game.travel import timeline
from persistence.memory import MemoryEventStore
from tests.playing import COMMANDS, play


@given(COMMANDS, st.data())
async def test_the_differences_lead_from_one_moment_to_the_other(
    commands: list[Command], data: st.DataObject
) -> None:
    store = MemoryEventStore()
    await play(store, commands)
    line = timeline(store, "g1")
    await line.extend()
    ordinals = st.integers(0, line.run.count)
    before = await line.at(data.draw(ordinals, "before"))
    after = await line.at(data.draw(ordinals, "after"))
    for name, changes in differences_between(before, after).items():
        rows = dict(before.views[name].rows)
        for change in changes:
            if change.after is None:
                del rows[change.row.key]
            elif change.before is None:
                assert change.row.key not in rows
                rows[change.row.key] = change.after
            else:
                fields = {field.field: field.after for field in change.fields}
                assert fields
                rows[change.row.key] = structs.replace(change.before, **fields)
        assert rows == after.views[name].rows
    tiles = tiles_of(diff(before, after))
    old, new = before.views["map"].rows, after.views["map"].rows
    assert set(tiles) == {key[1] for key in old.keys() | new.keys() if old.get(key) != new.get(key)}
