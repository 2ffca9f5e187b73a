"""A branch is its source's facts up to a moment, and plays on from there as the source would."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from domain.blocks.committed import Committed
from domain.blocks.decider import Rejected
from domain.blocks.event_store import EventStore, RecordedEvent, Where
from domain.blocks.event_types import EventType, EventTypes
from domain.blocks.messages import Command, Event
from domain.blocks.projector import Row
from domain.blocks.replay import Views, replay
from domain.blocks.router import Router
from domain.blocks.verify import verify
from domain.game import events as game_events
from domain.game.branches import branch_game
from domain.game.branching import Branch
from domain.game.commands import AdvanceGameloop, SpawnSite, StartGame, StopGame
from domain.game.events import EVENTS, GameBranched
from domain.game.model import EVENT_TYPES, PROJECTORS, ROUTER
from domain.game.projectors.games import OF_THE_BRANCH, GameRow
from domain.game.site_ids import inherited_from
from persistence.memory import MemoryEventStore
from tests.playing import SANDBOX_COMMANDS, CountingIds, SteppingClock, application, play

OWN = "own-"
"""What the sites begun in a branch have before the ids that they have in the source."""

LATER = CountingIds(10**9)

GAME = (
    StartGame("g", name="Base", player_id="ann", width=32, height=16, seed=7),
    SpawnSite("g", "s", 1, 5, "ann", 2, 0),
    AdvanceGameloop("g", 1),
    AdvanceGameloop("g", 2),
)
"""Positions: 1 start, 2 site, 3 and 4 tick 1, 5 to 8 tick 2, whose last event is the building."""


async def branched(
    store: EventStore,
    position: int,
    source: str = "g",
    to: str = "b",
    *,
    name: str | None = None,
    player: str = "bob",
    router: Router = ROUTER,
) -> GameBranched | Rejected:
    return await branch_game(
        router, store, LATER, SteppingClock(), Branch(to, source, position, player, name)
    )


async def events_of(store: EventStore, game: str) -> Sequence[RecordedEvent]:
    return await store.read(Where(game=game))


async def views_of(store: EventStore, game: str, upto: int | None = None) -> Views:
    views = Views(PROJECTORS, EVENT_TYPES, Where(game=game))
    await replay(views.all.values(), store, EVENT_TYPES, views.where, upto=upto)
    return views


def as_in_the_source(thing: Any, source: str) -> Any:
    """A row or an event of the branch with the ids that it has in the source."""
    ids = {"game_id": source} if hasattr(thing, "game_id") else {}
    if hasattr(thing, "site_id"):
        site = inherited_from(thing.site_id) or thing.site_id
        ids["site_id"] = site.removeprefix(OWN)
    return structs.replace(thing, **ids)


def for_the_branch(command: Any, branch: str, inherited: dict[str, str]) -> Command:
    ids = {"game_id": branch}
    if hasattr(command, "site_id"):
        ids["site_id"] = inherited.get(command.site_id, OWN + command.site_id)
    changed: Command = structs.replace(command, **ids)
    return changed


def comparable(row: Row) -> object:
    """The row without what a branch says of itself."""
    if not isinstance(row, GameRow):
        return row
    return {k: v for k, v in structs.asdict(row).items() if k not in OF_THE_BRANCH}


def outcome(answer: Committed | Rejected, source: str) -> object:
    if isinstance(answer, Rejected):
        return answer.code
    return [as_in_the_source(event, source) for event in answer.events]


def happened(answers: Sequence[Committed | Rejected], branch: GameBranched) -> int:
    """How many of the commands came before the moment of the branch."""
    return 1 + max(
        number
        for number, answer in enumerate(answers)
        if isinstance(answer, Committed) and answer.recorded[0].position <= branch.source_position
    )


async def test_a_branch_begins_with_its_source_and_the_facts_up_to_there() -> None:
    store = MemoryEventStore()
    await play(store, GAME)
    source = await events_of(store, "g")
    answer = await branched(store, 4)
    assert isinstance(answer, GameBranched)
    assert structs.replace(answer, site_suffix="") == GameBranched(
        game_id="b",
        name="Base (branch at tick 1)",
        player_id="bob",
        width=32,
        height=16,
        seed=7,
        source_game_id="g",
        source_position=4,
        source_digest=source[3].digest.hex(),
        tick=1,
        events=4,
        site_suffix="",
    )
    assert await events_of(store, "g") == source
    first, *facts = await events_of(store, "b")
    assert EVENT_TYPES.decode(first.kind, first.data) == answer
    assert (first.stream, first.version, first.player) == ("game-b", 1, "bob")
    site = f"s~{answer.site_suffix}"
    assert [(fact.type, fact.stream, fact.version) for fact in facts] == [
        ("GameStarted", "game-b", 2),
        ("SiteSpawned", f"site-{site}", 1),
        ("GameloopAdvanced", "game-b", 3),
        ("ConstructionProgressed", f"site-{site}", 2),
    ]
    kept = [(event.player, event.recorded_at) for event in source[:4]]
    assert [(fact.player, fact.recorded_at) for fact in facts] == kept


async def test_families_stay_whole_under_other_ids() -> None:
    store = MemoryEventStore()
    await play(store, GAME)
    assert isinstance(await branched(store, 8), GameBranched)
    source, facts = await events_of(store, "g"), (await events_of(store, "b"))[1:]
    new_ids: dict[UUID, UUID] = {}
    for old, new in zip(source, facts, strict=True):
        for name in ("event_id", "command_id", "causation_id", "correlation_id"):
            before, after = getattr(old, name), getattr(new, name)
            assert new_ids.setdefault(before, after) == after
    assert len(set(new_ids.values()) | set(new_ids)) == 2 * len(new_ids)


async def test_a_moment_within_a_cascade_is_the_last_whole_one_before() -> None:
    store = MemoryEventStore()
    await play(store, GAME)
    for position, to in [(5, "b5"), (6, "b6"), (7, "b7")]:
        answer = await branched(store, position, to=to)
        assert isinstance(answer, GameBranched)
        assert (answer.source_position, answer.tick, answer.events) == (4, 1, 4)
    at_the_end = await branched(store, 8, to="b8")
    assert isinstance(at_the_end, GameBranched)
    assert (at_the_end.source_position, at_the_end.tick) == (8, 2)


async def test_a_branch_of_a_branch_names_its_source_and_replaces_the_suffix() -> None:
    store = MemoryEventStore()
    await play(store, GAME)
    first = await branched(store, 4)
    await application(store, LATER).dispatch(SpawnSite("b", "new", 1, 9, "bob", 9, 1))
    end = await store.game_head("b")
    second = await branched(store, end, source="b", to="c")
    assert isinstance(first, GameBranched)
    assert isinstance(second, GameBranched)
    assert (second.source_game_id, second.source_position) == ("b", end)
    assert second.name == "Base (branch at tick 1)"
    facts = (await events_of(store, "c"))[1:]
    assert [fact.type for fact in facts].count("GameBranched") == 0
    sites = {fact.stream for fact in facts if fact.stream.startswith("site-")}
    assert sites == {f"site-s~{second.site_suffix}", f"site-new~{second.site_suffix}"}


async def test_sites_that_would_get_one_id_stay_apart() -> None:
    store = MemoryEventStore()
    await play(store, GAME)
    first = await branched(store, 4)
    assert isinstance(first, GameBranched)
    again = f"s~{first.site_suffix}~{first.site_suffix}"
    app = application(store, LATER)
    await app.dispatch(SpawnSite("b", again, 1, 9, "bob", 9, 1))
    await app.dispatch(SpawnSite("b", f"s~{first.site_suffix}x", 1, 10, "bob", 9, 1))
    assert isinstance(
        await branched(store, await store.game_head("b"), source="b", to="c"), GameBranched
    )
    assert len((await views_of(store, "c"))["sites"].rows) == 3


async def test_a_name_is_given_or_comes_of_the_source_and_is_never_too_long() -> None:
    store = MemoryEventStore()
    await play(store, [StartGame("g", name="x" * 80), StartGame("h")])
    named = await branched(store, 1, name="What if")
    assert isinstance(named, GameBranched)
    assert named.name == "What if"
    long = await branched(store, 1, to="c")
    assert isinstance(long, GameBranched)
    assert long.name == "x" * 61 + " (branch at tick 0)"
    assert len(long.name) == 80


@pytest.mark.parametrize(
    ("position", "source", "code", "words"),
    [
        (0, "g", "bad-position", ["Position 0", "1 to 8"]),
        (-1, "g", "bad-position", ["Position -1"]),
        (9, "g", "bad-position", ["Position 9", "1 to 8"]),
        (2**70, "g", "bad-position", ["1 to 8"]),
        (1, "nowhere", "unknown-game", ["nowhere"]),
        (10, "h", "bad-position", ["another game", "9 and 11"]),
        (13, "i", "game-stopped", ["position 13", "before"]),
        (14, "i", "bad-position", ["12 to 13"]),
    ],
)
async def test_a_branch_that_cannot_be_is_refused_and_changes_nothing(
    position: int, source: str, code: str, words: list[str]
) -> None:
    store = MemoryEventStore()
    others = [StartGame("h"), StartGame("j"), AdvanceGameloop("h", 1)]
    await play(store, [*GAME, *others, StartGame("i"), StopGame("i")])
    before = await store.head()
    answer = await branched(store, position, source)
    assert isinstance(answer, Rejected)
    assert answer.code == code
    assert answer.sentence.endswith(".")
    assert all(word in answer.sentence for word in words), answer.sentence
    assert await store.head() == before


async def test_what_a_branch_is_called_is_checked() -> None:
    store = MemoryEventStore()
    await play(store, GAME)
    before = await store.head()
    for answer, code in [
        (await branched(store, 4, to="g"), "game-exists"),
        (await branched(store, 4, to=""), "id-empty"),
        (await branched(store, 4, to="x" * 65), "id-too-long"),
        (await branched(store, 4, name="x" * 81), "bad-name"),
        (await branched(store, 4, player="p" * 65), "id-too-long"),
    ]:
        assert isinstance(answer, Rejected)
        assert answer.code == code
    assert await store.head() == before


async def test_before_its_first_fact_a_branch_has_nothing_to_branch() -> None:
    store = MemoryEventStore()
    await play(store, GAME)
    await branched(store, 4)
    answer = await branched(store, 9, source="b", to="c")
    assert isinstance(answer, Rejected)
    assert answer.code == "nothing-to-branch"


async def test_a_site_id_that_another_game_has_is_refused() -> None:
    store = MemoryEventStore()
    await play(store, GAME)
    other = MemoryEventStore()
    await play(other, GAME)
    answer = await branched(other, 4)
    assert isinstance(answer, GameBranched)
    app = application(store, LATER)
    await app.dispatch(StartGame("h"))
    await app.dispatch(SpawnSite("h", f"s~{answer.site_suffix}", 1, 1, "ann", 1, 0))
    before = await store.head()
    refused = await branched(store, 4)
    assert isinstance(refused, Rejected)
    assert refused.code == "id-taken"
    assert await store.head() == before


@given(SANDBOX_COMMANDS, st.data())
async def test_a_branch_is_as_the_source_was_and_plays_on_as_the_source_did(
    commands: list[Command], data: st.DataObject
) -> None:
    store = MemoryEventStore()
    answers = await play(store, commands)
    source = await events_of(store, "g1")
    position = data.draw(st.sampled_from([event.position for event in source]), "position")
    answer = await branched(store, position, "g1")
    if isinstance(answer, Rejected):
        assert answer.code == "game-stopped"
        return

    then, now = await views_of(store, "g1", answer.source_position), await views_of(store, "b")
    for name, view in then.all.items():
        mine = [comparable(as_in_the_source(row, "g1")) for row in now[name].rows.values()]
        assert mine == [comparable(row) for row in view.rows.values()]
    (row,) = now["games"].rows.values()
    assert (row.source_game_id, row.source_position) == ("g1", answer.source_position)
    assert (row.source_tick, row.tick, row.name) == (answer.tick, answer.tick, answer.name)

    inherited = {row.site_id.rpartition("~")[0]: row.site_id for row in now["map"].rows.values()}
    app = application(store, LATER)
    for command, told in list(zip(commands, answers, strict=True))[happened(answers, answer) :]:
        if command.game_id == "g1":
            again = await app.dispatch(for_the_branch(command, "b", inherited))
            assert outcome(again, "g1") == outcome(told, "g1")

    assert await events_of(store, "g1") == source
    assert (await verify(store, EVENT_TYPES, PROJECTORS)).whole


class BuildingSpawned(game_events.BuildingSpawned, frozen=True, gc=False):
    """The event as a later program may have it."""

    SCHEMA = 2

    colour: str


async def test_facts_of_old_schemas_are_branched_as_they_are_read() -> None:
    def paint(data: dict[str, Any]) -> dict[str, Any]:
        return {**data, "colour": "grey"}

    classes: list[type[Event]] = [
        BuildingSpawned if event is game_events.BuildingSpawned else event for event in EVENTS
    ]
    types = EventTypes(classes, {EventType("BuildingSpawned", 1): paint})
    later = Router(ROUTER.routes, ROUTER.process_managers, types)
    store = MemoryEventStore()
    await play(store, GAME)
    await branched(store, 8, router=later)
    last = (await events_of(store, "b"))[-1]
    assert last.kind == ("BuildingSpawned", 2)
    assert b'"colour":"grey"' in last.data
