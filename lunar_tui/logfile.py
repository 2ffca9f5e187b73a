"""The diagnosis log: a file of its own, rotated, in which no password ever stands."""

from __future__ import annotations

import logging
import os
import re
from contextlib import suppress
from logging.handlers import RotatingFileHandler

from lunar_tui import paths

SIZE = 1_000_000
"""Bytes after which the file is put aside."""

KEPT = 3
"""How many files that were put aside are kept."""

_PASSWORD = re.compile(r"(://[^:/@\s]*:)\S*(?=@)|([?&]\w*password=)[^&\s]*")


def without_passwords(text: str) -> str:
    """The text with the password of every URL in it hidden, even of one that is ill-formed."""
    return _PASSWORD.sub(r"\1\2***", text)


class _Discreet(logging.Formatter):
    """Formats records, tracebacks included, and hides passwords in all of it."""

    def format(self, record: logging.LogRecord) -> str:
        return without_passwords(super().format(record))


def more_said() -> str:
    """Where more is said of what was just logged."""
    file = paths.log_file()
    if os.access(file, os.W_OK):
        return f"More is said in {file}."
    return f"No more is said of it, for its log file {file} cannot be written."


def start_log() -> None:
    """Send what the program logs to the file; a log that cannot be written disturbs nobody."""
    logging.raiseExceptions = False
    file = paths.log_file()
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(
        file, maxBytes=SIZE, backupCount=KEPT, encoding="utf-8", delay=True
    )
    handler.setFormatter(_Discreet("%(asctime)s %(process)d %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
