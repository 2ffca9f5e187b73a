from domain.game.commands import SpawnBuilding
from tests.domain.game.examples import (
    FIRST_TICK,
    STARTED,
    built,
    completed,
    progressed,
    spawn,
    spawned,
    work,
)
from tests.scenario import Given


def test_a_site_is_spawned() -> None:
    Given(STARTED, FIRST_TICK).when(spawn()).then(spawned())


def test_a_site_id_is_used_once() -> None:
    Given(STARTED, FIRST_TICK, spawned()).when(spawn(location=2)).refused("site-exists", "s")


def test_a_site_takes_at_least_one_tick() -> None:
    Given(STARTED, FIRST_TICK).when(spawn(ticks=0)).refused("bad-completion-ticks", "0", "1 to")
    Given(STARTED, FIRST_TICK).when(spawn(ticks=-5)).refused("bad-completion-ticks", "-5")
    Given(STARTED, FIRST_TICK).when(spawn(ticks=1_000_001)).refused("bad-completion-ticks")


def test_ids_are_neither_empty_nor_too_long() -> None:
    Given(STARTED, FIRST_TICK).when(spawn("")).refused("id-empty", "site id")
    Given(STARTED, FIRST_TICK).when(spawn("x" * 65)).refused("id-too-long", "site id")
    Given(STARTED, FIRST_TICK).when(spawn(player="")).refused("id-empty", "player id")
    Given(STARTED, FIRST_TICK).when(spawn(player="p" * 65)).refused("id-too-long", "player id")


def test_work_progresses_a_site() -> None:
    Given(STARTED, FIRST_TICK, spawned()).when(work()).then(progressed(1, tick=1))


def test_enough_work_completes_it_and_its_building_stands() -> None:
    Given(STARTED, FIRST_TICK, spawned(), progressed(1, tick=1)).when(work()).then(
        progressed(2, tick=1), completed(tick=1), built(tick=1)
    )


def test_more_work_than_needed_is_not_counted() -> None:
    Given(STARTED, FIRST_TICK, spawned()).when(work(99)).then(
        progressed(2, tick=1), completed(tick=1), built(tick=1)
    )


def test_work_needs_a_site_that_is_not_done() -> None:
    Given(STARTED, FIRST_TICK).when(work()).refused("unknown-site", "s")
    done = (STARTED, FIRST_TICK, spawned(), progressed(2, tick=1), completed(tick=1))
    Given(*done, built(tick=1)).when(work()).refused("site-done", "s")


def test_work_belongs_to_a_tick_that_the_game_has_reached() -> None:
    game = Given(STARTED, FIRST_TICK, spawned())
    game.when(work(tick=0)).then(progressed(1, tick=0))
    for tick in (-1, 2, 10**26):
        game.when(work(tick=tick)).refused("wrong-tick", str(tick), "from 0 to 1")


def test_a_building_belongs_to_a_tick_that_the_game_has_reached() -> None:
    done = Given(STARTED, FIRST_TICK, spawned(), progressed(2, tick=1), completed(tick=1))
    done.when(SpawnBuilding("g", "s", 1, 1, "px42", 1)).then(built(tick=1))
    done.when(SpawnBuilding("g", "s", 1, 1, "px42", 2)).refused("wrong-tick", "from 0 to 1")


def test_work_is_at_least_a_tick() -> None:
    Given(STARTED, FIRST_TICK, spawned()).when(work(0)).refused("bad-advance-ticks", "0")


def test_a_building_needs_a_site_that_is_done_and_stands_as_planned() -> None:
    building = SpawnBuilding("g", "s", 1, 1, "px42", 1)
    Given(STARTED, FIRST_TICK).when(building).refused("unknown-site", "s")
    Given(STARTED, FIRST_TICK, spawned()).when(building).refused("site-not-done", "0 of 2")
    done = (STARTED, FIRST_TICK, spawned(), progressed(2, tick=1), completed(tick=1))
    Given(*done).when(SpawnBuilding("g", "s", 2, 1, "px42", 1)).refused("not-as-planned")
    Given(*done, built(tick=1)).when(building).refused("building-exists", "s")
