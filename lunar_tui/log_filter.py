"""Which events a person wants to see, as they type it and as it is kept in the settings."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct, structs

from domain.blocks.conditions.data import data_condition
from domain.blocks.event_store import Where
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
        wanted = {
            "text": stored(self.text) or None,
            "types": frozenset(self.types) or None,
            "stream": self.stream or None,
            "player": self.player or None,
            "condition": data_condition(self.field) if self.field else None,
            "since": parse_time(self.since) if self.since else None,
            "until": parse_time(self.until) if self.until else None,
        }
        return structs.replace(where, **{name: value for name, value in wanted.items() if value})

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
