"""With snapshots or without, whatever becomes of them, a game is the same."""

from __future__ import annotations

from hashlib import blake2b

from hypothesis import given
from hypothesis import strategies as st

from domain.blocks.application import Application
from domain.blocks.committed import Committed
from domain.blocks.decider import Rejected
from domain.blocks.game_snapshots import GameSnapshots
from domain.blocks.messages import Command
from domain.game.aggregates.gameloop import LARGEST
from domain.game.commands import SpawnSite, StartGame
from domain.game.model import ROUTER, STATE_SCHEMA
from persistence.memory import MemoryEventStore
from tests.domain.game.examples import advance
from tests.playing import COMMANDS, CountingIds, SteppingClock, play

KEPT = {
    1: "fa0e1669f300a7cf",
    2: "defb5cfbd30e8281",
    3: "95d5f1b7ed958bdd",
    4: "95d5f1b7ed958bdd",
    5: "95d5f1b7ed958bdd",
}
"""The digest of the snapshot of one game in each version; never changed, only added to."""

FATES = st.lists(st.sampled_from(["go on", "begin again", "drop", "damage", "outdate"]))


def begin(store: MemoryEventStore, ids: CountingIds, clock: SteppingClock) -> Application:
    snapshots = GameSnapshots(store, STATE_SCHEMA, every=3)
    return Application(ROUTER, store, ids, clock, snapshots)


async def befall(store: MemoryEventStore, fate: str) -> None:
    """Let that happen to the snapshots of both games."""
    for name in ("game:g1", "game:g2"):
        match fate:
            case "drop":
                await store.drop(name)
            case "damage":
                await store.save(name, STATE_SCHEMA, 9, b"[{},[[")
            case "outdate":
                await store.save(name, STATE_SCHEMA + 1, 9, b"of another time")


@given(COMMANDS, FATES)
async def test_snapshots_change_nothing(commands: list[Command], fates: list[str]) -> None:
    plain, kept = MemoryEventStore(), MemoryEventStore()
    answers = await play(plain, commands)
    ids, clock = CountingIds(), SteppingClock()
    application = begin(kept, ids, clock)
    for n, command in enumerate(commands):
        fate = fates[n % len(fates)] if fates else "begin again"
        if fate != "go on":
            await befall(kept, fate)
            application = begin(kept, ids, clock)
        answer = await application.dispatch(command)
        assert type(answer) is type(answers[n])
    events = [(e.stream, e.version, e.type, e.data) for e in await plain.read()]
    assert [(e.stream, e.version, e.type, e.data) for e in await kept.read()] == events


async def test_a_game_begins_at_its_snapshot() -> None:
    """Told from a snapshot that says more than the log does."""
    store = MemoryEventStore()
    ids, clock = CountingIds(), SteppingClock()
    await begin(store, ids, clock).dispatch(StartGame("g"))
    await begin(store, ids, clock).dispatch(SpawnSite("g", "s", 1, 7, "px42", 9, 0))
    await begin(store, ids, clock).dispatch(advance(1))
    other = MemoryEventStore()
    found = await store.load("game:g", STATE_SCHEMA)
    assert found is not None
    await other.save("game:g", STATE_SCHEMA, 0, found[1])
    answer = await begin(other, ids, clock).dispatch(advance(2))
    assert isinstance(answer, Committed)
    assert [e.type for e in answer.recorded] == ["GameloopAdvanced", "ConstructionProgressed"]


async def test_the_largest_game_can_be_kept() -> None:
    store = MemoryEventStore()
    game = begin(store, CountingIds(), SteppingClock())
    last = LARGEST * LARGEST - 1
    await game.dispatch(StartGame("g", width=LARGEST, height=LARGEST))
    for command in (SpawnSite("g", "s", 1, last, "px42", 9, 0), advance(1)):
        assert isinstance(await game.dispatch(command), Committed)
    again = begin(store, CountingIds(), SteppingClock())
    refused = await again.dispatch(SpawnSite("g", "t", 1, last, "px42", 9, 0))
    assert isinstance(refused, Rejected)
    assert refused.code == "tile-taken"


async def test_without_being_asked_for_none_are_made() -> None:
    store = MemoryEventStore()
    await play(store, [StartGame("g"), *map(advance, range(1, 99))])
    assert store._snapshots == {}


async def test_a_fold_that_changed_has_a_new_version() -> None:
    """When this fails, raise STATE_SCHEMA and add the digest of the new fold."""
    store = MemoryEventStore()
    application = begin(store, CountingIds(), SteppingClock())
    sites = (
        SpawnSite("g", "a", 1, 1, "px42", 2, 0),
        SpawnSite("g", "b", 1, 2, "px42", 9, 0),
    )
    for command in (StartGame("g"), *sites, advance(1), advance(2), advance(3)):
        assert isinstance(await application.dispatch(command), Committed)
    kept = await store.load("game:g", STATE_SCHEMA)
    assert kept is not None
    assert blake2b(kept[1], digest_size=8).hexdigest() == KEPT[STATE_SCHEMA]
