"""What differs between two moments, told to people: line by line, and what it is against."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from textual.content import Content

from domain.blocks.moment import Moment
from domain.blocks.moment_diff import FieldChange, Kind, RowChange
from domain.blocks.projector import Row
from domain.game.game_diff import diff
from domain.game.projectors.buildings import BuildingRow
from domain.game.projectors.games import GameRow
from domain.game.projectors.sites import SiteRow
from domain.game.projectors.tiles import TileRow
from domain.game.site_types import site_name
from lunar_tui.look import CHANGES, DUST, WHITE
from lunar_tui.naming import place, told_site
from lunar_tui.sentences import (
    printable,
)
from lunar_tui.widgets.replay_bar import clock

Changes = Mapping[str, Sequence[RowChange]]
"""What each view has that was added, changed or is gone, by the names of the views."""


Words = Mapping[Kind, str]
"""What is said of rows that differ in each way."""

IN_TIME: Words = {"added": "added", "changed": "changed", "gone": "gone"}
SIDE_BY_SIDE: Words = {"added": "only right", "changed": "different", "gone": "only left"}


@dataclass(frozen=True, slots=True)
class Against:
    """What a moment is compared with: what it is called, and how it was.

    `branch` says that it is of another game; moments of one game are compared in their order.
    """

    name: str
    moment: Moment
    branch: bool = False

    def earlier_than(self, here: Moment) -> bool:
        """Whether what was here came of it."""
        return not self.branch and self.moment.ordinal < here.ordinal

    def changes(self, here: Moment) -> Changes:
        """What differs."""
        if self.earlier_than(here):
            return diff(self.moment, here)
        return diff(here, self.moment)


def counts_of(changes: Changes) -> Mapping[Kind, int]:
    """How many rows were added, changed, and are gone."""
    return Counter(change.kind for view in changes.values() for change in view)


def told_counts(counts: Mapping[Kind, int], words: Words = IN_TIME) -> Content:
    """How many rows are different, and in what way."""
    parts: list[tuple[str, str]] = []
    for kind, (mark, colour) in CHANGES.items():
        if count := counts.get(kind, 0):
            parts.append((f"  {mark} {count:,} {words[kind]}", colour))
    return Content.assemble(*parts) if parts else Content.styled("  nothing differs", DUST)


def headings(changes: Changes, words: Words) -> Iterator[tuple[str, Content]]:
    """The views that differ, and what is said above their rows."""
    for name, rows in changes.items():
        if rows:
            told = told_counts(Counter(change.kind for change in rows), words)
            yield name, Content.assemble((name.capitalize(), f"bold {WHITE}"), told)


def told(change: RowChange, width: int, *, ascii_only: bool) -> Content:
    """One row that differs. `width` is the map's, in tiles."""
    mark, colour = CHANGES[change.kind]
    arrow = "->" if ascii_only else "→"
    if change.kind == "changed":
        rest = ", ".join(_change(field, width, arrow) for field in change.fields)
    else:
        rest = _standing(change.row)
    subject = _subject(change.row, width)
    return Content.assemble(
        (f"  {mark} ", colour), (printable(subject), WHITE), (printable(f"  {rest}"), colour)
    )


def location_of(change: RowChange) -> int | None:
    """The tile that the row is about; None for one that is about none."""
    row = change.row
    return row.location if isinstance(row, BuildingRow | SiteRow | TileRow) else None


def _subject(row: Row, width: int) -> str:
    match row:
        case BuildingRow() | SiteRow() | TileRow():
            return told_site(row.site_id, row.site_type, row.location, width)
        case GameRow():
            return f"Game {row.name}"
        case _:
            return f"{row.NOUN} {'/'.join(map(str, row.key))}"


def _standing(row: Row) -> str:
    """How a row that only one of the moments has is there."""
    match row:
        case TileRow():
            return "ready" if row.ready else f"{row.progressed} of {row.required} ticks"
        case SiteRow():
            return f"{row.progressed_ticks} of {row.required_ticks} ticks"
        case BuildingRow():
            return "ready" if row.ready else f"{row.complete:.0f} %"
        case _:
            return ""


def _change(change: FieldChange, width: int, arrow: str) -> str:
    told = _FIELDS.get(change.field, _value)
    before, after = told(change.before, width), told(change.after, width)
    return f"{change.field.replace('_', ' ')} {before} {arrow} {after}"


def _value(value: object, _: int) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case float():
            return f"{value:.4g}"
        case str():
            return value or "none"
        case _:
            return str(value)


_FIELDS: Mapping[str, Callable[[object, int], str]] = {
    "location": lambda value, width: place(int(str(value)), width),
    "site_type": lambda value, _: site_name(int(str(value))),
    "started_at": lambda value, _: clock(int(str(value))),
    "last_played_at": lambda value, _: clock(int(str(value))),
}
