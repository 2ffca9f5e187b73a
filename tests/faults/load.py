"""A log under load: programs that play, readers that follow, and what must hold of it then."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from itertools import groupby
from pathlib import Path

import msgspec

from domain.blocks.application import Application
from domain.blocks.committed import Committed
from domain.blocks.event_store import RecordedEvent, StoreAway
from domain.blocks.messages import Command
from domain.blocks.verify import verify
from domain.game.commands import AdvanceGameloop, SpawnSite, StartGame
from domain.game.events import GameloopAdvanced, GameStarted, SiteSpawned
from domain.game.model import EVENT_TYPES, PROJECTORS, ROUTER
from persistence.back_off import back_off
from persistence.clock import SystemClock
from persistence.ids import OrderedIds
from persistence.memory import MemoryEventStore
from persistence.open_store import open_store
from persistence.store import Store
from tests.conformance.events import assert_whole, whole_log
from tests.faults.playing_process import SHARED, SIDE, Acknowledged, Refused

ROOT = Path(__file__).parents[2]

KILLS = int(os.environ.get("LUNAR_KILLS", "3"))
"""How often a test kills."""

PATIENCE = 60.0
"""Seconds until what should come about counts as missing."""


class Player:
    """A program that plays, and what it was told of its commands."""

    def __init__(self, name: str, process: Process) -> None:
        self.name = name
        self.acknowledged: list[Acknowledged] = []
        self.refused: list[Refused] = []
        self.was_killed = False
        self._process = process
        self._moved = asyncio.Event()
        self._reading = asyncio.create_task(self._read())

    @classmethod
    async def start(cls, url: str, name: str) -> Player:
        """Let a program play under this name."""
        program = (sys.executable, "-m", "tests.faults.playing_process", url, name)
        process = await asyncio.create_subprocess_exec(*program, cwd=ROOT, stdin=PIPE, stdout=PIPE)
        return cls(name, process)

    async def moves(self) -> None:
        """Return when one more of its commands has been acknowledged."""
        self._moved.clear()
        moved = asyncio.create_task(self._moved.wait())
        first = asyncio.FIRST_COMPLETED
        await asyncio.wait({moved, self._reading}, timeout=PATIENCE, return_when=first)
        assert moved.done(), f"{self.name} came to a stop"

    async def kill(self) -> None:
        """End it wherever it is."""
        self.was_killed = True
        self._process.kill()
        await self._ended(-signal.SIGKILL)

    async def end(self) -> None:
        """Let it end after the command at hand."""
        if not self.was_killed:
            assert self._process.stdin
            self._process.stdin.close()
            await self._ended(0)

    async def _ended(self, code: int) -> None:
        async with asyncio.timeout(PATIENCE):
            await self._reading
            assert await self._process.wait() == code

    async def _read(self) -> None:
        assert self._process.stdout
        async for line in self._process.stdout:
            if line.endswith(b"\n"):
                said = msgspec.json.decode(line, type=Acknowledged | Refused)
                if isinstance(said, Refused):
                    self.refused.append(said)
                else:
                    self.acknowledged.append(said)
                    self._moved.set()


class Reader:
    """Follows the log, and remembers all that it has seen."""

    def __init__(self, store: Store) -> None:
        self.seen: list[RecordedEvent] = []
        self._store = store
        self._last: int | None = None
        self._following = asyncio.create_task(self._follow())

    async def end(self) -> None:
        """Stop at the end that the log has now."""
        self._last = (await self._store.head()).position
        async with asyncio.timeout(PATIENCE):
            await self._following
        await self._store.close()

    async def _follow(self) -> None:
        pauses = back_off()
        while self._last is None or len(self.seen) < self._last:
            try:
                after = self.seen[-1].position if self.seen else None
                self.seen += await self._store.read(after=after, limit=500)
                pauses = back_off()
            except StoreAway:
                pass
            await asyncio.sleep(next(pauses))


class Load:
    """Players and readers on one log."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.players: list[Player] = []
        self._readers: list[Reader] = []

    async def begin(self, players: int, readers: int) -> None:
        """Return when all of them are at work."""
        start = StartGame(SHARED, width=SIDE, height=SIDE)
        async with self.log() as store:
            assert isinstance(await _application(store).dispatch(start, SHARED), Committed)
        self._readers = [Reader(await open_store(self.url)) for _ in range(readers)]
        for _ in range(players):
            await self.join()
        await self.moves()

    @asynccontextmanager
    async def log(self) -> AsyncIterator[Store]:
        """The log, open."""
        store = await open_store(self.url)
        yield store
        await store.close()

    async def join(self) -> None:
        """One more player."""
        self.players.append(await Player.start(self.url, f"player-{len(self.players)}"))

    async def moves(self) -> None:
        """Return when each player who was not killed has had another command acknowledged."""
        await asyncio.gather(*(player.moves() for player in self.alive))

    @property
    def alive(self) -> Sequence[Player]:
        """The players who were not killed."""
        return [player for player in self.players if not player.was_killed]

    async def end(self) -> None:
        """Let all end, and see that nothing was lost, doubled, halved or seen otherwise."""
        for player in self.players:
            await player.end()
        for reader in self._readers:
            await reader.end()
        async with self.log() as store:
            log = await whole_log(store)
            verdict = await verify(store, EVENT_TYPES, PROJECTORS)
        assert verdict.findings == []
        assert_whole(log)
        assert all(reader.seen == log for reader in self._readers)
        commits = _commits(log)
        for player in self.players:
            _assert_done_once(player, commits)
        assert _told(log) == _told(await _decided_again(commits))


def _commits(log: Sequence[RecordedEvent]) -> list[list[RecordedEvent]]:
    commits = [list(events) for _, events in groupby(log, lambda event: event.correlation_id)]
    assert len({commit[0].correlation_id for commit in commits}) == len(commits)
    return commits


def _assert_done_once(player: Player, commits: Sequence[Sequence[RecordedEvent]]) -> None:
    """What it was told is in the log, and but for a last command without an answer, no more."""
    assert player.refused == []
    done = [
        Acknowledged(str(commit[0].correlation_id), [event.position for event in commit])
        for commit in commits
        if commit[0].player == player.name
    ]
    assert done[: len(player.acknowledged)] == player.acknowledged
    assert len(done) - len(player.acknowledged) <= (1 if player.was_killed else 0)


async def _decided_again(commits: Iterable[Sequence[RecordedEvent]]) -> list[RecordedEvent]:
    """The log that the same commands make when nothing goes wrong."""
    store = MemoryEventStore()
    app = _application(store)
    for commit in commits:
        answer = await app.dispatch(_command_of(commit[0]), commit[0].player)
        assert isinstance(answer, Committed), answer
    return await whole_log(store)


def _command_of(first: RecordedEvent) -> Command:
    """The command that began with this event."""
    event = EVENT_TYPES.decode(first.kind, first.data)
    match event:
        case GameStarted():
            return StartGame(event.game_id, width=event.width, height=event.height)
        case SiteSpawned():
            return SpawnSite(**msgspec.structs.asdict(event))
        case GameloopAdvanced():
            return AdvanceGameloop(event.game_id, event.tick)
        case _:
            raise AssertionError(event)


def _told(log: Iterable[RecordedEvent]) -> list[tuple[str, int, str, bytes]]:
    return [(event.stream, event.version, event.type, event.data) for event in log]


def _application(store: Store) -> Application:
    return Application(ROUTER, store, OrderedIds(), SystemClock())
