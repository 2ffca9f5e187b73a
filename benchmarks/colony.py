"""A colony: a tick of a full base, whole games without a screen, and the log of a won game."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from msgspec import structs

from benchmarks.measure import Effort, Stopwatch, medians
from domain.blocks.application import Application
from domain.blocks.committed import Committed
from domain.blocks.decider import Rejected
from domain.blocks.event_store import Where
from domain.blocks.kinds import count_kinds
from domain.blocks.replay import Views, replay
from domain.game.commands import AdvanceGameloop, SpawnSite, StartScenario
from domain.game.economy import ground
from domain.game.economy.ruleset import Goal, Ruleset
from domain.game.economy.stocks import STOCKS, Stocks
from domain.game.model import EVENT_TYPES, PROJECTORS, ROUTER
from domain.game.terrain import terrain
from lunar_tui.rulesets import load_ruleset
from lunar_tui.session import GameSession
from lunar_tui.simulation.headless_game import HeadlessGame
from lunar_tui.simulation.policy import load_policy
from lunar_tui.simulation.simulate import play_out, simulate
from persistence.clock import SystemClock
from persistence.ids import OrderedIds
from persistence.sqlite import SqliteEventStore

GAME, PLAYER, SEED = "g", "px42", 1
TICKS = 99
GAMES = 100

BASE = {
    "excavator": 10,
    "solar-array": 14,
    "battery": 9,
    "oxygen-plant": 6,
    "smelter": 4,
    "habitat": 4,
    "greenhouse": 4,
    "fabricator": 3,
    "shelter": 2,
    "landing-pad": 1,
    "watch-station": 1,
    "reactor": 1,
}
"""The buildings of a full base, 59 beside the lander, in an order in which they may be built."""

SITES = {"fuel-cells": 4}
"""What is being built beside it, and takes longer than is measured."""


async def run(folder: Path, effort: Effort) -> list[str]:
    """The lines of the report."""
    return [
        await _tick(folder / "base.db", effort),
        _games(effort.size(GAMES)),
        *await _log(folder / "won.db"),
    ]


def _rich(rules: Ruleset) -> Ruleset:
    """Rules by which a full base stands before the first hazard, and goes on for ever."""
    stocks = Stocks(**dict.fromkeys(STOCKS, 10**9))
    foothold = rules.scenario["foothold"]
    goal = Goal(crew_min=1, survive_until_tick=10**6)
    slow = {
        kind: structs.replace(rules.building[kind], build_ticks=10**4, requires=())
        for kind in SITES
    }
    lander = structs.replace(rules.building["lander"], power_out_kw=400)
    return structs.replace(
        rules,
        start=structs.replace(rules.start, stocks=stocks),
        work=structs.replace(rules.work, slots=sum(BASE.values()) + sum(SITES.values())),
        building={**rules.building, **slow, "lander": lander},
        scenario={"foothold": structs.replace(foothold, goal=goal, deadline_tick=10**6)},
    )


def _orders(rules: Ruleset) -> Iterator[SpawnSite]:
    scenario = rules.scenario["foothold"]
    chart = ground.chart(terrain(SEED, scenario.width, scenario.height), polar=False)
    free = (tile for tile, name in enumerate(chart) if name in {"highland", "mare"})
    for kind, number in {**BASE, **SITES}.items():
        for n in range(number):
            ticks = rules.building[kind].build_ticks
            yield SpawnSite(GAME, f"{kind}-{n}", kind, next(free), PLAYER, ticks, 0)


async def _settle(application: Application, rules: Ruleset) -> None:
    """Build the base, and let ticks pass until hazards begin."""
    await application.dispatch(StartScenario(GAME, "foothold", SEED, rules))
    orders = list(_orders(rules))
    for tick in range(1, rules.hazard.quiet_until_tick):
        orders = [o for o in orders if isinstance(await application.dispatch(o), Rejected)]
        await application.dispatch(AdvanceGameloop(GAME, tick))


async def _tick(path: Path, effort: Effort) -> str:
    store = await SqliteEventStore.open(path)
    application = Application(ROUTER, store, OrderedIds(), SystemClock())
    await _settle(application, _rich(load_ruleset()))
    session = GameSession(application, GAME, PLAYER)
    await session.load()
    standing = Counter(row.activity == "site" for row in session.views["operations"].rows.values())

    async def tick() -> float:
        watch = Stopwatch()
        answer = await session.dispatch(session.next_tick)
        assert isinstance(answer, Committed)
        return watch.seconds()

    (taken,) = await medians(tick, rounds=effort.rounds(TICKS))
    await store.close()
    return (
        f"tick of a base of {standing[False]} buildings and {standing[True]} sites, committed, in "
        f"all views  {taken * 1000:6.2f} ms"
    )


def _games(games: int) -> str:
    watch = Stopwatch()
    rules, processes = load_ruleset(), os.cpu_count() or 1
    seeds = range(1, games + 1)
    results = simulate(rules, "foothold", load_policy("sensible"), seeds, processes)
    seconds = watch.seconds()
    ticks = sum(result.tick for result in results)
    return (
        f"{games} games of Foothold without a screen, {processes} processes  {seconds:6.1f} s"
        f"   {ticks / seconds:10,.0f} ticks/s"
    )


async def _log(path: Path) -> list[str]:
    store = await SqliteEventStore.open(path)
    game = HeadlessGame(GAME)
    result = play_out(game, load_ruleset(), "foothold", load_policy("sensible"), seed=3)
    assert result.won
    application = Application(ROUTER, store, OrderedIds(), SystemClock())
    for command in game.accepted:
        assert isinstance(await application.dispatch(command), Committed)
    size = (await store.status()).size
    kinds = await count_kinds(store, Where(game=GAME))
    views = Views(PROJECTORS, EVENT_TYPES, Where(game=GAME))
    watch = Stopwatch()
    await replay(views.all.values(), store, EVENT_TYPES, views.where)
    seconds = watch.seconds()
    await store.close()
    most = ", ".join(f"{kind.name} {n:,}" for kind, n in kinds.most_common(4))
    return [
        f"log of a game won at tick {result.tick:,}  {size / 1e6:.1f} MB, {kinds.total():,} events",
        f"of which {most}",
        f"rebuild of all views of it  {seconds:.2f} s",
    ]
