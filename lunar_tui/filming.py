"""Filming: what is to be filmed of a replay, and the file that it is written to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from domain.blocks.errors import LunarError
from domain.blocks.event_store import EventStore
from domain.blocks.replay import Progress, unobserved
from lunar_tui.recall import Recall, recall
from persistence.whole_file import BrokenOff, whole_file

FILM, PICTURE = ".cast", ".svg"
"""The endings of files: a film is an asciicast, a picture of its first moment is SVG."""

HOW_TO_SAVE = "replay.cast is a film from here to the end, moment.svg a picture"


class NotWritten(LunarError):
    """A file that is neither a film nor a picture."""


def film_file(name: str) -> Path:
    """The file of this name. Raises `NotWritten` if it is neither a film nor a picture."""
    file = Path(name.strip()).expanduser()
    if file.suffix not in {FILM, PICTURE}:
        raise NotWritten(f"A replay is written as {FILM} or {PICTURE}, not as {file.name!r}.")
    return file


class Shot(NamedTuple):
    """What is filmed: the moments from one ordinal to another, so many ticks a second."""

    begin: int
    end: int
    speed: float = 4.0
    size: tuple[int, int] = (100, 30)
    ascii_only: bool = False


async def write_film(
    recall: Recall, shot: Shot, file: Path, observe: Callable[[Progress], bool] = unobserved
) -> bool:
    """Write a film or a picture, as the file's ending says; False if `observe` stopped it.

    One that is broken off replaces nothing. Raises `FileFault` or the store's faults.
    """
    from lunar_tui.film import film, still  # noqa: PLC0415 - only this needs the screens

    with whole_file(file) as written:
        if file.suffix == PICTURE:
            written.write((await still(recall, shot)).encode())
        elif not await film(recall, shot, written.write, observe):
            raise BrokenOff
        return True
    return False


async def film_anew(
    reader: EventStore,
    seen: Recall,
    shot: Shot,
    file: Path,
    observe: Callable[[Progress], bool] = unobserved,
) -> bool | None:
    """Write what is seen of a game, in another thread: its run is read anew for that.

    None if `observe` stopped it. Raises as `write_film` does.
    """
    again = await recall(reader, seen.clock, seen.games, seen.game_id, seen.player, observe)
    written = again is not None and await write_film(again, shot, file, observe)
    return written or None
