"""Files that are there whole or not at all, whatever happens while they are written."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import copymode
from typing import BinaryIO

from domain.blocks.errors import LunarError


class FileFault(LunarError):
    """A file that cannot be read or written."""


class BrokenOff(Exception):
    """Raised while a file is written, it leaves the file as it was, and goes no further."""


@contextmanager
def file_faults(path: Path) -> Iterator[None]:
    """Turn the system's errors with the file into faults."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise FileFault(f"The file {path} cannot be used ({error.strerror or error}).") from error


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """What is written beside the file, and takes its place, its links and its mode at the end.

    It takes no place if anything is raised. What is no regular file, such as a device or a pipe, is
    written into. Raises `FileFault`.
    """
    with file_faults(path):
        target = _replaced(path)
        if target is None:
            with path.open("wb") as file, suppress(BrokenOff):
                yield file
            return
        draft = target.with_name(f".{target.name}.{os.getpid()}")
        try:
            with draft.open("xb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            if target.exists():
                copymode(target, draft)
            draft.replace(target)
        except BrokenOff:
            return
        finally:
            draft.unlink(missing_ok=True)


def folder_of(path: Path) -> Path | None:
    """Where a file at the path comes to be; None for what is there and is written into."""
    target = _replaced(path)
    return target and target.parent


def _replaced(path: Path) -> Path | None:
    special = path.exists() and not path.is_file()
    return None if special else Path(os.path.realpath(path))
