"""A table told by how it differs from another is that table, entry by entry and in order."""

from __future__ import annotations

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from domain.blocks.deltas import Delta, Deltas, Table
from domain.game.aggregates.building import Building
from domain.game.aggregates.construction_site import ConstructionSite

SITES = st.builds(
    ConstructionSite,
    exists=st.booleans(),
    location=st.integers(0, 2),
    player_id=st.sampled_from(("", "px42", "Å")),
)
VALUES = {
    "site-a": SITES,
    "site-b": SITES,
    "site-c": SITES,
    "bldg-a": st.builds(Building, st.booleans()),
    ("manager", "a"): st.tuples(st.sampled_from("ab")),
    ("manager", "b"): st.none(),
    ("game", 7): SITES,
}
TABLES = st.builds(
    lambda table, order: {key: table[key] for key in order if key in table},
    st.fixed_dictionaries({}, optional=VALUES),
    st.permutations(list(VALUES)),
)

DELTAS = Deltas([ConstructionSite, Building, tuple, type(None)])


def told(base: Table, now: Table) -> dict[object, object]:
    delta = msgspec.json.decode(msgspec.json.encode(DELTAS.make(base, now)), type=Delta)
    return DELTAS.apply(base, delta)


def entries(table: Table) -> list[tuple[object, object]]:
    return list(table.items())


@given(TABLES, TABLES)
def test_any_table_may_become_any_other(base: Table, now: Table) -> None:
    assert entries(told(base, now)) == entries(now)


@given(TABLES, TABLES)
def test_entries_may_stay_as_they_are(base: Table, changed: Table) -> None:
    now = {**base, **changed}
    assert entries(told(base, now)) == entries(now)


def test_what_did_not_change_is_not_told() -> None:
    base = {str(n): ConstructionSite(location=n, player_id="px42") for n in range(100)}
    now = base | {"7": ConstructionSite(location=7, player_id="px42", progressed_ticks=3)}
    assert msgspec.json.encode(DELTAS.make(base, now)) == b'[[],[],[[0,[7],{"7":[3]}]]]'
