"""Which events a person wants to see, as they type it and as it is kept in the settings."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct, structs

from domain.blocks.conditions.data import data_condition
from domain.blocks.event_store import ALL, Where
from lunar_tui.places import parse_time


def as_typed(text: str) -> str:
    """A text that is looked for as it is."""
    return text


class LogFilter(Struct, frozen=True, omit_defaults=True):
    """What is empty does not restrict. `field` is a condition; `since` and `until` are times."""

    text: str = ""
    types: tuple[str, ...] = ()
    stream: str = ""
    player: str = ""
    field: str = ""
    since: str = ""
    until: str = ""

    def within(self, where: Where, stored: Callable[[str], str] = as_typed) -> Where:
        """The events of `where` that are wanted; `stored` makes of a text what stands in the log.

        Raises `ConditionFault` or `NoSuchPlace`.
        """
        return structs.replace(
            where,
            text=stored(self.text) or where.text,
            types=self._types_within(where),
            stream=self.stream or where.stream,
            player=self.player or where.player,
            condition=data_condition(self.field) if self.field else where.condition,
            since=parse_time(self.since) if self.since else where.since,
            until=parse_time(self.until) if self.until else where.until,
        )

    def _types_within(self, where: Where) -> frozenset[str] | None:
        """The types that are wanted; none of another stream than the one that `where` is about."""
        if self.stream and where.stream not in {None, ALL, self.stream}:
            return frozenset()
        if not self.types:
            return where.types
        types = frozenset(self.types)
        return types if where.types is None else types & where.types

    @property
    def words(self) -> str:
        """What is wanted, in a few words."""
        parts = [
            f'"{self.text}"' if self.text else "",
            self.field,
            f"in {', '.join(self.types)}" if self.types else "",
            f"in {self.stream}" if self.stream else "",
            f"by {self.player}" if self.player else "",
            f"since {self.since}" if self.since else "",
            f"until {self.until}" if self.until else "",
        ]
        return " ".join(filter(None, parts))
