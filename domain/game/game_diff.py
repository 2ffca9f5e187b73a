"""What is different between two moments of a game, or of a game and its branches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import structs

from domain.blocks.moment import Moment
from domain.blocks.moment_diff import RowChange, differences_between
from domain.blocks.projector import Row
from domain.game.projectors.tiles import TileRow, tiles
from domain.game.site_ids import inherited_from

COMMON_GAME = ""
"""What stands for the game's id in rows that are compared across branches."""


def without_branch(row: Row) -> Row:
    """The row with the ids that it would have where its game was not branched.

    Sites that were begun after the branch have ids of their own, which no other game has.
    """
    common: dict[str, Any] = {}
    for field in row.__struct_fields__:
        if field == "game_id":
            common[field] = COMMON_GAME
        elif field == "site_id" and (own := inherited_from(getattr(row, field))):
            common[field] = own
    return structs.replace(row, **common) if common else row


def diff(before: Moment, after: Moment) -> Mapping[str, Sequence[RowChange]]:
    """What each view has that was added, changed or is gone; across branches, too."""
    return differences_between(before, after, without_branch)


def tiles_of(changes: Mapping[str, Sequence[RowChange]]) -> Mapping[int, RowChange]:
    """The tiles that are different, by their indexes."""
    return {
        change.row.location: change
        for change in changes[tiles.name]
        if isinstance(change.row, TileRow)
    }
