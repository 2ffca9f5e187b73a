"""A rebuild of one view from the log, compared with the view that was served meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from time import monotonic
from typing import NamedTuple

from domain.blocks.view import Difference, differences
from lunar_tui.services import ServedViews
from lunar_tui.session import Observer


class Rebuilt(NamedTuple):
    """What came of it: the rows of the new view, and those on which the old one disagreed."""

    rows: int
    seconds: float
    differences: Sequence[Difference]


async def rebuild(served: ServedViews, name: str, observe: Observer) -> Rebuilt | None:
    """Make the view anew, compare it, and serve it; None if `observe` stopped it.

    Raises `StoreFault` or `ProjectorFailed`; the old view then goes on serving.
    """
    begun = monotonic()
    new = await served.rebuild(name, observe)
    if new is None:
        return None
    found = list(differences(served.views[name], new))
    served.views.swap(new)
    return Rebuilt(len(new.rows), monotonic() - begun, found)
