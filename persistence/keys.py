"""The integers that stand for names in the tables."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import TypeVar

K = TypeVar("K", bound=Hashable)


class Keys(dict[K, int]):
    """The keys of names; asking for that of a new name gives it the next one, and `added` tells."""

    def __init__(self, known: Iterable[tuple[K, int]], last: int) -> None:
        super().__init__(known)
        self.added: dict[K, int] = {}
        self._last = last

    def __missing__(self, name: K) -> int:
        self._last += 1
        self.added[name] = self[name] = self._last
        return self._last
