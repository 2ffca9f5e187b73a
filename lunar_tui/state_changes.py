"""What an event changed in the states of a projection: values of JSON, by where they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from domain.blocks.moment_diff import Kind
from domain.blocks.scripted.definition import WHOLE
from domain.blocks.scripted.kept import State

Path = tuple[str, ...]
"""The title of a part, and the names and numbers that lead to a value in it."""

Marks = Mapping[Path, Kind]
"""How values differ; what a change is within is changed, too."""

STATE = "state"
"""The title of the state of a projection that is not divided."""


def parts_of(states: Mapping[str, State]) -> dict[str, bytes]:
    """The states as they are shown, by their titles; those that a filter leaves out are not."""
    return {
        partition if partition != WHOLE else STATE: state.shown.encode()
        for partition, state in sorted(states.items())
        if state.shown != "null" or partition == WHOLE
    }


def marks_of(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> Marks:
    """What differs between parts of JSON; what is gone has a mark, too."""
    marks: dict[Path, Kind] = {}
    for title in before.keys() | after.keys():
        if before.get(title) != after.get(title):
            old = msgspec.json.decode(before.get(title, b"null"))
            new = msgspec.json.decode(after.get(title, b"null"))
            marks.update(_differences((title,), old, new))
    return marks


def _differences(path: Path, before: Any, after: Any) -> Iterator[tuple[Path, Kind]]:
    """The places below `path` at which two values differ, and `path` itself if they do."""
    if before == after and type(before) is type(after):
        return
    yield path, "changed"
    old, new = _inner(before), _inner(after)
    for name in old.keys() | new.keys():
        inner = (*path, name)
        if name not in old:
            yield inner, "added"
        elif name not in new:
            yield inner, "gone"
        else:
            yield from _differences(inner, old[name], new[name])


def _inner(value: Any) -> dict[str, Any]:
    match value:
        case dict():
            return value
        case list():
            return {str(number): each for number, each in enumerate(value)}
    return {}
