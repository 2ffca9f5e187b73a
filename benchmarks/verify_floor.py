"""The floor of verify: the whole log read twice with the standard library's sqlite3 and msgspec.

The first reading checks positions, versions and digests, and both fold the typed events into plain
dicts, one for each view.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from hashlib import blake2b
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
from msgspec.structs import replace

from benchmarks import floor
from domain.game.events import SiteSpawned
from domain.game.projectors.buildings import BuildingRow
from domain.game.projectors.sites import SiteRow
from domain.game.projectors.tiles import TileRow

_WHOLE = """
    SELECT position, streams.name, events.version, event_types.name, schema, events.data,
        games.name, event_id, correlation_id, causation_id, command_id, player, recorded_at,
        events.digest, type
    FROM events JOIN streams ON streams.id = stream JOIN event_types ON event_types.id = type
        JOIN causes ON causes.id = cause LEFT JOIN games ON games.id = game
    ORDER BY position
"""
_Row = tuple[
    int, str, int, str, int, bytes, str | None, UUID, UUID, UUID, UUID, str, int, bytes, int
]
_encode = msgspec.json.Encoder().encode


class Views:
    """The rows of the views; none of `games`, for the log of the benchmark starts none."""

    def __init__(self, types: Iterable[tuple[int, str]]) -> None:
        self.sites: dict[str, SiteRow] = {}
        self.tiles: dict[tuple[str, int], TileRow] = {}
        self.buildings: dict[str, BuildingRow] = {}
        self._decoders: dict[int | str, Callable[[bytes], Any]] = {
            key: msgspec.json.Decoder(floor.EVENTS[name]).decode for key, name in types
        }

    def take(self, facts: Iterable[floor.Fact]) -> None:
        """Fold further events."""
        sites, tiles, buildings = self.sites, self.tiles, self.buildings
        for _, key, data, _ in facts:
            event = self._decoders[key](data)
            game, site, place = event.game_id, event.site_id, event.location
            if isinstance(event, SiteSpawned):
                kind, player, needed = event.site_type, event.player_id, event.completion_ticks
                sites[site] = SiteRow(site, game, kind, place, player, 0, needed, event.tick)
                tiles[game, place] = TileRow(game, place, site, kind, player, 0, needed, False)
                buildings[site] = BuildingRow(0.0, place, site, kind, player, False)
            else:
                done = event.progressed_ticks
                part = 100.0 * done / event.required_ticks
                sites[site] = replace(sites[site], progressed_ticks=done)
                tiles[game, place] = replace(tiles[game, place], progressed=done)
                buildings[site] = replace(buildings[site], complete=part)

    @property
    def rows(self) -> tuple[dict[Any, Any], ...]:
        """The rows, to be compared."""
        return (self.sites, self.tiles, self.buildings)


def verify(path: Path) -> bool:
    """Whether the log is whole and both readings come to the same rows."""
    connection = sqlite3.connect(path)
    types = connection.execute("SELECT id, name FROM event_types").fetchall()
    first, second = Views(types), Views(types)
    last = (0, bytes(16))
    versions: dict[str, int] = {}
    cursor = connection.execute(_WHOLE)
    while page := cursor.fetchmany(1000):
        rows = msgspec.convert(page, list[_Row])
        last = _checked(rows, last, versions)
        first.take([(row[0], row[14], row[5], row[12]) for row in rows])
    for facts in floor.pages(connection, 5000):
        second.take(facts)
    connection.close()
    return first.rows == second.rows


def _checked(
    rows: list[_Row], last: tuple[int, bytes], versions: dict[str, int]
) -> tuple[int, bytes]:
    position, digest = last
    for number, stream, version, name, schema, data, game, *ids, player, at, kept, _ in rows:
        position += 1
        versions[stream] = versions.get(stream, 0) + 1
        head = (position, stream, versions[stream], (name, schema), game, ids, player, at)
        text = b"%b%b\n%b" % (digest, _encode(head), data)
        digest = blake2b(text, digest_size=16).digest()
        assert (number, version, kept) == (position, versions[stream], digest)
    return position, digest
