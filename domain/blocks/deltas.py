"""Deltas: what a table of immutable values has become since an earlier time, in few bytes.

Values are told column by column, without the columns in which nothing changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, islice, pairwise
from operator import attrgetter
from typing import Any

import msgspec
from msgspec import Raw, Struct, structs

from domain.blocks.projector import Key

Table = Mapping[Any, Any]
"""Values by their keys, in order. The values of one key are always of one type: a struct, or
something else that JSON can hold."""

Entry = tuple[int, Any]
"""A place and the value there. Places count the entries of the base, then those that were added."""


class Columns(Struct, array_like=True, frozen=True):
    """Values of type number `type`: the steps from place to place, and the columns by number."""

    type: int
    steps: list[int]
    columns: dict[int, Raw]


class Delta(Struct, array_like=True, frozen=True):
    """The places of the entries that are gone, the keys of those added, and the new values."""

    gone: list[int]
    keys: list[str | Key]
    values: list[Columns]


class Deltas:
    """Makes and applies deltas of tables whose values are of these types."""

    def __init__(self, types: Iterable[type]) -> None:
        self._types = tuple(dict.fromkeys(types))
        self._numbers = {kind: number for number, kind in enumerate(self._types)}
        self._decoders = [[_decoder(column) for column in _fields(kind)] for kind in self._types]

    def make(self, base: Table, now: Table) -> Delta:
        """What became of `base` to make it `now`, the order of the entries included."""
        kept = _kept(base, now)
        old, new = list(base.values()), list(now.values())
        changed = [
            (place, value)
            for place, value in zip(kept, new, strict=False)
            if value is not old[place]
        ]
        added = list(enumerate(new[len(kept) :], start=len(old)))
        return Delta(
            gone=sorted({*range(len(old))}.difference(kept)) if len(kept) < len(old) else [],
            keys=list(now)[len(kept) :],
            values=[
                *[self._told(entries, old) for entries in _by_type(changed)],
                *[self._told(entries, None) for entries in _by_type(added)],
            ],
        )

    def apply(self, base: Table, delta: Delta) -> dict[Any, Any]:
        """What became of `base`."""
        keys = [*base, *delta.keys]
        table = dict(base)
        for place in delta.gone:
            del table[keys[place]]
        table |= dict.fromkeys(delta.keys)
        for told in delta.values:
            names = [keys[place] for place in accumulate(told.steps)]
            values = self._read(told, [base.get(name) for name in names])
            table.update(zip(names, values, strict=True))
        return table

    def _told(self, entries: Sequence[Entry], base: Sequence[Any] | None) -> Columns:
        places = [place for place, _ in entries]
        kind = type(entries[0][1])
        new = _columns(kind, [value for _, value in entries])
        old = [None] * len(new) if base is None else _columns(kind, [base[n] for n in places])
        return Columns(
            type=self._numbers[kind],
            steps=[places[0], *(after - before for before, after in pairwise(places))],
            columns={
                number: Raw(msgspec.json.encode(column))
                for number, column in enumerate(new)
                if column != old[number]
            },
        )

    def _read(self, told: Columns, base: Sequence[Any]) -> Iterable[Any]:
        kind = self._types[told.type]
        decoders = self._decoders[told.type]
        given = {number: decoders[number].decode(raw) for number, raw in told.columns.items()}
        kept = _columns(kind, base) if len(given) < len(decoders) else ()
        columns = [given[n] if n in given else kept[n] for n in range(len(decoders))]
        return map(kind, *columns) if issubclass(kind, Struct) else columns[0]


def _kept(base: Table, now: Table) -> Sequence[int]:
    """The places of the entries with which `now` begins, as far as they stand as in `base`."""
    if list(islice(now, len(base))) == list(base):
        return range(len(base))
    places = {key: place for place, key in enumerate(base)}
    kept: list[int] = []
    last = -1
    for key in now:
        place = places.get(key, -1)
        if place <= last:
            break
        kept.append(place)
        last = place
    return kept


def _by_type(entries: Iterable[Entry]) -> Iterator[Sequence[Entry]]:
    groups: dict[type, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(type(entry[1]), []).append(entry)
    yield from groups.values()


def _fields(kind: type) -> Sequence[Any]:
    return [f.type for f in structs.fields(kind)] if issubclass(kind, Struct) else [kind]


def _decoder(field: Any) -> msgspec.json.Decoder[list[Any]]:
    return msgspec.json.Decoder(list.__class_getitem__(field))


def _columns(kind: type, values: Sequence[Any]) -> Sequence[Sequence[Any]]:
    """The values field by field; those that are no structs are one column."""
    if not issubclass(kind, Struct):
        return [values]
    return [list(map(attrgetter(name), values)) for name in kind.__struct_fields__]
