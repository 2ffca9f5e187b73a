"""The chain of digests: each event's digest covers the one before it, so no change goes unseen.

An event that was altered, removed, added between or swapped breaks the chain from there on.
"""

from __future__ import annotations

from hashlib import blake2b
from uuid import UUID

import msgspec

SIZE = 16
"""Bytes of a digest (BLAKE2b): enough that nobody finds other content with the same one."""

GENESIS = bytes(SIZE)
"""What stands for the digest before the first event."""

_encode = msgspec.json.Encoder().encode


def digest(  # noqa: PLR0913, PLR0917 - every field of an event is an argument
    previous: bytes,
    position: int,
    stream: str,
    version: int,
    kind: tuple[str, int],
    game: str | None,
    ids: tuple[UUID, UUID, UUID, UUID],
    player: str,
    recorded_at: int,
    data: bytes,
) -> bytes:
    """The digest of an event that stands at `position`, after one with digest `previous`.

    It is BLAKE2b over `previous`, then the JSON array of the other arguments as given, then a
    newline and the data as stored. `ids` are event, correlation, causation and command.
    """
    head = _encode((position, stream, version, kind, game, ids, player, recorded_at))
    return blake2b(b"%b%b\n%b" % (previous, head, data), digest_size=SIZE).digest()
