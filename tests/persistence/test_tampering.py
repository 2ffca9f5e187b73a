"""Whoever changes the log behind the store's back is found out."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import ClassVar

import pytest

from domain.blocks.audit import Audit, Finding
from domain.blocks.event_store import EventStore
from domain.blocks.event_types import EventTypes
from domain.blocks.messages import Event
from persistence.memory import MemoryEventStore
from persistence.sqlite import SqliteEventStore
from tests.conformance.events import commit, event

EVENTS = 40
MIDDLE = 17


class Ticked(Event, frozen=True):
    tick: int


class Renamed(Event, frozen=True):
    SCHEMA: ClassVar[int] = 1
    name: str


TYPES = EventTypes([Ticked, Renamed])


async def fill(store: EventStore) -> None:
    for n in range(0, EVENTS, 4):
        data = b'{"game_id":"g","tick":%d}' % n
        await store.append(
            commit(
                event("game-g", "Ticked", data, game="g"),
                event("site-1", "Ticked", data, game="g"),
                event("ledger", "Booked", b"not even JSON"),
                event("game-g", "Renamed", b'{"game_id":"g","name":"Luna"}', game="g"),
            )
        )


async def audit(store: EventStore, page: int = 9) -> list[Finding]:
    check = Audit(TYPES)
    found: list[Finding] = []
    after = 0
    while events := await store.read(after=after, limit=page):
        found += check.check(events)
        after = events[-1].position
    return found + check.finish(await store.heads())


@pytest.fixture
async def original(tmp_path: Path) -> Path:
    path = tmp_path / "original.db"
    store = await SqliteEventStore.open(path)
    await fill(store)
    await store.close()
    return path


@pytest.fixture
def tamper(original: Path) -> Callable[[str], Path]:
    def change(script: str) -> Path:
        copy = original.with_name("copy.db")
        shutil.copy(original, copy)
        with closing(sqlite3.connect(copy)) as connection:
            triggers = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for (name,) in triggers.fetchall():
                connection.execute(f"DROP TRIGGER {name}")
            connection.executescript(script)
        return copy

    return change


async def findings(path: Path) -> list[Finding]:
    store = await SqliteEventStore.open(path, create=False)
    found = await audit(store)
    await store.close()
    return found


@pytest.mark.parametrize("page", [1, 9, 1000])
async def test_a_whole_log_has_no_findings(original: Path, page: int) -> None:
    store = await SqliteEventStore.open(original)
    assert await audit(store, page) == []
    await store.close()


async def test_an_empty_log_is_whole() -> None:
    assert await audit(MemoryEventStore()) == []


async def test_a_log_in_memory_is_audited_too() -> None:
    store = MemoryEventStore()
    await fill(store)
    assert await audit(store) == []


@pytest.mark.parametrize(
    ("script", "positions"),
    [
        pytest.param(
            f"DELETE FROM events WHERE position = {MIDDLE}", [MIDDLE, MIDDLE + 3], id="missing"
        ),
        pytest.param("DELETE FROM events WHERE position = 1", [1, 4, 40], id="first missing"),
        pytest.param(
            "UPDATE events SET data = replace(data, 'tick\":16', 'tick\":99') "
            f"WHERE position = {MIDDLE}",
            [MIDDLE],
            id="altered payload",
        ),
        pytest.param(
            "UPDATE events SET position = -1 WHERE position = 17;"
            "UPDATE events SET position = 17 WHERE position = 25;"
            "UPDATE events SET position = 25 WHERE position = -1",
            [17, 17, 18, 20, 25, 25, 26, 28],
            id="swapped",
        ),
        pytest.param(
            "INSERT INTO event_types VALUES (99, 'Exploded', 1);"
            f"UPDATE events SET type = 99 WHERE position = {MIDDLE}",
            [MIDDLE, MIDDLE],
            id="unknown type",
        ),
        pytest.param(
            "UPDATE event_types SET schema = 2 WHERE name = 'Renamed'",
            [p for p in range(4, EVENTS + 1, 4) for _ in range(2)],
            id="unknown schema",
        ),
        pytest.param(
            f"UPDATE events SET data = '{{\"tick\":' WHERE position = {MIDDLE}",
            [MIDDLE, MIDDLE],
            id="unreadable data",
        ),
        pytest.param("DELETE FROM events WHERE position > 36", [37], id="cut tail"),
        pytest.param("DELETE FROM events", [1], id="all cut"),
        pytest.param(
            f"UPDATE causes SET player = 'eve' WHERE id = {MIDDLE}", [MIDDLE], id="player"
        ),
        pytest.param(
            f"UPDATE events SET recorded_at = 0 WHERE position = {MIDDLE}", [MIDDLE], id="time"
        ),
        pytest.param(
            f"UPDATE events SET command_id = randomblob(16) WHERE position = {MIDDLE}",
            [MIDDLE],
            id="command",
        ),
        pytest.param(
            f"UPDATE events SET game = NULL WHERE position = {MIDDLE}", [MIDDLE], id="game"
        ),
        pytest.param(
            "UPDATE streams SET digest = randomblob(16) WHERE id = 0", [EVENTS], id="head"
        ),
        pytest.param(
            "UPDATE streams SET version = version - 1 WHERE id = 0", [EVENTS], id="head too low"
        ),
        pytest.param(
            "UPDATE streams SET name = 'site-2' WHERE name = 'site-1'",
            list(range(2, EVENTS, 4)),
            id="stream",
        ),
        pytest.param(
            "UPDATE streams SET version = 77 WHERE name = 'site-1'", [38], id="stream too high"
        ),
        pytest.param(
            "UPDATE streams SET first_position = 3 WHERE name = 'site-1'", [38], id="stream first"
        ),
        pytest.param(
            "UPDATE streams SET last_position = 39 WHERE name = 'site-1'", [38], id="stream last"
        ),
        pytest.param(
            "INSERT INTO streams VALUES (99, 'site-9', 1, 7, 7, NULL)", [7], id="stream made up"
        ),
        pytest.param("UPDATE games SET last_position = 1", [40], id="game too low"),
    ],
)
async def test_what_was_done_to_the_log_is_found(
    tamper: Callable[[str], Path], script: str, positions: list[int]
) -> None:
    found = await findings(tamper(script))
    assert [finding.position for finding in found] == positions
    for finding in found:
        assert f" {finding.position}" in finding.sentence


@pytest.mark.parametrize(
    ("script", "sentence"),
    [
        ("DELETE FROM events WHERE position = 17", "The event at position 17 is missing."),
        (
            "DELETE FROM events WHERE position IN (17, 18)",
            "The events from position 17 to 18 are missing.",
        ),
        (
            "DELETE FROM events WHERE position > 36",
            "The events from position 37 to 40 are missing.",
        ),
        (
            "UPDATE causes SET player = 'eve' WHERE id = 17",
            (
                "The event at position 17 does not fit its digest: it was altered, or stands where "
                "another one stood."
            ),
        ),
        (
            "UPDATE event_types SET name = 'Exploded' WHERE name = 'Renamed'",
            (
                "The event at position 4 is of type Exploded, schema 1, which is not known to this "
                "program."
            ),
        ),
        (
            "UPDATE streams SET version = 77 WHERE name = 'site-1'",
            (
                "Stream site-1 has version 10, from position 2 to position 38, but the store says "
                "version 77, from position 2 to position 38."
            ),
        ),
        (
            "UPDATE games SET last_position = 1",
            "The last event of game g is at position 40, but the store says 1.",
        ),
    ],
)
async def test_a_finding_is_a_sentence(
    tamper: Callable[[str], Path], script: str, sentence: str
) -> None:
    assert sentence in [finding.sentence for finding in await findings(tamper(script))]


async def test_one_who_makes_a_new_digest_for_what_he_altered_is_found(
    tamper: Callable[[str], Path],
) -> None:
    path = tamper(
        f"UPDATE events SET data = '{{}}', digest = randomblob(16) WHERE position = {MIDDLE}"
    )
    assert {finding.position for finding in await findings(path)} == {MIDDLE, MIDDLE + 1}
