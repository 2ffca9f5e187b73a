"""An export comes back as it was, and whatever was done to one is found, with its line."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.blocks.errors import UnknownGame, UnreadableEvent
from domain.blocks.event_store import EVERYTHING, RecordedEvent, Where
from domain.blocks.export_format import DamagedExport, Export, NoExport
from domain.blocks.exporting import NotWhole
from domain.blocks.messages import Command
from persistence.memory import MemoryEventStore
from tests.conformance.events import commit, event, whole_log
from tests.exporting import lines_of, sealed_anew, take_in
from tests.playing import COMMANDS, play

SCOPES = st.sampled_from((None, "g1", "g2"))


@given(COMMANDS, SCOPES)
async def test_what_was_exported_is_read_again_and_imported_exports_the_same_lines(
    commands: list[Command], game: str | None
) -> None:
    store, other = MemoryEventStore(), MemoryEventStore()
    await play(store, commands)
    lines = await lines_of(store, game)
    assert list(Export(lines)) == await whole_log(store, Where(game=game))
    await take_in(other, lines)
    again = await lines_of(other, game)
    assert again == lines or game is not None
    assert [_fact(line) for line in again[1:]] == [_fact(line) for line in lines[1:]]


def _fact(line: bytes) -> bytes:
    """What does not depend on the place in the log."""
    return line[line.index(b'"stream"') : line.index(b',"digest"')]


@given(COMMANDS, SCOPES, st.data())
async def test_a_byte_that_was_changed_is_found_and_its_line_is_named(
    commands: list[Command], game: str | None, data: st.DataObject
) -> None:
    store = MemoryEventStore()
    await play(store, commands)
    content = b"".join(await lines_of(store, game))
    place = data.draw(st.integers(0, len(content) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda byte: byte != content[place]))
    changed = io.BytesIO(content[:place] + bytes([byte]) + content[place + 1 :])
    line = content[:place].count(b"\n") + 1
    with pytest.raises((DamagedExport, NoExport), match=rf"^Line {line} ") as damage:
        list(Export(changed))
    assert isinstance(damage.value, DamagedExport) or line == 1
    other = MemoryEventStore()
    with pytest.raises((DamagedExport, NoExport)):
        await take_in(other, changed.getvalue().splitlines(keepends=True))
    assert await whole_log(other) == []


async def played() -> list[bytes]:
    store = MemoryEventStore()
    await store.append(commit(event("a", game="g"), event("b", game="g"), event("a", game="g")))
    return await lines_of(store)


async def test_lines_that_are_missing_doubled_or_swapped_are_found() -> None:
    head, one, two, three = await played()
    for lines, line in (
        ([head, one, two], 4),
        ([head], 2),
        ([head, two, three], 2),
        ([head, one, one, two, three], 3),
        ([head, one, three, two], 3),
        ([head, one, two, three, b"\n"], 5),
        ([head, one, two, three[:-1]], 4),
        ([head, one, b"\n", two, three], 3),
    ):
        with pytest.raises(DamagedExport) as damage:
            list(Export(lines))
        assert damage.value.line == line


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        (b'"version":2', b'"version":3', 4),
        (b'"type":"Noted","schema":1', b'"type":"Voted","schema":1', 2),
        (b'"position":2', b'"position":7', 3),
        (b'"stream":"b"', b'"stream":7', 3),
        (b'"data":{}', b'"data":7', 2),
        (b'"events":3', b'"events":4', 5),
    ],
)
async def test_a_change_whose_sums_were_made_to_fit_is_found_by_what_it_says(
    old: bytes, new: bytes, line: int
) -> None:
    lines = [each.replace(old, new) for each in await played()]
    with pytest.raises(DamagedExport) as damage:
        list(Export(sealed_anew(lines)))
    assert damage.value.line == line


async def test_events_of_another_game_do_not_pass_for_one_games() -> None:
    lines = await played()
    lines[0] = lines[0].replace(b'"game":null', b'"game":"h"')
    with pytest.raises(DamagedExport, match=r"Line 2 .* not one of game h"):
        list(Export(sealed_anew(lines)))


async def test_a_newer_format_and_other_files_are_refused() -> None:
    lines = await played()
    newer = lines[0].replace(b'"format_version":1', b'"format_version":2')
    for bad, words in (
        (newer, "format version 2"),
        (b"", "name a file that lunar export wrote"),
        (b"PK\x03\x04", "name a file that lunar export wrote"),
    ):
        with pytest.raises(NoExport, match=words):
            Export(sealed_anew([bad, *lines[1:]]) if bad is newer else [bad])


@pytest.mark.parametrize(
    "data",
    [
        b'{"a":1.50000000000000000001,"a":2,"\\u00df":"\xc3\x9f"}',
        b'{"a":\n\t1}\n',
        b' {"a" : 1} ',
        b"[1,2]",
        b'"\\n"',
        b"7",
        '{"end":"\u2028\u0085"}'.encode(),
        b'{"a":\r1}',
    ],
)
async def test_data_comes_back_byte_for_byte(data: bytes) -> None:
    store = MemoryEventStore()
    await store.append(commit(event("a", data=data)))
    lines = await lines_of(store)
    assert len(lines) == 2
    assert [e.data for e in Export(lines)] == [data]


async def test_data_that_is_not_json_is_not_exported() -> None:
    store = MemoryEventStore()
    await store.append(commit(event("a", data=b"{")))
    with pytest.raises(UnreadableEvent):
        await lines_of(store)


async def test_a_game_that_is_not_there_is_not_exported() -> None:
    store = MemoryEventStore()
    with pytest.raises(UnknownGame, match="'moon'"):
        await lines_of(store, "moon")
    assert len(await lines_of(store)) == 1


class Holed(MemoryEventStore):
    """A log without its second event."""

    async def read(
        self,
        where: Where = EVERYTHING,
        *,
        after: int | None = None,
        upto: int | None = None,
        limit: int = 1000,
        backward: bool = False,
    ) -> Sequence[RecordedEvent]:
        events = await super().read(where, after=after, upto=upto, limit=limit, backward=backward)
        return [event for event in events if event.position != 2]


async def test_a_log_that_is_not_whole_is_not_exported() -> None:
    store = Holed()
    await store.append(commit(event("a"), event("b"), event("a")))
    with pytest.raises(NotWhole, match="position 2 is missing"):
        await lines_of(store)


async def test_a_log_that_lost_its_end_is_not_exported() -> None:
    store = Holed()
    await store.append(commit(event("a"), event("game-moon", game="moon")))
    with pytest.raises(NotWhole, match="position 2 is missing"):
        await lines_of(store)
    with pytest.raises(NotWhole, match="the store says 2"):
        await lines_of(store, "moon")
