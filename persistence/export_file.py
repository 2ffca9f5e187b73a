"""Exports on disk: written beside and put in place whole; read as often as one likes."""

from __future__ import annotations

import gzip
import os
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import BinaryIO, cast

from domain.blocks.event_store import EventStore
from domain.blocks.export_format import DamagedExport, Export, Header, header_line
from domain.blocks.exporting import export
from domain.blocks.replay import Progress
from persistence.whole_file import file_faults, folder_of, whole_file

PIPE = Path("-")
"""In place of a file: what is written goes to stdout, what is read comes from stdin."""


async def export_to(
    path: Path,
    store: EventStore,
    game: str | None,
    program: str,
    observe: Callable[[Progress], object],
) -> Header:
    """Write the export of the log, or of the game, to the file, compressed if it ends in `.gz`.

    The file is there whole or not at all, whatever happens meanwhile. Raises `FileFault`, or what
    `export` raises.
    """
    room = None if path == PIPE else folder_of(path)
    with file_faults(path), TemporaryFile(dir=room) as lines:
        header = await export(store, game, program, lines.write, observe)
        lines.seek(0)
        with _placed(path) as file:
            file.write(header_line(header))
            copyfileobj(lines, file)
    return header


@contextmanager
def exported(path: Path) -> Iterator[Callable[[], Export]]:
    """A function that begins to read the export anew each time. Raises `FileFault`."""
    with file_faults(path):
        if path != PIPE:
            yield lambda: Export(_lines(path, path.open("rb")))
            return
        with TemporaryFile() as copy:
            copyfileobj(sys.stdin.buffer, copy)
            copy.flush()
            yield lambda: Export(_lines(path, os.fdopen(os.dup(copy.fileno()), "rb")))


def _lines(path: Path, file: BinaryIO) -> Iterator[bytes]:
    number = 0
    with closing(file):
        file.seek(0)
        source = gzip.GzipFile(fileobj=file) if path.suffix == ".gz" else file
        try:
            for number, line in enumerate(source, start=1):  # noqa: B007 - kept for the fault
                yield line
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise DamagedExport(number + 1, "what is compressed there is not whole") from error


@contextmanager
def _placed(path: Path) -> Iterator[BinaryIO]:
    if path == PIPE:
        yield sys.stdout.buffer
        return
    with whole_file(path) as file:
        if path.suffix == ".gz":
            with gzip.GzipFile("", "wb", fileobj=file, mtime=0) as packed:
                yield cast("BinaryIO", packed)
        else:
            yield file
