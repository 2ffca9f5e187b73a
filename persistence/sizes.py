"""What the tables of a store are for, where they tell of its size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from domain.blocks.capacity import Measured, Size, StoreSizes, total

LOG = ("events", "causes", "streams", "event_types", "games")
"""The tables that grow with events; each with its indexes."""

VIEW = "view_"
"""What the names of the tables of views begin with."""

PROJECTIONS = "projections of one's own"

BESIDE = {
    "snapshots": ("snapshots",),
    PROJECTIONS: ("projections", "projection_states", "projection_next_states"),
}
"""What else is told of by itself, and its tables."""


def sizes_of(
    tables: Mapping[str, int],
    more: Sequence[Size] = (),
    free: int | None = None,
    how: Measured = "measured",
) -> StoreSizes:
    """The sizes of a store whose tables take so much; `more` is what it takes beside them."""
    views = sum(size for name, size in tables.items() if name.startswith(VIEW))
    log = [Size(name, tables.get(name, 0), how) for name in LOG]
    beside = [
        *(Size(name, sum(tables.get(each, 0) for each in of), how) for name, of in BESIDE.items()),
        Size("views in this database", views, how),
    ]
    rest = Size("the rest", sum(tables.values()) - total([*log, *beside]), how)
    return StoreSizes(log, [*beside, rest, *more], free)
