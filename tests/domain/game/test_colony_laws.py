"""What holds for every colony, whatever is asked of it for hundreds of ticks."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from domain.blocks.decider import Rejected
from domain.blocks.messages import Command, Event
from domain.game.colony_events import (
    BuildingSwitched,
    ColonyBalanced,
    ColonyFounded,
    MaterialsReturned,
    ResupplyLanded,
    SurveyStarted,
)
from domain.game.commands import (
    CancelSite,
    ChangePriority,
    DemolishBuilding,
    RepairBuilding,
    SpawnSite,
    StartScenario,
    SurveyTile,
    SwitchBuilding,
)
from domain.game.economy.ruleset import Goal, Ruleset
from domain.game.economy.stocks import STOCKS, Stocks
from domain.game.site_types import BY_ID, BY_KEY
from lunar_tui.rulesets import load_ruleset
from lunar_tui.simulation.headless_game import HeadlessGame
from tests.domain.game.works import Works

RULES = load_ruleset()

NEVER = 10**9

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
"""The real rules; hazards come early, and fifteen times as often."""

LASTING = structs.replace(
    WILD,
    start=structs.replace(
        WILD.start,
        stocks=Stocks(**dict.fromkeys(("o2_g", "water_g", "food_g", "metal_kg", "parts"), NEVER)),
    ),
    building={
        name: structs.replace(
            kind,
            requires=(),
            power_out_kw=kind.power_out_kw + 40 * (name == RULES.start.building),
        )
        for name, kind in RULES.building.items()
    },
    crew=structs.replace(
        RULES.crew,
        o2_grace_ticks=NEVER,
        power_grace_ticks=NEVER,
        water_grace_ticks=NEVER,
        food_grace_ticks=NEVER,
    ),
    hazard=structs.replace(
        WILD.hazard,
        solar_flare=structs.replace(WILD.hazard.solar_flare, dose_kills_at=NEVER),
    ),
    scenario={
        "wild": structs.replace(
            WILD.scenario["wild"],
            goal=Goal(crew_min=1, survive_until_tick=NEVER),
            deadline_tick=NEVER,
            hazard_percent=400,
        )
    },
)
"""A colony that has plenty, and a crew that lives for ever."""

Wish = tuple[int, int, int, int]
"""What to do, with which kind of building, to which site of those begun, and ticks until then."""


def wishes_of(least: int, ticks: int) -> st.SearchStrategy[list[Wish]]:
    """So many wishes at least, with so many ticks between them at most."""
    what, kind, which = st.integers(0, 12), st.integers(0, 19), st.integers(0, 30)
    wish = st.tuples(what, kind, which, st.integers(1, ticks))
    return st.lists(wish, min_size=least, max_size=40)


WISHES, LONG = wishes_of(5, 40), wishes_of(30, 100)


def command(wish: Wish, game: HeadlessGame, sites: Sequence[str]) -> Command:
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
        case 5 | 6:
            rows = game.operations.rows.values()
            using = [
                row.site_id
                for row in rows
                if WILD.building[BY_ID[row.site_type].key].power_in_kw
                and row.activity not in {"site", "damaged"}
            ]
            site = (using or sites)[which % len(using or sites)]
            return SwitchBuilding(game.id, site, bool(kind % 2), "ada", game.tick)
        case 7:
            return SurveyTile(game.id, 370 + which % 18, "ada", game.tick)
        case _:
            key = list(WILD.building)[kind % len(WILD.building)]
            ticks = WILD.building[key].build_ticks
            number = BY_KEY[key].id
            name = f"s{len(sites)}"
            return SpawnSite(game.id, name, number, 200 + 7 * which, "ada", ticks, game.tick)


class Played(NamedTuple):
    """All that happened in a game, and the commands that were not refused."""

    facts: Sequence[Event]
    accepted: Sequence[Command]


def play(wishes: Sequence[Wish], rules: Ruleset = WILD) -> Played:
    """A game of so many wishes, as far as it goes."""
    game = HeadlessGame("g")
    begun = game.do(StartScenario("g", "wild", 3, rules))
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
                return Played(facts, game.accepted)
            facts += answer
    return Played(facts, game.accepted)


def balance(facts: Sequence[Event]) -> None:
    """Check that each stock is the sum of its flows, never below 0, and power within storage."""
    stocks = Counter[str]()
    for event in facts:
        match event:
            case ColonyFounded():
                stocks.update(structs.asdict(event.stocks))
            case ResupplyLanded():
                stocks.update({flow.stock: flow.amount for flow in event.cargo})
            case MaterialsReturned():
                stocks.update({flow.stock: flow.amount for flow in event.materials})
            case SurveyStarted():
                stocks.update({flow.stock: flow.amount for flow in event.costs})
            case ColonyBalanced():
                for flow in event.flows:
                    stocks[flow.stock] += flow.amount
                assert {name: stocks[name] for name in STOCKS} == structs.asdict(event.stocks)
                assert event.stocks.energy_kwh <= event.storage_kwh
                assert event.crew >= 0
            case _:
                continue
        assert min(stocks.values()) >= 0


@settings(max_examples=30)
@given(WISHES)
def test_nothing_comes_from_nowhere_and_nothing_goes_below_nothing(
    wishes: list[Wish],
) -> None:
    balance(play(wishes).facts)


@settings(max_examples=8)
@given(LONG)
def test_so_it_is_for_thousands_of_ticks_and_no_building_brings_more_than_it_can(
    wishes: list[Wish],
) -> None:
    facts = play(wishes, LASTING).facts
    balance(facts)
    could = Works(LASTING)
    for event in facts:
        if isinstance(event, ColonyBalanced):
            brought = {(f.cause, f.stock): f.amount for f in event.flows if f.amount > 0}
            most = could.bring()
            assert all(amount <= most[what] for what, amount in brought.items())
        could.note(event)


@settings(max_examples=30)
@given(WISHES)
def test_a_building_makes_and_takes_what_its_rules_say(
    wishes: list[Wish],
) -> None:
    """What a kind of building brings in stands in a fixed ratio to what it takes."""
    sums: dict[str, Counter[str]] = defaultdict(Counter)
    for event in play(wishes).facts:
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
def test_nothing_flips_at_every_tick(wishes: list[Wish]) -> None:
    """What was shed for want of power stays so for a while, unless somebody switches it."""
    shed: dict[str, int] = {}
    for event in play(wishes).facts:
        if isinstance(event, ColonyBalanced):
            for deed in event.deeds:
                if deed.activity == "working" and deed.site_id in shed:
                    rest = event.tick - shed.pop(deed.site_id)
                    assert rest >= WILD.work.restart_ticks
                elif deed.activity == "no power":
                    shed[deed.site_id] = event.tick
                else:
                    shed.pop(deed.site_id, None)
        elif isinstance(event, BuildingSwitched):
            shed.pop(event.site_id, None)


@settings(max_examples=15)
@given(WISHES)
def test_a_game_played_twice_is_the_same_whatever_was_refused(wishes: list[Wish]) -> None:
    played, again = play(wishes), HeadlessGame("g")
    answers = [again.do(command) for command in played.accepted]
    assert [fact for answer in answers for fact in answer] == played.facts  # type: ignore[union-attr]


@pytest.mark.parametrize("key", sorted(RULES.building))
def test_every_kind_of_building_has_a_name_and_a_number(key: str) -> None:
    assert BY_ID[BY_KEY[key].id].key == key
