from typing import Any

import pytest

from domain.blocks.errors import UnknownEventType, UnreadableEvent
from domain.blocks.event_types import EventType, EventTypes
from domain.blocks.messages import Event


class Landed(Event, frozen=True):
    SCHEMA = 3

    x: int
    y: int
    speed: int


def split_place(data: dict[str, Any]) -> dict[str, Any]:
    place = data.pop("place")
    return {**data, "x": place % 10, "y": place // 10}


def add_speed(data: dict[str, Any]) -> dict[str, Any]:
    return {**data, "speed": 0}


TYPES = EventTypes(
    [Landed],
    {EventType("Landed", 1): split_place, EventType("Landed", 2): add_speed},
)


def test_what_is_encoded_is_decoded_again() -> None:
    event = Landed("g", 1, 2, 3)
    assert TYPES.decode(EventType("Landed", 3), TYPES.encode(event)) == event


def test_an_old_version_is_upcast_step_by_step() -> None:
    kept = b'{"game_id":"g","place":21}'
    assert TYPES.decode(EventType("Landed", 1), kept) == Landed("g", 1, 2, 0)
    kept = b'{"game_id":"g","x":1,"y":2}'
    assert TYPES.decode(EventType("Landed", 2), kept) == Landed("g", 1, 2, 0)


def test_an_old_version_without_its_upcaster_is_unknown() -> None:
    types = EventTypes([Landed], {EventType("Landed", 2): add_speed})
    assert types.knows(EventType("Landed", 2))
    assert not types.knows(EventType("Landed", 1))
    with pytest.raises(UnknownEventType, match="Landed, schema 1"):
        types.decode(EventType("Landed", 1), b"{}")


def test_a_newer_version_and_another_type_are_unknown() -> None:
    with pytest.raises(UnknownEventType, match="Landed, schema 4"):
        TYPES.decode(EventType("Landed", 4), b"{}")
    with pytest.raises(UnknownEventType, match="Crashed"):
        TYPES.decode(EventType("Crashed", 1), b"{}")


@pytest.mark.parametrize(
    ("schema", "data"),
    [
        (3, b"not json"),
        (3, b'{"game_id":"g"}'),
        (3, b'{"game_id":"g","x":"one","y":2,"speed":3}'),
        (3, b"\xff"),
        (2, b"not json"),
        (1, b'{"game_id":"g"}'),
        (2, b'{"game_id":"g","x":1}'),
    ],
)
def test_data_that_does_not_fit_is_unreadable(schema: int, data: bytes) -> None:
    with pytest.raises(UnreadableEvent, match="Landed"):
        TYPES.decode(EventType("Landed", schema), data)
