"""Comparison: whether the rows of a view are what the log says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from domain.blocks.audit import Finding
from domain.blocks.projection import AheadOfLog, Projection
from domain.blocks.replay import Progress, replay, unobserved
from domain.blocks.view import Difference, View, differences
from domain.blocks.view_store import Slot


async def against_log(
    projection: Projection, observe: Callable[[Progress], bool] = unobserved
) -> Sequence[Difference]:
    """The rows in which the served view differs from the log, read up to the same event."""
    served = await _view(projection, "served")
    anew = View(projection.projector)
    await _bring(projection, anew, served.position, observe)
    return list(differences(served, anew))


async def findings_in_served(
    projections: Iterable[Projection], observe: Callable[[Progress], bool] = unobserved
) -> Sequence[Finding]:
    """What is wrong with served views, however others move or swap them meanwhile.

    Each is compared as it was at one moment. One that is not kept is not wrong.
    """
    findings: list[Finding] = []
    for projection in projections:
        name, position = projection.projector.name, await projection.position()
        end = (await projection.log.head()).position
        if position > end:
            findings.append(Finding(end, str(AheadOfLog(name, position, end))))
            continue
        findings += [
            Finding(position, f"The kept view {name} differs from the log in the row {found.key}.")
            for found in await against_log(projection, observe)
        ]
    return findings


async def against_next(projection: Projection) -> Sequence[Difference]:
    """The rows in which the served and the next rows differ, both brought to the same event."""
    served = await _view(projection, "served")
    following = await _view(projection, "next")
    level = max(served.position, following.position)
    await _bring(projection, served, level, unobserved)
    await _bring(projection, following, level, unobserved)
    return list(differences(served, following))


async def _view(projection: Projection, slot: Slot) -> View[Any]:
    position, rows = await projection.views.read(projection.projector, slot)
    return View(projection.projector, rows, position)


async def _bring(
    projection: Projection, view: View[Any], upto: int, observe: Callable[[Progress], bool]
) -> None:
    await replay([view], projection.log, projection.types, projection.where, observe, upto)
