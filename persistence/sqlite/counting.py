"""A SQLite file counts its events: whole functions, for the thread of a reading connection."""

from __future__ import annotations

import sqlite3

from domain.blocks.event_store import StreamInfo
from domain.blocks.log_use import Longest, Tally
from persistence import counting


def read_tally(connection: sqlite3.Connection, after: int, upto: int, width: int) -> Tally:
    """The events beyond `after`, up to `upto`, with slots of `width` microseconds."""
    values = {"1": after, "2": upto, "3": width}
    statements = (
        counting.TYPES,
        counting.GROUPS,
        counting.EFFECTS,
        counting.SLOTS,
        counting.CASCADES,
    )
    return counting.tally_of(*(connection.execute(each, values).fetchall() for each in statements))


def read_longest(connection: sqlite3.Connection, limit: int) -> Longest:
    """How many streams there are, and the longest of them."""
    (streams,) = connection.execute(counting.STREAMS).fetchone()
    rows = connection.execute(counting.LONGEST, {"1": limit})
    return Longest(streams, [StreamInfo(*row) for row in rows])
