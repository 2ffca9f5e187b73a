"""What the process managers make of a tick."""

from tests.domain.game.examples import (
    STARTED,
    advance,
    built,
    completed,
    progressed,
    spawned,
    ticked,
)
from tests.scenario import Given


def test_a_tick_works_on_every_active_site_in_the_order_they_were_begun() -> None:
    Given(STARTED, ticked(1), spawned("b", 2), spawned("a", 1)).when(advance(2)).then(
        ticked(2), progressed(1, 2, "b", 2), progressed(1, 2, "a", 1)
    )


def test_the_last_tick_of_a_site_puts_its_building_there() -> None:
    Given(STARTED, ticked(1), spawned(), ticked(2), progressed(1, 2)).when(advance(3)).then(
        ticked(3), progressed(2, 3), completed(3), built(3)
    )


def test_a_finished_site_is_left_alone() -> None:
    facts = (STARTED, ticked(1), spawned(), progressed(2, 1), completed(1), built(1))
    Given(*facts).when(advance(2)).then(ticked(2))


def test_sites_that_finish_together_all_become_buildings() -> None:
    Given(STARTED, spawned("a", 1, 1), spawned("b", 2, 1)).when(advance(1)).then(
        ticked(1),
        progressed(1, 1, "a", 1, of=1),
        completed(1, "a", 1),
        progressed(1, 1, "b", 2, of=1),
        completed(1, "b", 2),
        built(1, "a", 1),
        built(1, "b", 2),
    )
