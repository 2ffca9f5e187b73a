"""Ids that begin with the time of their making (UUID version 7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from uuid_utils.compat import uuid7

if TYPE_CHECKING:
    from uuid import UUID


class OrderedIds:
    """Makes ids that sort in the order of their making and differ from everybody else's."""

    def new(self) -> UUID:
        """A new id."""
        return uuid7()
