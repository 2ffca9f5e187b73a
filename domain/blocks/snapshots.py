"""The port to snapshots: folds kept beside the log, so that a start reads only what is new."""

from __future__ import annotations

from typing import Protocol


class Snapshots(Protocol):
    """Bytes kept by name. They may be dropped at any time: the log holds all that they say."""

    async def load(self, name: str, schema: int) -> tuple[int, bytes] | None:
        """The position and data last saved under the name; None if none has this schema."""
        ...

    async def save(self, name: str, schema: int, position: int, data: bytes) -> None:
        """Keep the data of the fold as of `position`, in place of what was under the name."""
        ...

    async def drop(self, name: str) -> None:
        """Forget what was saved under the name, if anything was."""
        ...
