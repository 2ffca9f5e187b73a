"""What is different between two moments, row by row; of one game, or of a game and its branch."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Literal

from msgspec import Struct

from domain.blocks.moment import Moment
from domain.blocks.projector import Key, Row

Kind = Literal["added", "changed", "gone"]

SameRow = Callable[[Any], Any]
"""The row as it would be in the game that both moments stem from, ids and all."""


class FieldChange(Struct, frozen=True):
    """A field that has another value."""

    field: str
    before: object
    after: object


class RowChange(Struct, frozen=True):
    """A row of a view that is not the same in both moments; None where a moment has none.

    The rows are as they stand in their moments. `fields` are those that changed.
    """

    view: str
    before: Row | None
    after: Row | None
    fields: Sequence[FieldChange] = ()

    @property
    def kind(self) -> Kind:
        """What became of the row."""
        if self.before is None:
            return "added"
        return "gone" if self.after is None else "changed"

    @property
    def row(self) -> Row:
        """The row as it is now, or as it was last."""
        row = self.after or self.before
        assert row is not None  # noqa: S101 - one of the moments has it
        return row


def as_it_is(row: Row) -> Row:
    """Rows of moments of one game are the same when they are equal."""
    return row


def differences_between(
    before: Moment, after: Moment, same: SameRow = as_it_is
) -> Mapping[str, Sequence[RowChange]]:
    """What each view has that was added, changed or is gone, by the names of the views.

    Rows are compared as `same` gives them. They come in the order of the later moment, and those
    that are gone at the end.
    """
    return {
        name: list(_changes(name, before.views[name].rows, after.views[name].rows, same))
        for name in after.views
    }


def _changes(
    view: str, before: Mapping[Key, Row], after: Mapping[Key, Row], same: SameRow
) -> Iterator[RowChange]:
    old = {common.key: (common, row) for row in before.values() for common in (same(row),)}
    for row in after.values():
        common = same(row)
        was, own = old.pop(common.key, (None, None))
        if was is None:
            yield RowChange(view, None, row)
        elif was != common:
            yield RowChange(view, own, row, list(_fields(was, common)))
    for _, row in old.values():
        yield RowChange(view, row, None)


def _fields(before: Row, after: Row) -> Iterator[FieldChange]:
    for name in before.__struct_fields__:
        was, now = getattr(before, name), getattr(after, name)
        if was != now:
            yield FieldChange(name, was, now)
