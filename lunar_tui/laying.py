"""Laying: several sites of one kind in one go, in a row or a block of tiles."""

from __future__ import annotations

from collections.abc import Sequence

MOST_AT_ONCE = 48
"""So many sites at the most are laid in one go."""


def laid(anchor: int | None, cursor: int, width: int) -> Sequence[int]:
    """The tiles from the anchor to the cursor, those next to the anchor first.

    Without an anchor it is the cursor's alone. `width` is the map's.
    """
    (y0, x0), (y1, x1) = divmod(cursor if anchor is None else anchor, width), divmod(cursor, width)
    rows = range(y0, y1 + 1) if y1 >= y0 else range(y0, y1 - 1, -1)
    columns = range(x0, x1 + 1) if x1 >= x0 else range(x0, x1 - 1, -1)
    return [y * width + x for y in rows for x in columns][:MOST_AT_ONCE]
