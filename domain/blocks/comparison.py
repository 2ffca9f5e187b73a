"""Comparison: whether the rows of a view are what the log says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from domain.blocks.audit import Finding
from domain.blocks.named_view import NamedView
from domain.blocks.projection import AheadOfLog
from domain.blocks.projector import Key
from domain.blocks.replay import Progress, unobserved
from domain.blocks.view import Difference, ProjectorFailed, View, differences


async def against_log(
    kept: NamedView, observe: Callable[[Progress], bool] = unobserved
) -> Sequence[Difference]:
    """The rows in which the served view differs from the log, read up to the same event."""
    served = await kept.view()
    anew = View(kept.projector)
    await kept.bring(anew, served.position, observe)
    return list(differences(served, anew))


async def findings_in_served(
    views: Iterable[NamedView], observe: Callable[[Progress], bool] = unobserved
) -> Sequence[Finding]:
    """What is wrong with served views, however others move or swap them meanwhile.

    Each is compared as it was at one moment. One that is not kept is not wrong.
    """
    findings: list[Finding] = []
    for view in views:
        name, standing, end = view.projector.name, await view.standing(), await view.head()
        position = standing.position if standing else 0
        if position > end:
            findings.append(Finding(end, str(AheadOfLog(name, position, end))))
            continue
        try:
            differing = await against_log(view, observe)
        except ProjectorFailed as failed:
            findings.append(Finding(failed.position, str(failed)))
        else:
            findings += [Finding(position, _differs(name, each.key)) for each in differing]
    return findings


def _differs(name: str, key: Key) -> str:
    row = "/".join(map(str, key))
    where = f"the row {row}" if row else "its only row"
    return f"The kept view {name} differs from the log in {where}."


async def against_next(kept: NamedView) -> Sequence[Difference]:
    """The rows in which the served and the next rows differ, both brought to the same event."""
    served = await kept.view()
    following = await kept.view("next")
    level = max(served.position, following.position)
    await kept.bring(served, level)
    await kept.bring(following, level)
    return list(differences(served, following))
