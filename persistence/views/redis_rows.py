"""Where the rows of a view are in Redis, and the commands that read and write them.

Served rows are JSON values under `<noun>:<key>`, and sets of keys under `<group>:<value>`, as the
row type names them. Beside them stand `views:<view>`, a hash with the checkpoints,
`views:<view>:keys` and `views:<view>:groups`, the sets of all keys and of all groups in use, and
`views:<view>:next`, a hash with the rows that a rebuild fills. A prefix stands before them all.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Awaitable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Generic, TypeVar

from msgspec.json import Decoder, encode
from redis.asyncio.client import Pipeline

from domain.blocks.projector import Key, Projector, Row
from domain.blocks.view_store import Slot
from persistence.views.chunks import chunks

R = TypeVar("R", bound=Row)

_Sets = defaultdict[str, set[str]]
"""Members of Redis' sets, by the key of each."""

Text = bytes | str
"""Text as the client gives it."""

LARGEST = 10_000
"""Rows in one command."""

PIECE = 1000
"""Rows that are read at once where many are."""


def checkpoints_key(prefix: str, projector: Projector[Any]) -> str:
    """The hash in which the view's checkpoints are, by slot."""
    return f"{prefix}views:{projector.name}"


def slot_rows(prefix: str, projector: Projector[R], slot: Slot) -> SlotRows[R]:
    """The rows in this slot of the view."""
    return (ServedRows if slot == "served" else NextRows)(prefix, projector)


class SlotRows(ABC, Generic[R]):
    """The rows of one slot of a view.

    A pipeline runs commands at once as long as it watches a key, and gathers them afterwards.
    """

    def __init__(self, prefix: str, projector: Projector[R]) -> None:
        self._prefix = prefix
        self._row = projector.row
        self._place = checkpoints_key(prefix, projector)
        self._decoder = Decoder(projector.row)

    def decode(self, values: Iterable[Text | None]) -> dict[Key, R]:
        """The rows in these values."""
        rows = (self._decoder.decode(value) for value in values if value is not None)
        return {row.key: row for row in rows}

    @abstractmethod
    async def fetch(self, pipe: Pipeline, keys: Sequence[Key]) -> Mapping[Key, R]:
        """Those of the rows that are there; at once."""

    @abstractmethod
    async def places(self, pipe: Pipeline, /) -> Sequence[Text]:
        """All of Redis' keys in which the slot is kept; at once."""

    @abstractmethod
    async def count(self, pipe: Pipeline) -> int:
        """The number of rows; at once."""

    @abstractmethod
    def values(self, pipe: Pipeline) -> Awaitable[Any]:
        """The values of all rows, for `decode`; at once, or gathered."""

    @abstractmethod
    def write(
        self, pipe: Pipeline, before: Mapping[Key, R], after: Mapping[Key, R | None], /
    ) -> None:
        """Gather the commands that make the rows of `before` into those of `after`."""


class ServedRows(SlotRows[R]):
    """Rows where everybody looks for them."""

    def __init__(self, prefix: str, projector: Projector[R]) -> None:
        super().__init__(prefix, projector)
        self._keys = f"{self._place}:keys"
        self._groups = f"{self._place}:groups"

    async def fetch(self, pipe: Pipeline, keys: Sequence[Key]) -> Mapping[Key, R]:
        """Those of the rows that are there; at once."""
        return self.decode(await pipe.mget(map(self._at, map(_text, keys))) if keys else ())

    async def places(self, pipe: Pipeline, /) -> Sequence[Text]:
        """All of Redis' keys in which the slot is kept; at once."""
        both = (self._keys, self._groups)
        found = [name for at in both async for name in pipe.sscan_iter(at, count=PIECE)]
        return [*both, *found]

    def values(self, pipe: Pipeline) -> Awaitable[Any]:
        """The values of all rows, for `decode`; at once, or gathered."""
        return pipe.sort(self._keys, by="nosort", get=["*"])

    async def count(self, pipe: Pipeline) -> int:
        """The number of rows; at once."""
        return int(await pipe.scard(self._keys))

    def write(
        self, pipe: Pipeline, before: Mapping[Key, R], after: Mapping[Key, R | None], /
    ) -> None:
        """Gather the commands that make the rows of `before` into those of `after`."""
        for chunk in _kept(after):
            pipe.mset({self._at(name): encode(row) for name, row in chunk})
        unlink(pipe, list(map(self._at, _gone(after))))
        pairs = [(before.get(key), row) for key, row in after.items()]
        moved = [(old, new) for old, new in pairs if self._values(old) != self._values(new)]
        self._move(
            pipe,
            self._sets(old for old, _ in moved if old),
            self._sets(new for _, new in moved if new),
        )

    def _move(self, pipe: Pipeline, old: _Sets, new: _Sets) -> None:
        for place, members in new.items():
            for chunk in chunks(members - old[place], LARGEST):
                pipe.sadd(place, *chunk)
        for place, members in old.items():
            if left := members - new[place]:
                pipe.srem(place, *left)
        if groups := new.keys() - {self._keys}:
            pipe.sadd(self._groups, *groups)

    def _at(self, key: str) -> str:
        return f"{self._prefix}{self._row.NOUN}:{key}"

    def _values(self, row: Row | None) -> Sequence[object] | None:
        return [getattr(row, field) for field in self._row.GROUPS.values()] if row else None

    def _sets(self, rows: Iterable[Row]) -> _Sets:
        sets = _Sets(set)
        for row in rows:
            key = _text(row.key)
            sets[self._keys].add(self._at(key))
            for group, field in self._row.GROUPS.items():
                sets[f"{self._prefix}{group}:{getattr(row, field)}"].add(key)
        return sets


class NextRows(SlotRows[R]):
    """Rows where nobody looks for them yet."""

    def __init__(self, prefix: str, projector: Projector[R]) -> None:
        super().__init__(prefix, projector)
        self._hash = f"{self._place}:next"

    async def fetch(self, pipe: Pipeline, keys: Sequence[Key]) -> Mapping[Key, R]:
        """Those of the rows that are there; at once."""
        return self.decode(await pipe.hmget(self._hash, list(map(_text, keys))) if keys else ())

    async def places(self, _: Pipeline) -> Sequence[Text]:
        """All of Redis' keys in which the slot is kept; at once."""
        return [self._hash]

    async def count(self, pipe: Pipeline) -> int:
        """The number of rows; at once."""
        return int(await pipe.hlen(self._hash))

    def values(self, pipe: Pipeline) -> Awaitable[Any]:
        """The values of all rows, for `decode`; at once, or gathered."""
        return pipe.hvals(self._hash)

    async def scan(self, pipe: Pipeline) -> dict[Key, R]:
        """All rows, read in pieces, so that nobody waits long; at once."""
        pieces = pipe.hscan_iter(self._hash, count=PIECE)
        return self.decode([value async for _, value in pieces])

    def write(self, pipe: Pipeline, _: Mapping[Key, R], after: Mapping[Key, R | None], /) -> None:
        """Gather the commands that make the rows of `before` into those of `after`."""
        for chunk in _kept(after):
            pipe.hset(self._hash, mapping={key: encode(row) for key, row in chunk})
        if gone := _gone(after):
            pipe.hdel(self._hash, *gone)


def unlink(pipe: Pipeline, places: Sequence[Text]) -> None:
    """Forget what is in these keys of Redis."""
    for chunk in chunks(places, LARGEST):
        pipe.unlink(*chunk)


def _kept(rows: Mapping[Key, R | None]) -> Iterator[list[tuple[str, R]]]:
    return chunks(((_text(key), row) for key, row in rows.items() if row is not None), LARGEST)


def _gone(rows: Mapping[Key, Row | None]) -> list[str]:
    return [_text(key) for key, row in rows.items() if row is None]


def _text(key: Key) -> str:
    return ":".join(map(str, key))
