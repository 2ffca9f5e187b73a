"""The view store in Redis: rows as JSON values, each batch with its checkpoint in one `MULTI`."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from itertools import islice
from typing import Any, TypeVar
from urllib.parse import SplitResult, parse_qs, urlsplit, urlunsplit
from uuid import uuid4

from msgspec import Struct, json
from redis import exceptions
from redis.asyncio import Redis
from redis.asyncio.client import Pipeline
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError, WatchError

from domain.blocks.capacity import Size
from domain.blocks.event_store import StoreAway, StoreFault
from domain.blocks.projector import Key, Projector, Row
from domain.blocks.view_store import Checkpoint, Rows, Slot, Step, outcome, touched
from persistence.views.recent import Recent
from persistence.views.redis_rows import (
    NextRows,
    ServedRows,
    Sort,
    Text,
    checkpoints_key,
    slot_rows,
    unlink,
)

R = TypeVar("R", bound=Row)

_AWAY = (exceptions.ConnectionError, exceptions.TimeoutError, OSError)
_REFUSED = (exceptions.AuthenticationError, exceptions.AuthorizationError)
"""What Redis' client takes for a lost connection, although asking again would not help."""

PATIENCE = 60.0
"""Seconds to wait for an answer: a server that swaps a million rows is busy for some."""

SAMPLE = 5000
"""Keys that are measured where a slot has more, and elements of a key where it has more."""

_DATABASE = re.compile(r"/?\d*")


class _Filled(Struct, frozen=True):
    """A slot as the hash of checkpoints has it."""

    shape: str
    checkpoint: Checkpoint


class RedisViewStore:
    """A `ViewStore` in a Redis database, which several programs may use at once.

    Every change watches the view's checkpoints first, and so happens on what it has seen or not
    at all. No command is sent twice.
    """

    def __init__(self, client: Redis, prefix: str, place: str) -> None:
        self._client = client
        self._prefix = prefix
        self._place = place
        self._recent = Recent()
        self._closed = False

    @classmethod
    async def open(cls, url: str) -> RedisViewStore:
        """The views at redis://host:port/database; `?prefix=moon:` puts this before every key.

        Raises `StoreFault`.
        """
        try:
            parts = urlsplit(url)
            options = parse_qs(parts.query, keep_blank_values=True)
            prefix = options.pop("prefix", [""])[0]
            place = _place(parts)
            if options:
                raise StoreFault(
                    f"The URL of the views says {next(iter(options))!r}, which is not known for "
                    "Redis: only prefix is."
                )
            client = Redis.from_url(
                urlunsplit(parts._replace(query="")),
                socket_timeout=PATIENCE,
                retry=Retry(NoBackoff(), 0),
            )
        except ValueError as error:
            raise StoreFault(
                "The URL of the views is not one of Redis: use "
                "redis://user:password@host:port/database, with special characters as % and "
                "their code."
            ) from error
        store = cls(client, prefix, place)
        try:
            async with store._pipeline() as pipe:
                await pipe.watch(f"{prefix}views")
        except BaseException:
            await client.aclose()
            raise
        return store

    async def checkpoint(
        self, projector: Projector[Any], slot: Slot = "served"
    ) -> Checkpoint | None:
        """How far the slot is filled; None when it is not there."""
        async with self._pipeline() as pipe:
            pipe.hget(checkpoints_key(self._prefix, projector), slot)
            (found,) = await pipe.execute()
        return _checkpoint(projector, found)

    async def begin(self, projector: Projector[Any], slot: Slot) -> Checkpoint:
        """The slot's checkpoint; where there is none, that of an empty one made now."""
        while (found := await self.checkpoint(projector, slot)) is None:
            rows = slot_rows(self._prefix, projector, slot)
            async with self._watching(projector) as pipe:
                if await self._seen(pipe, projector, slot) is None:
                    left_over = await rows.places(pipe)
                    _gather(pipe)
                    unlink(pipe, left_over)
                    self._put(pipe, projector, slot, Checkpoint(uuid4().hex, 0))
                    await pipe.execute()
        return found

    async def apply(
        self,
        projector: Projector[Any],
        slot: Slot,
        begin: Checkpoint,
        upto: int,
        steps: Sequence[Step],
    ) -> Checkpoint | None:
        """Bring the slot from `begin` to the position `upto`, unless it stands elsewhere."""
        rows = slot_rows(self._prefix, projector, slot)
        advanced = Checkpoint(begin.generation, upto)
        async with self._watching(projector) as pipe:
            if await self._seen(pipe, projector, slot) != begin:
                return None
            known = self._recent.at(projector, slot, begin)
            keys = touched(steps)
            found = await rows.fetch(pipe, [key for key in keys if key not in known])
            before = {key: row for key in keys if (row := found.get(key) or known.get(key))}
            after = outcome(projector, before, steps)
            _gather(pipe)
            rows.write(pipe, before, after)
            self._put(pipe, projector, slot, advanced)
            await pipe.execute()
            self._recent.keep(projector, slot, advanced, {**before, **after})
            return advanced
        return None

    async def swap(self, projector: Projector[Any]) -> bool:
        """Serve the next rows in place of those served, unless they are behind."""
        served = slot_rows(self._prefix, projector, "served")
        following = NextRows(self._prefix, projector)
        async with self._watching(projector) as pipe:
            old = await self._seen(pipe, projector, "served")
            new = await self._seen(pipe, projector, "next")
            if new is None or (old and new.position < old.position):
                return False
            rows = await following.scan(pipe)
            left_over = [*await served.places(pipe), *await following.places(pipe)]
            _gather(pipe)
            unlink(pipe, left_over)
            served.write(pipe, {}, rows)
            self._put(pipe, projector, "served", new)
            pipe.hdel(checkpoints_key(self._prefix, projector), "next")
            await pipe.execute()
            return True
        return False

    async def drop(self, projector: Projector[Any], slot: Slot) -> None:
        """Forget the slot's rows and its checkpoint."""
        rows = slot_rows(self._prefix, projector, slot)
        while True:
            async with self._watching(projector) as pipe:
                places = await rows.places(pipe)
                _gather(pipe)
                unlink(pipe, places)
                pipe.hdel(checkpoints_key(self._prefix, projector), slot)
                await pipe.execute()
                return

    async def read(self, projector: Projector[R], slot: Slot = "served") -> Rows[R]:
        """All rows of one moment."""
        rows = slot_rows(self._prefix, projector, slot)
        async with self._pipeline() as pipe:
            pipe.hget(checkpoints_key(self._prefix, projector), slot)
            rows.values(pipe)
            found, values = await pipe.execute()
        checkpoint = _checkpoint(projector, found)
        return Rows(checkpoint.position, rows.decode(values)) if checkpoint else Rows(0, {})

    async def get(self, projector: Projector[R], key: Key) -> R | None:
        """The served row with this key."""
        rows = ServedRows(self._prefix, projector)
        async with self._watching(projector) as pipe:
            if await self._seen(pipe, projector, "served"):
                return (await rows.fetch(pipe, [key])).get(key)
        return None

    async def count(self, projector: Projector[Any], slot: Slot = "served") -> int:
        """The number of rows in the slot."""
        rows = slot_rows(self._prefix, projector, slot)
        async with self._watching(projector) as pipe:
            if await self._seen(pipe, projector, slot):
                return await rows.count(pipe)
        return 0

    async def size(self, projector: Projector[Any], slot: Slot = "served") -> Size:
        """What the slot's keys take in memory, by `MEMORY USAGE`; of many a sample is asked."""
        rows = slot_rows(self._prefix, projector, slot)
        sorts: Sequence[Sort] = ()
        count = await self.count(projector, slot)
        async with self._watching(projector) as pipe:
            sorts = await rows.sample(pipe, SAMPLE) if count else ()
        async with self._pipeline() as pipe:
            for _, some in sorts:
                for key in some:
                    pipe.memory_usage(key, SAMPLE)
            used = iter(await pipe.execute())
        taken = sum(
            keys * sum(size or 0 for size in islice(used, len(some))) / max(1, len(some))
            for keys, some in sorts
        )
        return Size(projector.name, round(taken), "sampled" if count > SAMPLE else "measured")

    async def close(self) -> None:
        """Let go of the server."""
        self._closed = True
        await self._client.aclose()

    @asynccontextmanager
    async def _pipeline(self) -> AsyncIterator[Pipeline]:
        if self._closed:
            raise StoreFault("The view store is closed: open it again.")
        try:
            async with self._client.pipeline(transaction=True) as pipe:
                yield pipe
        except (RedisError, OSError) as error:
            lost = error.__context__ if isinstance(error, WatchError) else error
            if lost is None:
                raise
            away = isinstance(lost, _AWAY) and not isinstance(lost, _REFUSED)
            kind = StoreAway if away else StoreFault
            raise kind(
                f"The views in Redis at {self._place} cannot be reached or written ({lost}): look "
                "at the server, then try again; what was done is not done twice."
            ) from error

    @asynccontextmanager
    async def _watching(self, projector: Projector[Any]) -> AsyncIterator[Pipeline]:
        """Nothing is done within when somebody moves the view's checkpoints meanwhile.

        Redis' client says the same of a connection that it lost, which is another matter.
        """
        with suppress(WatchError):
            async with self._pipeline() as pipe:
                await pipe.watch(checkpoints_key(self._prefix, projector))
                yield pipe

    async def _seen(
        self, pipe: Pipeline, projector: Projector[Any], slot: Slot
    ) -> Checkpoint | None:
        found = await pipe.hget(checkpoints_key(self._prefix, projector), slot)
        return _checkpoint(projector, found)

    def _put(
        self, pipe: Pipeline, projector: Projector[Any], slot: Slot, checkpoint: Checkpoint
    ) -> None:
        filled = json.encode(_Filled(projector.shape, checkpoint))
        pipe.hset(checkpoints_key(self._prefix, projector), slot, filled)


def _place(parts: SplitResult) -> str:
    """Where the views are, for people. Raises `ValueError` for what is cut at the wrong signs."""
    if not _DATABASE.fullmatch(parts.path) or "@" in (parts.hostname or ""):
        raise ValueError
    return f"{parts.hostname}:{parts.port or 6379}{parts.path}"


def _gather(pipe: Pipeline) -> None:
    """From here on, gather commands; they happen together, or not at all."""
    pipe.multi()  # type: ignore[no-untyped-call]


def _checkpoint(projector: Projector[Any], found: Text | None) -> Checkpoint | None:
    if found is None:
        return None
    filled = json.decode(found, type=_Filled)
    return filled.checkpoint if filled.shape == projector.shape else None
