"""The tutorial: what a player of First Night is told, and that it leads to a win."""

from __future__ import annotations

from textwrap import wrap

import pytest

from domain.game.colony_events import (
    BuildingDamaged,
    ConstructionHalted,
    HazardAnnounced,
)
from domain.game.site_types import BY_KEY
from lunar_tui.tutorial.words import words
from tests.lunar_tui.tutored import Tutored

TO_BUILD = {
    "array": "solar-array",
    "battery": "battery",
    "excavator": "excavator",
    "plant": "oxygen-plant",
}


def follow(game: Tutored, upto: int = 1000) -> list[str]:
    """Do what each lesson says until a tick, or the end of the game; the lessons there were."""
    met: list[str] = []
    while game.sight.tick < upto and (lesson := game.lesson):
        if lesson not in met:
            met.append(lesson)
        if lesson == "excavator":
            game.build("excavator", game.sight.nearest("ilmenite_kg"))
        elif lesson in TO_BUILD:
            game.build(TO_BUILD[lesson])
        else:
            game.wait()
    return met


@pytest.mark.parametrize("seed", [1, 3, 7])
def test_who_follows_the_tutorial_wins(seed: int) -> None:
    game = Tutored(seed=seed)
    met = follow(game)
    assert met == [
        *("array", "watch", "battery", "excavator", "dig", "plant"),
        *("charge", "dusk", "night", "morning"),
    ]
    assert (game.sight.mission.outcome, game.sight.tick) == ("won", 240)
    assert "brought your crew through" in game.text


def test_who_came_through_the_night_without_air_of_their_own_may_make_it_by_dusk() -> None:
    game = Tutored()
    game.build("solar-array")
    game.build("battery")
    game.wait_until(240)
    assert game.lesson == "excavator"
    for _ in range(2):
        game.build("excavator", game.sight.nearest("ilmenite_kg"))
    game.wait(12)
    assert game.lesson == "plant"
    for _ in range(2):
        game.build("oxygen-plant")
    game.wait(40)
    assert game.lesson == "air"
    assert "of 110 kg oxygen" in game.text
    game.wait_until(354)
    assert game.sight.mission.outcome == "won"
    assert 300 < game.sight.tick < 354


def test_who_does_nothing_is_warned_and_loses() -> None:
    game = Tutored()
    assert "will not last" in game.wait(200)
    assert game.sight.tick == 70
    assert "build a Battery bank now" in game.text
    assert "will not last" in game.wait(200)
    assert game.sight.tick == 102
    assert "without power" in game.wait(200)
    assert "only the sun" in game.text
    game.wait_until(240)
    assert (game.sight.mission.outcome, game.sight.tick) == ("lost", 204)
    assert "died: power" in game.text


def test_the_night_that_is_lost_already_says_why() -> None:
    game = Tutored()
    game.wait_until(120)
    assert "a Battery bank had to come first" in game.text


def test_lessons_that_are_done_already_are_passed_over() -> None:
    game = Tutored()
    assert game.lesson == "array"
    game.build("battery")
    game.build("solar-array")
    assert game.lesson == "watch"
    game.wait(12)
    assert game.lesson == "excavator"


def test_a_lesson_names_keys_as_they_are_set() -> None:
    assert "[game.build] opens the build list" in Tutored().text


def test_a_lesson_that_waits_says_when_the_clock_is_stopped() -> None:
    game = Tutored()
    told = game.told(paused=True)
    assert told is not None
    assert "The clock stands" not in told.text
    game.build("solar-array")
    told = game.told(paused=True)
    assert told is not None
    assert "The clock stands: press [game.pause]" in told.text


def test_an_excavator_on_ground_without_ilmenite_is_told_at_once() -> None:
    game = Tutored(seed=1)
    for kind in ("solar-array", "battery"):
        game.build(kind)
    game.wait(12)
    game.build("excavator", game.first("highland"))
    assert game.lesson == "excavator"
    assert "there is no ilmenite" in game.text
    assert game.sight.nearest("ilmenite_kg") in game.text
    game.build("excavator", game.sight.nearest("ilmenite_kg"))
    assert game.lesson == "dig"


def test_an_oxygen_plant_without_ilmenite_says_what_it_lacks() -> None:
    game = Tutored(seed=1)
    game.build("battery")
    game.build("excavator", game.first("highland"))
    game.wait(20)
    game.build("oxygen-plant")
    game.wait(40)
    assert "Oxygen plant has no ilmenite" in game.text


def test_a_site_that_halts_says_what_it_lacks_and_what_helps() -> None:
    game = Tutored()
    game.build("solar-array")
    (row,) = game.sight.of("solar-array")
    game.happens(ConstructionHalted("g", row.site_id, row.site_type, row.location, "metal_kg", 3))
    assert "halted for want of metal" in game.text
    assert "a ship comes at tick 200" in game.text
    game.wait_until(200)
    assert game.sight.next_ship == 436


def test_other_scenarios_have_advice_only() -> None:
    game = Tutored("foothold")
    assert game.told() is None
    lander = game.sight.of("lander")[0]
    kind = BY_KEY["lander"].id
    game.happens(BuildingDamaged("g", lander.site_id, kind, lander.location, "meteor", 1))
    assert "Lander is damaged" in game.text


def test_a_hazard_that_is_announced_is_alarming() -> None:
    game = Tutored("foothold")
    coming = HazardAnnounced("g", 9, "meteor", 12)
    assert game.alarm(coming) == "A meteor is coming, and strikes at tick 12."
    lander = game.sight.of("lander")[0]
    damage = BuildingDamaged("g", lander.site_id, 11, lander.location, "meteor", 12)
    assert "damaged by a meteor" in game.alarm(damage)


def test_a_deadline_that_comes_before_the_goals_is_alarming() -> None:
    game = Tutored()
    game.build("solar-array")
    game.build("battery")
    game.wait_until(253)
    told = game.run_on()
    assert game.sight.tick == 254
    assert "100 ticks are left, and not all that is asked for is there: oxygen 9" in told
    game.wait_until(305)
    assert "48 ticks are left" in game.run_on()


def test_no_alarm_for_a_night_that_storage_will_last() -> None:
    game = Tutored()
    game.build("battery")
    assert not game.wait(200)


def test_goals_have_numbers_and_a_deadline() -> None:
    game = Tutored()
    game.wait(5)
    assert game.goals == ["crew 4/4", "oxygen 197/110 kg", "tick 5/240", "by tick 354"]
    foothold = Tutored("foothold")
    assert foothold.goals == [
        *("crew 4/12", "oxygen 200/300 kg", "food 320/100 kg", "held 0/236"),
        "by tick 2,832",
    ]


def test_all_that_is_told_fits_two_lines_of_the_smallest_screen() -> None:
    names = {"game.pause": "space", "map.choose": "enter", "game.menu": "esc"}
    for follows in (True, False):
        game = Tutored(seed=1)
        while game.sight.mission.outcome == "running":
            told = words(game.sight, lambda binding: names.get(binding, "b"), paused=True)
            if told:
                assert len(wrap(f"{told.heading}  {told.text}", 78)) <= 2, told.text
            tick = game.sight.tick
            if follows and game.lesson not in {"morning", "night"}:
                follow(game, tick + 1)
            else:
                game.wait()


def test_air_that_does_not_outlast_the_next_night_is_told_while_there_is_light() -> None:
    game = Tutored("foothold")
    game.build("battery")
    game.wait_until(320)
    assert "Your oxygen is gone in" in game.text
    assert game.sight.tick < game.sight.colony.night_begins
