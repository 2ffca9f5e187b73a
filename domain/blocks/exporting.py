"""Export: what a log holds, or one game of it, as lines for a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from domain.blocks.audit import Audit, Finding
from domain.blocks.digest import GENESIS
from domain.blocks.errors import LunarError, UnknownGame
from domain.blocks.event_store import EventStore, Where
from domain.blocks.export_format import Header, Sums, event_content
from domain.blocks.replay import Progress, unobserved

PAGE = 1000


class NotWhole(LunarError):
    """A log that nobody could import again."""


async def export(
    store: EventStore,
    game: str | None,
    program: str,
    write: Callable[[bytes], object],
    observe: Callable[[Progress], object] = unobserved,
) -> Header:
    """Write the lines of all events that the log has now, or of the game's, in pages.

    Returns the header, which stands before them. Raises `UnknownGame`, `NotWhole` or `StoreFault`.
    """
    heads = await store.heads()
    target = heads.log.position
    sums, audit = Sums(), Audit(None, game)
    events = position = 0
    digest = GENESIS
    while position < target:
        page = await store.read(Where(game=game), after=position, upto=target, limit=PAGE)
        if not page:
            break
        _need_whole(audit.check(page))
        write(b"".join([sums.close(event_content(event)) for event in page]))
        events += len(page)
        position, digest = page[-1].position, page[-1].digest
        observe(Progress(position, target, events))
    _need_whole(audit.finish(heads))
    if game is not None and not events:
        raise UnknownGame(game)
    return Header(
        program=program,
        game=game,
        events=events,
        position=position,
        digest=digest.hex(),
        checksum=sums.last,
    )


def _need_whole(findings: Sequence[Finding]) -> None:
    for finding in findings:
        raise NotWhole(
            f"{finding.sentence} Such a log is not exported: `lunar verify` tells all of it."
        )
