from __future__ import annotations

import msgspec
import pytest
from rich.cells import cell_len

from domain.blocks.messages import Event
from domain.game.events import (
    EVENTS,
    BuildingSpawned,
    ConstructionCompleted,
    ConstructionProgressed,
    GameBranched,
    GameloopAdvanced,
    GameStarted,
    GameStopped,
    SiteSpawned,
)
from domain.game.ids import site_mark
from domain.game.model import EVENT_TYPES
from domain.game.site_ids import suffix_of
from lunar_tui.event_looks import LOOKS, look_of
from lunar_tui.sentences import (
    Narrator,
    printable,
    stored_text,
)
from persistence.memory import MemoryEventStore
from tests.lunar_tui.colony_told import TOLD as COLONY_TOLD
from tests.lunar_tui.log_examples import add, add_raw, progress

NARRATOR = Narrator(EVENT_TYPES, 64)

PLACE = 4 * 64 + 17

TOLD = [
    (
        GameStarted("g1", "First light", "ann", 64, 32, 7, (1, 2)),
        None,
        "Game First light began on a moon of 64 by 32 tiles, seed 7",
    ),
    (GameloopAdvanced("g1", 9), 9, "Tick 9 passed"),
    (
        SiteSpawned("g1", "12", 1, PLACE, "ann", 12, 3),
        3,
        "Site Solar array #12 at 17,4: begun by ann, 12 ticks",
    ),
    (
        ConstructionProgressed("g1", "12", 1, PLACE, 3, 12, 6),
        6,
        "Site Solar array #12 at 17,4: 3 of 12 ticks",
    ),
    (
        ConstructionProgressed("g1", "a-long-site-id", 99, PLACE, 1, 1, 6),
        6,
        "Site Site type 99 #e-id at 17,4: 1 of 1 tick",
    ),
    (
        ConstructionCompleted("g1", "12", 1, PLACE, "ann", 15),
        15,
        "Site Solar array #12 at 17,4: all work done",
    ),
    (
        BuildingSpawned("g1", "12", 1, PLACE, "ann", 15),
        15,
        "Building Solar array #12 at 17,4: stands ready",
    ),
    (GameStopped("g1", 20, "out of air", ""), 20, "Game ended: out of air"),
    (GameStopped("g1", 20, "", ""), 20, "Game ended"),
    (GameStopped("g1", 20, "out of air", "ann"), 20, "Game ended by ann: out of air"),
    (
        GameBranched("g1", "Base", "ann", 64, 32, 7, "g0", 1234, "00" * 16, 40, 1200, "abcdef"),
        40,
        "Game Base branched at tick 40 from game g0, position 1,234",
    ),
]


@pytest.mark.parametrize(("event", "tick", "sentence"), [*TOLD, *COLONY_TOLD])
async def test_every_event_is_told_in_a_sentence_with_its_tick(
    event: Event, tick: int | None, sentence: str
) -> None:
    (recorded,) = await add(MemoryEventStore(), event)
    assert NARRATOR.tell(recorded) == (tick, sentence)


def test_no_event_type_is_left_out() -> None:
    assert {type(event) for event, _, _ in [*TOLD, *COLONY_TOLD]} == set(EVENTS)
    assert set(LOOKS) == {event.__name__ for event in EVENTS}
    assert len({look.mark for look in LOOKS.values()}) == len(LOOKS)
    assert len({look.ascii_mark for look in LOOKS.values()}) == len(LOOKS)
    assert {cell_len(look.mark + look.ascii_mark) for look in LOOKS.values()} == {2}


async def test_an_event_that_is_not_the_games_is_told_by_its_data() -> None:
    data = b'{ "amount": 5, "note": "[robot-7]" }'
    (recorded,) = await add_raw(MemoryEventStore(), ("MoneyDeposited", data))
    assert NARRATOR.tell(recorded) == (None, 'MoneyDeposited {"amount":5,"note":"[robot-7]"}')


async def test_an_event_of_an_unknown_schema_or_shape_is_told_by_its_data() -> None:
    (recorded,) = await add(MemoryEventStore(), progress("s1"))
    newer = msgspec.structs.replace(recorded, schema=99)
    assert NARRATOR.tell(newer).sentence.startswith('ConstructionProgressed {"game_id"')
    broken = msgspec.structs.replace(recorded, data=b"not json")
    assert NARRATOR.tell(broken).sentence == "ConstructionProgressed not json"


async def test_nothing_in_a_sentence_can_steer_a_terminal() -> None:
    hostile = "\x1b[2J\x9b\x07\n\u202e"
    event = SiteSpawned("g1", hostile, 1, 0, hostile, 1, 1)
    store = MemoryEventStore()
    for recorded in (
        *await add(store, event),
        *await add_raw(store, ("Odd\x1b", hostile.encode())),
    ):
        assert NARRATOR.tell(recorded).sentence.isprintable()


def test_printable_leaves_readable_text_alone() -> None:
    assert printable("Ærø, 月 [robot-7]") == "Ærø, 月 [robot-7]"


def test_a_sites_mark_is_short_and_stable() -> None:
    assert site_mark("12") == "#12"
    assert site_mark("0192f0c0-0000-7000-8000-00000000c475") == "#c475"
    assert site_mark("a~b") == "#a~b"


def test_an_inherited_sites_mark_is_that_of_the_source_with_a_sign() -> None:
    suffix = suffix_of("branch")
    assert site_mark(f"12~{suffix}") == "#12~"
    assert site_mark(f"0192f0c0-0000-7000-8000-00000000c475~{suffix}") == "#c475~"
    assert stored_text("#c475~", 64) in f'"site_id":"0192f0c0-c475~{suffix}"'
    assert stored_text("#c475", 64) not in f'"site_id":"0192f0c0-c475~{suffix}"'


def test_colour_never_stands_alone() -> None:
    looks = [*LOOKS.values(), look_of("SomethingElse")]
    assert len({look.mark for look in looks}) == len(looks)
    assert len({look.ascii_mark for look in looks}) == len(looks)
    assert all(look.ascii_mark.isascii() for look in looks)
    assert all(cell_len(look.mark) == 1 for look in looks)


@pytest.mark.parametrize("typed", ["17,4", "#c475", "ANN", "solar ARRAY", "sol", "tick 3"])
async def test_what_one_reads_can_be_looked_for(typed: str) -> None:
    event = SiteSpawned("g1", "0192f0c0-c475", 1, PLACE, "ann", 12, 3)
    (recorded,) = await add(MemoryEventStore(), event)
    wanted = stored_text(typed, 64).casefold()
    assert wanted in recorded.data.decode().casefold()


@pytest.mark.parametrize("typed", ["sol", "solar array", "Solar Array"])
def test_a_site_type_is_looked_for_by_its_number(typed: str) -> None:
    assert stored_text(typed, 64) == '"site_type":1,'


@pytest.mark.parametrize("typed", ["", "s", "so", "solar-1", "tick", "tick 3 of"])
def test_other_text_is_looked_for_as_it_is(typed: str) -> None:
    assert stored_text(typed, 64) == typed


def test_a_tick_is_not_mistaken_for_another_that_begins_alike() -> None:
    assert stored_text("tick 4", 64) not in EVENT_TYPES.encode(GameloopAdvanced("g", 40)).decode()


def test_a_place_is_not_mistaken_for_another_that_begins_alike() -> None:
    assert stored_text("1,0", 64) not in EVENT_TYPES.encode(progress("s1", x=17)).decode()
