"""What holds for every colony, whatever is asked of it for hundreds of ticks."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from domain.blocks.decider import Rejected
from domain.blocks.messages import Command, Event
from domain.game.colony_events import (
    ColonyBalanced,
    ColonyFounded,
    MaterialsReturned,
    ResupplyLanded,
)
from domain.game.commands import (
    CancelSite,
    ChangePriority,
    DemolishBuilding,
    RepairBuilding,
    SpawnSite,
    StartScenario,
)
from domain.game.economy.ruleset import Ruleset
from domain.game.economy.stocks import STOCKS
from domain.game.site_types import BY_ID, BY_KEY
from lunar_tui.rulesets import load_ruleset
from lunar_tui.simulation.headless_game import HeadlessGame

RULES = load_ruleset()
"""The real rules; hazards come early, and ten times as often."""

WILD: Ruleset = structs.replace(
    RULES,
    start=structs.replace(
        RULES.start,
        stocks=structs.replace(RULES.start.stocks, metal_kg=900, parts=150, regolith_kg=500),
    ),
    hazard=structs.replace(RULES.hazard, quiet_until_tick=20),
    scenario={
        "wild": structs.replace(RULES.scenario["foothold"], hazard_percent=1500),
    },
)

WISHES = st.lists(
    st.tuples(st.integers(0, 8), st.integers(0, 19), st.integers(0, 30), st.integers(1, 40)),
    min_size=5,
    max_size=40,
)
"""What to do, with which kind of building, to which site of those begun, and ticks until then."""


def command(wish: tuple[int, int, int, int], game: HeadlessGame, sites: Sequence[str]) -> Command:
    what, kind, which, _ = wish
    site = sites[which % len(sites)]
    place = (game.id, site, "ada")
    match what:
        case 0:
            return CancelSite(*place, game.tick)
        case 1:
            return DemolishBuilding(*place, game.tick)
        case 2 | 3:
            return RepairBuilding(*place, game.tick)
        case 4:
            return ChangePriority(game.id, site, 1 + kind % 5, "ada", game.tick)
        case _:
            key = list(WILD.building)[kind % len(WILD.building)]
            ticks = WILD.building[key].build_ticks
            number = BY_KEY[key].id
            name = f"s{len(sites)}"
            return SpawnSite(game.id, name, number, 200 + 7 * which, "ada", ticks, game.tick)


def play(wishes: Sequence[tuple[int, int, int, int]]) -> list[Event]:
    """A game of so many wishes, and all that happened in it."""
    game = HeadlessGame("g")
    begun = game.do(StartScenario("g", "wild", 3, WILD))
    assert not isinstance(begun, Rejected)
    facts = list(begun)
    sites = [next(e.site_id for e in begun if isinstance(e, ColonyFounded))]
    for wish in wishes:
        wanted = command(wish, game, sites)
        answer = game.do(wanted)
        if not isinstance(answer, Rejected):
            facts += answer
            if isinstance(wanted, SpawnSite):
                sites.append(wanted.site_id)
        for _ in range(wish[3]):
            answer = game.advance()
            if isinstance(answer, Rejected):
                assert answer.code == "game-stopped"
                return facts
            facts += answer
    return facts


@settings(max_examples=30)
@given(WISHES)
def test_nothing_comes_from_nowhere_and_nothing_goes_below_nothing(
    wishes: list[tuple[int, int, int, int]],
) -> None:
    stocks = Counter[str]()
    for event in play(wishes):
        match event:
            case ColonyFounded():
                stocks.update(structs.asdict(event.stocks))
            case ResupplyLanded():
                stocks.update({flow.stock: flow.amount for flow in event.cargo})
            case MaterialsReturned():
                stocks.update({flow.stock: flow.amount for flow in event.materials})
            case ColonyBalanced():
                for flow in event.flows:
                    stocks[flow.stock] += flow.amount
                assert {name: stocks[name] for name in STOCKS} == structs.asdict(event.stocks)
                assert min(stocks.values()) >= 0
                assert event.stocks.energy_kwh <= event.storage_kwh
                assert event.crew >= 0


@settings(max_examples=30)
@given(WISHES)
def test_a_building_makes_and_takes_what_its_rules_say(
    wishes: list[tuple[int, int, int, int]],
) -> None:
    """What a kind of building brings in stands in a fixed ratio to what it takes."""
    sums: dict[str, Counter[str]] = defaultdict(Counter)
    for event in play(wishes):
        if isinstance(event, ColonyBalanced):
            for flow in event.flows:
                sums[flow.cause][flow.stock] += flow.amount
    for key in sums.keys() & WILD.building.keys():
        kind, flows = WILD.building[key], sums[key]
        for made, amount in kind.makes.items():
            for taken, price in kind.takes.items():
                assert flows[made] * price == -flows[taken] * amount


@settings(max_examples=30)
@given(WISHES)
def test_nothing_flips_at_every_tick(wishes: list[tuple[int, int, int, int]]) -> None:
    """What was shed for want of power stays so for a while, but what is never shed."""
    shed: dict[str, int] = {}
    for event in play(wishes):
        if isinstance(event, ColonyBalanced):
            for deed in event.deeds:
                if deed.activity == "working" and deed.site_id in shed:
                    rest = event.tick - shed.pop(deed.site_id)
                    assert rest >= WILD.work.restart_ticks
                elif deed.activity == "no power":
                    shed[deed.site_id] = event.tick
                else:
                    shed.pop(deed.site_id, None)


@given(WISHES)
@settings(max_examples=15)
def test_a_game_played_twice_is_the_same(wishes: list[tuple[int, int, int, int]]) -> None:
    assert play(wishes) == play(wishes)


@pytest.mark.parametrize("key", sorted(RULES.building))
def test_every_kind_of_building_has_a_name_and_a_number(key: str) -> None:
    assert BY_ID[BY_KEY[key].id].key == key
