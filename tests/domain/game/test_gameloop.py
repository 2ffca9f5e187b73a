from msgspec import structs

from domain.game.commands import AdvanceGameloop, StartGame, StopGame
from domain.game.events import GameStarted, GameStopped
from domain.game.site_types import SITE_TYPES
from tests.domain.game.examples import (
    FIRST_TICK,
    STARTED,
    STOPPED,
    advance,
    spawn,
    spawned,
    ticked,
    work,
)
from tests.scenario import Given

ALL_TYPES = tuple(kind.id for kind in SITE_TYPES)


def test_a_game_starts_with_all_that_it_depends_on() -> None:
    Given().when(StartGame("g", "Base", "px42", 40, 20, 7)).then(
        GameStarted("g", "Base", "px42", 40, 20, 7, ALL_TYPES)
    )


def test_a_game_id_alone_starts_the_sandbox_on_a_moon_of_its_own() -> None:
    Given().when(StartGame("g")).then(GameStarted("g", "g", "", 128, 64, 370002842, ALL_TYPES))


def test_a_game_starts_once() -> None:
    Given(STARTED).when(StartGame("g")).refused("game-exists", "g")


def test_a_game_id_is_neither_empty_nor_too_long_nor_unprintable() -> None:
    Given().when(StartGame(" ")).refused("id-empty", "game id")
    Given().when(StartGame("x" * 65)).refused("id-too-long", "65", "64")
    Given().when(StartGame("a\x1b")).refused("id-unprintable", "game id")


def test_a_map_has_a_sensible_size() -> None:
    Given().when(StartGame("g", width=15)).refused("bad-map-size", "width", "15", "16")
    Given().when(StartGame("g", height=513)).refused("bad-map-size", "height", "513", "512")


def test_a_seed_fits_32_bits() -> None:
    Given().when(StartGame("g", seed=-1)).refused("bad-seed", "-1")
    Given().when(StartGame("g", seed=2**32)).refused("bad-seed")


def test_a_name_is_one_short_line() -> None:
    Given().when(StartGame("g", name="x" * 81)).refused("bad-name", "80")
    Given().when(StartGame("g", name="a\nb")).refused("bad-name")


def test_the_next_tick_passes() -> None:
    Given(STARTED).when(advance(1)).then(ticked(1))
    Given(STARTED, ticked(1)).when(advance(2)).then(ticked(2))


def test_a_tick_that_is_not_the_next_is_refused() -> None:
    game = Given(STARTED, ticked(1))
    game.when(advance(1)).refused("wrong-tick", "1")
    game.when(advance(3)).refused("wrong-tick", "3", "2 comes next")
    game.when(advance(-1)).refused("wrong-tick")


def test_an_unknown_game_is_refused() -> None:
    Given().when(AdvanceGameloop("nowhere", 1)).refused("unknown-game", "nowhere")
    Given().when(spawn()).refused("unknown-game", "g")
    Given().when(work()).refused("unknown-game", "g")
    Given().when(StopGame("g")).refused("unknown-game", "g")


def test_a_game_stops_at_its_tick() -> None:
    game = Given(STARTED, ticked(1))
    game.when(StopGame("g", "enough")).then(GameStopped("g", 1, "enough", ""))
    game.when(StopGame("g", "enough", "px42")).then(STOPPED)
    game.when(StopGame("g", player_id="p" * 65)).refused("id-too-long", "player id")


def test_nothing_happens_in_a_stopped_game() -> None:
    game = Given(STARTED, ticked(1), spawned(), STOPPED)
    game.when(advance(2)).refused("game-stopped", "tick 1")
    game.when(spawn("other", 2)).refused("game-stopped")
    game.when(work()).refused("game-stopped")
    game.when(StopGame("g")).refused("game-stopped")


def test_a_site_must_be_on_the_map() -> None:
    Given(STARTED, FIRST_TICK).when(spawn(location=-1)).refused("off-the-map", "-1", "511")
    Given(STARTED, FIRST_TICK).when(spawn(location=512)).refused("off-the-map", "512", "32 wide")


def test_a_tile_holds_one_site() -> None:
    Given(STARTED, FIRST_TICK, spawned()).when(spawn("other")).refused("tile-taken", "1,0")


def test_a_site_type_must_be_known_to_the_game() -> None:
    game = Given(STARTED, FIRST_TICK)
    game.when(spawn(site_type=3)).refused("unknown-site-type", "3", "1 solar-array, 2 habitat.")
    game.when(spawn(site_type="castle")).refused("unknown-site-type", "castle")


def test_a_site_type_may_be_named_by_its_key() -> None:
    Given(STARTED, FIRST_TICK).when(spawn(site_type="solar-array")).then(spawned())


def test_a_site_is_asked_for_at_a_tick_that_the_game_has_reached() -> None:
    game = Given(STARTED, FIRST_TICK)
    game.when(spawn(tick=1)).then(spawned())
    game.when(spawn(tick=0)).then(structs.replace(spawned(), tick=0))
    for tick in (-7, 2, 5000, 10**26):
        game.when(spawn(tick=tick)).refused("wrong-tick", str(tick), "at tick 1", "from 0 to 1")
