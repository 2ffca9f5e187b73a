"""A certificate says what a log came to, and any other log or state disagrees with it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from domain.blocks.certificate import (
    Certificate,
    NoCertificate,
    certificate_file,
    disagreements,
    read_certificate,
    shapes,
)
from domain.blocks.event_store import EventStore
from domain.blocks.export_format import Export
from domain.blocks.messages import Command
from domain.blocks.projector import Change
from domain.blocks.verify import Verdict, verify
from domain.blocks.verify_export import verify_export
from domain.game.commands import AdvanceGameloop, SpawnSite, StartGame
from domain.game.events import SiteSpawned
from domain.game.model import EVENT_TYPES, PROJECTORS
from domain.game.projectors.buildings import buildings
from persistence.memory import MemoryEventStore
from tests.conformance.events import commit, event
from tests.exporting import lines_of, take_in
from tests.playing import COMMANDS, play

SCOPES = st.sampled_from((None, "g1", "g2"))

PLAYED: list[Command] = [
    StartGame("g1"),
    SpawnSite("g1", "a", 1, 1, "px42", 9, 0),
    AdvanceGameloop("g1", 1),
    StartGame("g2"),
    AdvanceGameloop("g1", 2),
]


def certify(verdict: Verdict, game: str | None = None) -> Certificate:
    assert verdict.whole, verdict.findings
    return Certificate(
        program="1.0",
        game=game,
        events=verdict.events,
        position=verdict.position,
        digest=verdict.digest.hex(),
        state=verdict.state.hex(),
        schemas={},
        views=shapes(PROJECTORS),
    )


async def of_store(
    store: EventStore, game: str | None = None, events: int | None = None
) -> Certificate:
    verdict = await verify(store, EVENT_TYPES, PROJECTORS, game=game, events=events)
    return certify(verdict, game)


@given(COMMANDS, SCOPES)
async def test_a_log_its_export_and_its_import_come_to_the_same(
    commands: list[Command], game: str | None
) -> None:
    store, other = MemoryEventStore(), MemoryEventStore()
    await play(store, commands)
    if game is not None:
        await other.append(commit(event("ledger"), event("ledger")))
    lines = await lines_of(store, game)
    await take_in(other, lines)
    here = await of_store(store, game)
    exported = verify_export(lambda: Export(lines), EVENT_TYPES, PROJECTORS)
    assert certify(exported, game) == here
    assert list(disagreements(here, await of_store(other, game))) == []


@given(COMMANDS, SCOPES, st.data())
async def test_a_certificate_holds_for_a_log_that_went_on(
    commands: list[Command], game: str | None, data: st.DataObject
) -> None:
    store, shorter = MemoryEventStore(), MemoryEventStore()
    await play(store, commands)
    await play(shorter, commands[: data.draw(st.integers(2, len(commands)))])
    then = await of_store(shorter, game)
    assert await of_store(store, game, then.events) == then
    lines = await lines_of(store, game)
    exported = verify_export(lambda: Export(lines), EVENT_TYPES, PROJECTORS, events=then.events)
    assert certify(exported, game) == then


async def test_the_digest_of_a_whole_log_is_its_own() -> None:
    store = MemoryEventStore()
    await play(store, PLAYED)
    assert (await of_store(store)).digest == (await store.head()).digest.hex()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"game": "g2"}, "is of game g2, and this is game g1"),
        ({"events": 99}, "of 99 events, but game g1 has"),
        ({"digest": "00" * 16}, "not the same events"),
        ({"state": "00" * 16}, "the views after them"),
        ({"state": "00" * 16, "views": {}}, "other views"),
    ],
)
async def test_each_disagreement_is_said(changes: dict[str, Any], words: str) -> None:
    store = MemoryEventStore()
    await play(store, PLAYED)
    ours = await of_store(store, "g1")
    (said,) = disagreements(structs.replace(ours, **changes), ours)
    assert words in said


async def test_of_a_log_the_position_counts_too() -> None:
    store = MemoryEventStore()
    await play(store, PLAYED)
    ours = await of_store(store)
    assert list(disagreements(ours, ours)) == []
    (said,) = disagreements(structs.replace(ours, position=77), ours)
    assert "position 77" in said


async def test_another_state_or_shape_has_another_hash() -> None:
    store = MemoryEventStore()
    await play(store, PLAYED)

    def elsewhere(spawned: SiteSpawned, at: int) -> tuple[Change, ...]:
        return buildings.project(structs.replace(spawned, location=9), at)

    moved = replace(buildings, handlers={**buildings.handlers, SiteSpawned: elsewhere})
    renamed = replace(buildings, name="houses")
    verdicts = [await verify(store, EVENT_TYPES, [p]) for p in (buildings, moved, renamed)]
    assert len({verdict.state for verdict in verdicts}) == 3


async def test_a_certificate_is_read_as_it_was_written() -> None:
    store = MemoryEventStore()
    await play(store, PLAYED)
    certificate = await of_store(store, "g1")
    content = certificate_file(certificate)
    assert read_certificate(content) == certificate
    newer = content.replace(b'"format_version": 1', b'"format_version": 2')
    for bad in (b"", b"{}", b"[", b"\xff", newer):
        with pytest.raises(NoCertificate):
            read_certificate(bad)
