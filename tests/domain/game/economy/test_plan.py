"""The plan: in what order work is served, how that is changed, and what it still costs."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from domain.game.economy.building_work import in_turn
from domain.game.economy.colony import Colony, Work
from domain.game.economy.plan import PRIORITIES, plan, reordered, still_to_pay
from domain.game.sample_rules import SAMPLE_RULES

SITES = st.lists(st.sampled_from(PRIORITIES), min_size=1, max_size=5).map(
    lambda priorities: {f"s{n}": site(p) for n, p in enumerate(priorities)}
)


def site(priority: int = 3, *, done: int = 0, lacks: str = "") -> Work:
    return Work("habitat", done, 2, {"metal_kg": 4}, priority, 0, lacks)


def served(sites: dict[str, Work]) -> list[str]:
    return [site_id for site_id, _, _ in in_turn(Colony(sites=sites))]


def with_priorities(sites: dict[str, Work], priorities: dict[str, int]) -> dict[str, Work]:
    changed = {s: structs.replace(sites[s], priority=p) for s, p in priorities.items()}
    return {**sites, **changed}


@given(SITES, st.data())
def test_sites_come_into_any_order_with_as_few_changes_as_can_be(
    sites: dict[str, Work], data: st.DataObject
) -> None:
    order = data.draw(st.permutations(list(sites)))
    changes = reordered(sites, order)
    assert changes is not None
    assert served(with_priorities(sites, dict(changes))) == order
    ways = product(PRIORITIES, repeat=len(order))
    fewest = min(
        sum(p != sites[s].priority for s, p in zip(order, way, strict=True))
        for way in ways
        if served(with_priorities(sites, dict(zip(order, way, strict=True)))) == order
    )
    assert len(changes) == fewest


def test_five_priorities_do_not_turn_six_sites_round() -> None:
    sites = {f"s{n}": site() for n in range(6)}
    assert reordered(sites, list(reversed(sites))) is None


def test_repairs_come_first_and_what_halted_leaves_its_slot_to_the_next() -> None:
    colony = Colony(
        sites={"a": site(4), "b": site(lacks="metal_kg"), "c": site(), "d": site()},
        repairs={"r": site(5)},
    )
    rules = structs.replace(SAMPLE_RULES, work=structs.replace(SAMPLE_RULES.work, slots=2))
    rows = [(each.site_id, each.repair, each.served) for each in plan(colony, rules)]
    assert rows == [
        ("r", True, True),
        ("b", False, True),
        ("c", False, True),
        ("d", False, False),
        ("a", False, False),
    ]


def test_what_is_still_to_pay_is_the_cost_without_what_was_used() -> None:
    colony = Colony(sites={"a": site(done=1), "b": site()})
    assert still_to_pay(plan(colony, SAMPLE_RULES)) == {"metal_kg": 6}
    assert still_to_pay(()) == {}
