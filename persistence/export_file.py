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

from domain.blocks.errors import LunarError
from domain.blocks.event_store import EventStore
from domain.blocks.export_format import DamagedExport, Export, Header, header_line
from domain.blocks.exporting import export
from domain.blocks.replay import Progress

PIPE = Path("-")
"""In place of a file: what is written goes to stdout, what is read comes from stdin."""


class FileFault(LunarError):
    """A file that cannot be read or written."""


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
    with file_faults(path), TemporaryFile(dir=None if path == PIPE else path.parent) as lines:
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
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with draft.open("xb") as file:
            if path.suffix == ".gz":
                with gzip.GzipFile("", "wb", fileobj=file, mtime=0) as packed:
                    yield cast("BinaryIO", packed)
            else:
                yield file
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


@contextmanager
def file_faults(path: Path) -> Iterator[None]:
    """Turn the system's errors with the file into faults."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise FileFault(f"The file {path} cannot be used ({error.strerror or error}).") from error
