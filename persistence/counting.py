"""How a log in SQL counts its events, the same on every database, which takes $1 for a value."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from domain.blocks.log_use import Group, Slot, Tally

GROUPS = """
    SELECT type, stream, count(*), sum(length(data)), min(length(data)), max(length(data))
    FROM events WHERE position > $1 AND position <= $2 GROUP BY type, stream
"""
EFFECTS = """
    SELECT parents.type, answers.type, CAST(sum(answers.events) AS bigint) FROM (
        SELECT cause, type, count(*) AS events
        FROM events WHERE position > $1 AND position <= $2 GROUP BY cause, type
    ) AS answers
    JOIN causes ON causes.id = answers.cause AND causes.causation_id <> causes.correlation_id
    JOIN events AS parents ON parents.event_id = causes.causation_id
    GROUP BY parents.type, answers.type
"""
SLOTS = """
    SELECT recorded_at / $3, count(*), sum(length(data))
    FROM events WHERE position > $1 AND position <= $2 GROUP BY 1
"""
CASCADES = """
    SELECT count(*) FROM causes WHERE id > $1 AND id <= $2 AND causation_id = correlation_id
"""
TYPES = "SELECT id, name FROM event_types"
STREAMS = "SELECT count(*) FROM streams WHERE id > 0"
LONGEST = """
    SELECT name, version, first_position, last_position FROM streams
    WHERE id > 0 ORDER BY version DESC, id LIMIT $1
"""


def tally_of(
    types: Iterable[Any],
    groups: Iterable[Any],
    effects: Iterable[Any],
    slots: Iterable[Any],
    cascades: Sequence[Any],
) -> Tally:
    """The tally in the rows that these statements find."""
    return Tally(
        types=dict(map(tuple, types)),
        groups=[Group(*row) for row in groups],
        effects=list(map(tuple, effects)),
        slots=[Slot(*row) for row in slots],
        cascades=cascades[0][0],
    )
