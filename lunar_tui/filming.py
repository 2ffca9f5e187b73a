"""Filming: what is to be filmed of a replay, and the file that it is written to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from domain.blocks.errors import LunarError
from domain.blocks.event_store import EventStore
from domain.blocks.replay import Progress, unobserved
from lunar_tui.recall import Recall, recall

FILM, PICTURE = ".cast", ".svg"
"""The endings of files: a film is an asciicast, a picture of its first moment is SVG."""

HOW_TO_SAVE = "replay.cast is a film from here to the end, moment.svg a picture"


class NotWritten(LunarError):
    """A film or picture that cannot be written where it was to be."""


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

    It is written beside the file first, so that one that is broken off replaces nothing. Raises
    `NotWritten` or the store's faults.
    """
    from lunar_tui.film import film, still  # noqa: PLC0415 - only this needs the screens

    part = file.with_name(f".{file.name}.part")
    try:
        if file.suffix == PICTURE:
            part.write_text(await still(recall, shot), encoding="utf-8")
        else:
            with part.open("wb") as written:
                if not await film(recall, shot, written.write, observe):
                    return False
        part.replace(file)
    except OSError as error:
        raise NotWritten(f"{file} cannot be written: {error.strerror}.") from error
    finally:
        part.unlink(missing_ok=True)
    return True


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
