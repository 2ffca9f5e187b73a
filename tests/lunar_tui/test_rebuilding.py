"""Two generations of a view, in memory and where views are kept: stopped, resumed, swapped."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from domain.blocks.application import Application
from domain.blocks.event_store import EventStore
from domain.blocks.named_view import Standing
from domain.blocks.projection import Projection
from domain.blocks.projector import Projector
from domain.blocks.replay import Progress, unobserved
from domain.blocks.view import View
from domain.blocks.view_store import ViewStore
from domain.game.commands import AdvanceGameloop, SpawnSite, StartGame
from domain.game.model import EVENT_TYPES
from domain.game.projectors.games import games
from domain.game.projectors.sites import SiteRow, sites
from lunar_tui.games_index import GamesIndex
from lunar_tui.kept_views import GAMES_ONLY, KeptViews, kept_projection
from lunar_tui.lane import Lane
from lunar_tui.progress import Reporter, pace
from lunar_tui.proving import Proof, Stopped
from lunar_tui.rebuilding import Compared, KeptRebuild, Rebuild, ServedRebuild
from lunar_tui.session import GameSession
from persistence.memory import MemoryEventStore
from persistence.open_store import open_store
from tests.playing import application

COLONY = (
    "colony",
    "flows",
    "operations",
    "surveys",
    "alerts",
    "forecast",
    "objectives",
    "missions",
)
"""The views that are empty in the sandbox."""

WHOLE = Standing(position=10, rows=4)
"""A view of the sites of the game that is played here, at the end of its log."""


async def play(store: EventStore) -> Application:
    game = application(store)
    await game.dispatch(StartGame("g"))
    for number in range(1, 5):
        await game.dispatch(SpawnSite("g", f"s{number}", 1, number, "ann", 9, 0))
    await game.dispatch(AdvanceGameloop("g", 1))
    return game


class Played(NamedTuple):
    """A small game, and the rebuild of its sites, which reads two events at a time."""

    game: Application
    rebuild: Rebuild


@pytest.fixture(params=["in memory", "kept"])
async def played(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Played]:
    monkeypatch.setattr("domain.blocks.replay.PAGE", 2)
    monkeypatch.setattr("lunar_tui.rebuilding.kept_projection", by_two)
    if request.param == "in memory":
        session = await session_of(await play(MemoryEventStore()))
        yield Played(session._application, ServedRebuild(session, "sites"))
        return
    url = f"sqlite:///{tmp_path}/moon.db"
    store = await open_store(url)
    game = await play(store)
    kept = KeptViews("sql", url)
    async with kept.open() as views:
        await kept_projection(sites, store, views).follow()
        yield Played(game, KeptRebuild(kept, views, store, sites))
    await store.close()


def by_two(projector: Projector[Any], log: EventStore, views: ViewStore) -> Projection:
    return Projection(projector, log, views, EVENT_TYPES, GAMES_ONLY, batch=2)


async def session_of(game: Application) -> GameSession:
    session = GameSession(game, "g", "ann")
    await session.load()
    return session


def stop(_: Progress) -> bool:
    return False


async def test_a_new_generation_is_filled_compared_and_swapped_in(played: Played) -> None:
    rebuild = played.rebuild
    assert await rebuild.standings() == (WHOLE, None)
    assert await rebuild.fill(unobserved)
    assert await rebuild.compare() == Compared(WHOLE, [])
    assert await rebuild.standings() == (WHOLE, WHOLE)
    assert await rebuild.swap(unobserved)
    assert await rebuild.standings() == (WHOLE, None)


async def test_a_rebuild_that_was_stopped_goes_on_where_it_was(played: Played) -> None:
    rebuild = played.rebuild
    assert not await rebuild.fill(stop)
    assert await rebuild.standings() == (WHOLE, Standing(position=2, rows=1))
    seen: list[int] = []

    def see(progress: Progress) -> bool:
        seen.append(progress.position)
        return True

    assert await rebuild.fill(see)
    assert seen[0] == 4
    assert await rebuild.compare() == Compared(WHOLE, [])


async def test_what_happens_after_the_filling_is_compared_and_swapped_in_too(
    played: Played,
) -> None:
    rebuild = played.rebuild
    assert await rebuild.fill(unobserved)
    await played.game.dispatch(SpawnSite("g", "s5", 1, 5, "ann", 9, 1))
    assert not (await rebuild.compare()).differences
    await played.game.dispatch(SpawnSite("g", "s6", 1, 6, "ann", 9, 1))
    await rebuild.swap(unobserved)
    assert await rebuild.standings() == (Standing(position=12, rows=6), None)


async def test_a_new_generation_is_thrown_away(played: Played) -> None:
    assert not await played.rebuild.fill(stop)
    await played.rebuild.drop()
    assert await played.rebuild.standings() == (WHOLE, None)


async def test_rows_that_differ_are_added_changed_or_gone() -> None:
    session = await session_of(await play(MemoryEventStore()))
    served = session.views["sites"]
    right = served.rows["s1",]
    served.rows["s1",] = SiteRow("s1", "g", 1, 999, "mallory", 1, 9, 0)
    served.rows["s9",] = SiteRow("s9", "g", 1, 9, "mallory", 0, 9, 0)
    del served.rows["s2",]
    rebuild = ServedRebuild(session, "sites")

    assert await rebuild.fill(unobserved)
    found = (await rebuild.compare()).differences

    assert {each.key: each.kind for each in found} == {
        ("s1",): "changed",
        ("s2",): "added",
        ("s9",): "gone",
    }
    (changed,) = (each for each in found if each.kind == "changed")
    assert changed.fields == {"location": (999, 1), "player_id": ("mallory", "ann")}
    assert session.views["sites"] is served
    assert await rebuild.swap(unobserved)
    assert session.views["sites"].rows["s1",] == right


async def test_events_of_others_that_come_meanwhile_are_in_both_generations() -> None:
    store = MemoryEventStore()
    game = application(store)
    await game.dispatch(StartGame("g1"))
    index = GamesIndex(store)
    await index.notice()
    await game.dispatch(StartGame("g2"))

    new = View(games)
    assert await index.refill(new)
    old = await index.level(new)

    assert (old.rows, old.position) == (new.rows, new.position)
    assert len(old.rows) == 2


class Held:
    """A rebuild whose reports come when the test says so."""

    projector = sites

    def __init__(self) -> None:
        self.observe: Reporter | None = None

    async def standings(self) -> tuple[Standing, Standing | None]:
        return WHOLE, WHOLE

    async def fill(self, observe: Any) -> bool:
        self.observe = observe
        return bool(observe(Progress(position=5, target=9, events=5)))

    async def compare(self) -> Compared:
        return Compared(WHOLE, [])

    async def swap(self, observe: Any) -> bool:
        return bool(observe(Progress(position=10, target=10, events=0)))

    async def drop(self) -> None:
        pass


async def session_with_a_wrong_row() -> GameSession:
    session = await session_of(await play(MemoryEventStore()))
    session.views["sites"].rows["s1",] = SiteRow("s1", "g", 1, 999, "mallory", 1, 9, 0)
    return session


async def test_a_proof_reads_the_log_and_compares_what_is_served() -> None:
    session = await session_of(await play(MemoryEventStore()))
    proof = Proof(session, None, lambda: None)
    await proof.run()
    assert proof.whole
    assert [step.name for step in proof.steps] == [
        "the game's events",
        "buildings",
        "map",
        "sites",
        "games",
        *COLONY,
    ]


async def test_a_proof_names_the_row_that_is_not_what_the_log_says() -> None:
    proof = Proof(await session_with_a_wrong_row(), None, lambda: None)
    await proof.run()
    assert not proof.whole
    assert {step.name: [each.key for each in step.differences] for step in proof.steps} == {
        "the game's events": [],
        "buildings": [],
        "map": [],
        "sites": [("s1",)],
        "games": [],
        **{name: [] for name in COLONY},
    }


async def test_a_proof_that_was_stopped_says_nothing() -> None:
    session = await session_with_a_wrong_row()

    def stop_it() -> None:
        proof.stop()

    proof = Proof(session, None, stop_it)
    with pytest.raises(Stopped):
        await proof.run()
    assert not proof.whole
    assert {step.outcome for step in proof.steps} == {"waits"}


async def test_a_report_of_a_step_that_is_over_is_dropped() -> None:
    rebuild = Held()
    seen: list[str] = []
    lane = Lane(rebuild, "", lambda lane: seen.append(lane.stage))
    await lane.fill()
    assert rebuild.observe
    rebuild.observe(Progress(position=9, target=9, events=9))
    told = len(seen)
    await asyncio.sleep(0)
    assert (lane.stage, lane.new) == ("ready", WHOLE)
    assert seen[told:] == []


def test_pace_is_a_share_a_rate_and_the_time_left() -> None:
    assert pace(Progress(position=25, target=100, events=20), elapsed=2.0) == (0.25, 10.0, 6.0)
    assert pace(Progress(position=0, target=0, events=0), elapsed=0.0) == (1.0, 0.0, 0.0)
    assert pace(Progress(position=60, target=100, events=20), 2.0, begun=40) == (0.6, 10.0, 4.0)


def test_reports_are_few_but_the_last_one_always_comes() -> None:
    told: list[int] = []
    report = Reporter(lambda progress, _: told.append(progress.position))
    for position in range(1, 1001):
        assert report(Progress(position, 1000, position))
    assert told[-1] == 1000
    assert len(told) < 500
    report.stop()
    assert not report(Progress(1000, 1000, 1000))
