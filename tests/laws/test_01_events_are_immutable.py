"""Events are immutable and past tense. The store refuses UPDATE and DELETE on events."""

import sqlite3
from collections.abc import Mapping
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import msgspec
import pytest
from msgspec import Struct, structs

from domain.blocks.messages import Event
from domain.game.commands import StartGame
from domain.game.events import EVENTS
from persistence.sqlite import SqliteEventStore
from tests.playing import play


@pytest.mark.parametrize("event", EVENTS)
def test_an_event_cannot_be_changed(event: type[Event]) -> None:
    assert event.__struct_config__.frozen
    assert event.__name__.endswith(("ed", "Won", "Lost", "Struck"))


def test_every_field_of_an_event_is_immutable_too() -> None:
    for event in EVENTS:
        for field in msgspec.structs.fields(event):
            assert is_immutable(field.type), (event, field.name)


def is_immutable(kind: Any) -> bool:
    """Plain values, tuples of them, mappings that are only to be read, and frozen structs."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return is_immutable(arguments[0])
    if isinstance(kind, type) and issubclass(kind, Struct):
        frozen = kind.__struct_config__.frozen
        return frozen and all(is_immutable(each.type) for each in structs.fields(kind))
    if origin in (tuple, Mapping, Union, UnionType):
        return all(is_immutable(each) for each in arguments if each is not ...)
    return origin is Literal or kind in (int, str, bool, type(None))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET data = '{}'",
        "UPDATE events SET position = 7",
        "DELETE FROM events",
        "INSERT OR REPLACE INTO events SELECT * FROM events",
    ],
)
async def test_the_store_refuses_to_change_or_remove_one(tmp_path: Path, statement: str) -> None:
    path = tmp_path / "moon.db"
    store = await SqliteEventStore.open(path)
    await play(store, [StartGame("g")])
    await store.close()
    with sqlite3.connect(path) as connection:
        before = connection.execute("SELECT * FROM events").fetchall()
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute(statement)
        assert connection.execute("SELECT * FROM events").fetchall() == before
    connection.close()
