"""Event schemas are immutable: a changed schema is a new version with an explicit upcaster.

The golden logs in `assets/golden` were written by released versions. They are never edited; a new
schema adds a file. Here they are read as the program of today reads them.
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any
from uuid import UUID

import msgspec
import pytest

from domain.blocks.digest import GENESIS, digest
from domain.blocks.event_types import EventType
from domain.blocks.view import View
from domain.game.events import EVENTS
from domain.game.model import EVENT_TYPES, PROJECTORS

GOLDEN = files("assets") / "golden"
LOGS = sorted(
    entry.name.removeprefix("events-").removesuffix(".jsonl")
    for entry in GOLDEN.iterdir()
    if entry.name.startswith("events-")
)


def stored(name: str) -> list[tuple[dict[str, Any], bytes]]:
    """The lines of a golden log, each with its data exactly as it was stored."""
    lines = (GOLDEN / f"events-{name}.jsonl").read_bytes().splitlines()
    raw = msgspec.json.Decoder(dict[str, msgspec.Raw])
    return [(json.loads(line), bytes(raw.decode(line)["data"])) for line in lines]


@pytest.mark.parametrize("name", LOGS)
def test_a_golden_log_replays_to_the_same_views_for_ever(name: str) -> None:
    views = [View(projector) for projector in PROJECTORS]
    for event, data in stored(name):
        typed = EVENT_TYPES.decode(EventType(event["type"], event["schema"]), data)
        for view in views:
            view.apply(event["position"], typed, event["recorded_at"])
    expected = json.loads((GOLDEN / f"views-{name}.json").read_text())
    rows = {view.projector.name: msgspec.to_builtins(list(view.rows.values())) for view in views}
    assert rows == expected


@pytest.mark.parametrize("name", LOGS)
def test_its_digests_still_hold(name: str) -> None:
    last = GENESIS
    for event, data in stored(name):
        ids = ("event_id", "correlation_id", "causation_id", "command_id")
        last = digest(
            last,
            event["position"],
            event["stream"],
            event["version"],
            (event["type"], event["schema"]),
            event["game"],
            tuple(UUID(event[key]) for key in ids),  # type: ignore[arg-type]
            event["player"],
            event["recorded_at"],
            data,
        )
        assert last.hex() == event["digest"]


def test_every_version_of_every_event_is_in_a_golden_log() -> None:
    kept = {(event["type"], event["schema"]) for name in LOGS for event, _ in stored(name)}
    released = {
        (event.__name__, schema) for event in EVENTS for schema in range(1, event.SCHEMA + 1)
    }
    assert kept == released


def test_a_golden_event_has_exactly_the_fields_of_its_type() -> None:
    """A field that is added or taken away without a new schema number is found here."""
    fields = {event.__name__: set(event.__struct_fields__) for event in EVENTS}
    schemas = {event.__name__: event.SCHEMA for event in EVENTS}
    for name in LOGS:
        for event, data in stored(name):
            if event["schema"] == schemas[event["type"]]:
                assert set(json.loads(data)) == fields[event["type"]]
