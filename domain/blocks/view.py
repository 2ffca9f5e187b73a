"""A view in memory: the rows that a projector has made so far, and how far that is."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any, Generic, Literal, TypeVar

from msgspec import Struct, structs

from domain.blocks.errors import LunarError
from domain.blocks.event_store import Batch
from domain.blocks.event_types import EventType, EventTypes
from domain.blocks.messages import Event
from domain.blocks.projector import Change, Key, Patch, Projector, Row, Upsert

R = TypeVar("R", bound=Row)

_Handler = Callable[[Any, int], tuple[Change, ...]]
_Step = tuple[Callable[[bytes], Event], "list[tuple[View[Any], _Handler]]"]


class ProjectorFailed(LunarError):
    """A projector could not take an event; the rows of a view in memory may have a part of it."""

    def __init__(self, view: str, position: int, why: Exception) -> None:
        super().__init__(
            f"The view {view} stopped at event {position}: {str(why).rstrip('.')}. "
            "It keeps what it has, and goes on from there when the cause is mended."
        )
        self.view = view
        self.position = position


class View(Generic[R]):
    """The rows of one projector at one position. Reading rows is free; they are immutable."""

    def __init__(
        self, projector: Projector[R], rows: Mapping[Key, R] | None = None, position: int = 0
    ) -> None:
        self.projector = projector
        self.rows: dict[Key, R] = dict(rows or {})
        self.position = position

    def copy(self) -> View[R]:
        """The view as it is now; the rows themselves are shared."""
        return View(self.projector, self.rows, self.position)

    def apply(self, position: int, event: Event, recorded_at: int) -> tuple[Change, ...]:
        """Fold in one event; returns what it changed."""
        try:
            changes = self.projector.project(event, recorded_at)
            for change in changes:
                apply_change(self.rows, change)
        except Exception as why:
            raise ProjectorFailed(self.projector.name, position, why) from why
        self.position = position
        return changes


def fold(views: Collection[View[Any]], batch: Batch, types: EventTypes) -> None:
    """Fold stored events into views that stand at one position.

    Each event is decoded once for all of them, and not at all if none heeds it. Raises
    `ProjectorFailed`, also for a type that the program does not know, heeded or not; each view
    then has all events up to its position, and perhaps a part of the next.
    """
    steps: dict[int, _Step] = {}
    view, *_ = views
    position = view.position
    try:
        for position, kind, data, recorded_at in batch.rows:
            try:
                decode, heeding = steps[kind]
            except KeyError:
                decode, heeding = steps[kind] = _step(views, types, batch.types[kind])
            if heeding:
                event = decode(data)
                for view, handle in heeding:
                    rows = view.rows
                    for change in handle(event, recorded_at):
                        apply_change(rows, change)
                    view.position = position
    except Exception as why:
        _advance(views, position - 1)
        raise ProjectorFailed(view.projector.name, position, why) from why
    _advance(views, position)


def _step(views: Collection[View[Any]], types: EventTypes, kind: EventType) -> _Step:
    event = types.class_of(kind)
    handlers = [(view, view.projector.handlers.get(event)) for view in views]
    return types.decoder(kind), [(view, handle) for view, handle in handlers if handle]


def _advance(views: Collection[View[Any]], position: int) -> None:
    for view in views:
        view.position = max(view.position, position)


def apply_change(rows: dict[Key, Any], change: Change) -> None:
    """Make the change in the rows."""
    if isinstance(change, Patch):
        row = rows.get(change.key)
        if row is None:
            return
        if change.add:
            row = structs.replace(row, **_grown(row, change.add))
        rows[change.key] = structs.replace(row, **change.set) if change.set else row
    elif isinstance(change, Upsert):
        key = change.row.key
        row = change.row
        if change.keep and key in rows:
            row = structs.replace(row, **_fields(rows[key], change.keep))
        rows[key] = row
    else:
        rows.pop(change.key, None)


def _fields(row: Row, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _grown(row: Row, amounts: Mapping[str, int]) -> dict[str, int]:
    return {name: getattr(row, name) + amount for name, amount in amounts.items()}


class Difference(Struct, frozen=True):
    """A row that two generations of a view disagree on; None where one does not have it."""

    key: Key
    served: Row | None
    rebuilt: Row | None

    @property
    def kind(self) -> Literal["added", "changed", "gone"]:
        """What the rebuilt view does to the row."""
        if self.served is None:
            return "added"
        return "changed" if self.rebuilt else "gone"

    @property
    def fields(self) -> Mapping[str, tuple[Any, Any]]:
        """By name, the fields that differ: as served and as rebuilt, None where there is no row."""
        names = next(row for row in (self.served, self.rebuilt) if row).__struct_fields__
        both = {
            name: (getattr(self.served, name, None), getattr(self.rebuilt, name, None))
            for name in names
        }
        return {name: (old, new) for name, (old, new) in both.items() if old != new}


def differences(served: View[R], rebuilt: View[R]) -> Iterator[Difference]:
    """The rows in which a rebuilt view differs from the one that was served."""
    for key, old in served.rows.items():
        new = rebuilt.rows.get(key)
        if old != new:
            yield Difference(key, old, new)
    for key, new in rebuilt.rows.items():
        if key not in served.rows:
            yield Difference(key, None, new)


def slowest(views: Collection[View[Any]]) -> int:
    """The position up to which all of the views have come."""
    return min((view.position for view in views), default=0)
