"""What the tables of a store are for, where they tell of its size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from domain.blocks.capacity import Measured, Size, StoreSizes

LOG = ("events", "causes", "streams", "event_types", "games")
"""The tables that grow with events; each with its indexes."""

VIEW = "view_"
"""What the names of the tables of views begin with."""


def sizes_of(
    tables: Mapping[str, int],
    more: Sequence[Size] = (),
    free: int | None = None,
    how: Measured = "measured",
) -> StoreSizes:
    """The sizes of a store whose tables take so much; `more` is what it takes beside them."""
    views = sum(size for name, size in tables.items() if name.startswith(VIEW))
    snapshots = tables.get("snapshots", 0)
    log = [Size(name, tables.get(name, 0), how) for name in LOG]
    rest = sum(tables.values()) - views - snapshots - sum(size.bytes for size in log)
    beside = [
        Size("snapshots", snapshots, how),
        Size("views in this database", views, how),
        Size("the rest", rest, how),
    ]
    return StoreSizes(log, [*beside, *more], free)
