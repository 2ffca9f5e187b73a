"""A Postgres server counts the events of a log, and says what its tables take."""

from __future__ import annotations

from domain.blocks.capacity import StoreSizes
from domain.blocks.event_store import StreamInfo
from domain.blocks.log_use import Longest, Tally
from persistence import counting
from persistence.postgres.connection import Driver
from persistence.sizes import sizes_of

_TABLES = """
    SELECT relname::text, pg_total_relation_size(oid) FROM pg_class
    WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'
"""


async def read_tally(driver: Driver, after: int, upto: int, width: int) -> Tally:
    """The events beyond `after`, up to `upto`, with slots of `width` microseconds."""
    return counting.tally_of(
        await driver.fetch(counting.TYPES),
        await driver.fetch(counting.GROUPS, after, upto),
        await driver.fetch(counting.EFFECTS, after, upto),
        await driver.fetch(counting.SLOTS, after, upto, width),
        await driver.fetch(counting.CASCADES, after, upto),
    )


async def read_longest(driver: Driver, limit: int) -> Longest:
    """How many streams there are, and the longest of them."""
    ((streams,),) = await driver.fetch(counting.STREAMS)
    rows = await driver.fetch(counting.LONGEST, limit)
    return Longest(streams, [StreamInfo(*row) for row in rows])


async def read_sizes(driver: Driver) -> StoreSizes:
    """What the tables of the store take, with their indexes; of the disk nothing is known."""
    return sizes_of(dict(map(tuple, await driver.fetch(_TABLES))))
