"""The lessons of a scenario, one thing at a time: the present one is the first that is not done.

What a lesson says names keys by their bindings, such as `<game.build>`; see `words.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct

from domain.game.projectors.objectives import TICK
from lunar_tui.tutorial.sight import Sight

ILMENITE, OXYGEN = "ilmenite_kg", "o2_g"


class Lesson(Struct, frozen=True):
    """One thing to learn: what to do, and whether it is done.

    A lesson that `waits` is done by time alone.
    """

    id: str
    says: Callable[[Sight], str]
    done: Callable[[Sight], bool]
    waits: bool = False


def present(sight: Sight) -> Lesson | None:
    """The lesson that is to be learnt now; None where there is none, or the game is decided."""
    if sight.mission.outcome != "running":
        return None
    return next((each for each in lessons(sight) if not each.done(sight)), None)


def lessons(sight: Sight) -> Sequence[Lesson]:
    """The lessons of the scenario that is played, in their order."""
    return LESSONS.get(sight.mission.scenario, ())


def _begun(kind: str) -> Callable[[Sight], bool]:
    return lambda sight: sight.begun(kind)


def _stands(kind: str) -> Callable[[Sight], bool]:
    return lambda sight: sight.stands(kind)


def _array(_: Sight) -> str:
    return (
        "Your crew lives on sunlight. <game.build> opens the build list: choose Solar array, then "
        "<map.choose> on a free tile."
    )


def _watch(_: Sight) -> str:
    return (
        "Your array takes 12 ticks. <game.pause> starts and stops the clock, <game.faster> and "
        "<game.slower> set its speed; <game.run_on> runs on until done."
    )


def _battery(sight: Sight) -> str:
    return (
        f"Night falls at tick {sight.dusk}. It takes {sight.first_night_kwh} kWh, and your storage "
        f"holds {sight.storage_kwh}. Build a Battery bank (<game.build>)."
    )


def _digs_ilmenite(sight: Sight) -> bool:
    return any(sight.digs(ILMENITE, row) for row in sight.of("excavator"))


def _excavator(sight: Sight) -> str:
    tile = sight.nearest(ILMENITE)
    if sight.begun("excavator"):
        return (
            "Where your Excavator is, there is no ilmenite, and so no oxygen. Build another one on "
            f"mare, such as tile {tile}."
        )
    use = sight.rules.crew.o2_g * max(1, sight.colony.crew)
    lasts = f"your oxygen lasts until tick {sight.tick + sight.colony.o2_g // use} at most"
    wanted = sight.wanted(OXYGEN)
    why = f"in the end you need {_kg(wanted)} of it" if wanted else lasts
    return (
        f"Nothing makes air here, and {why}. Ilmenite holds some: build an Excavator on mare, such "
        f"as tile {tile}."
    )


def _dig(_: Sight) -> str:
    return (
        "An Oxygen plant comes next; it may be begun as soon as an Excavator stands. "
        "Let that be finished."
    )


def _plant(_: Sight) -> str:
    return (
        "Your Excavator digs ilmenite. Build an Oxygen plant (<game.build>), which makes air of it."
    )


def _charge(sight: Sight) -> str:
    stored, need = sight.colony.energy_kwh, sight.first_night_kwh
    return (
        f"Storage charges while the sun is up: {stored} of the {need} kWh that the night takes. "
        f"Night falls at tick {sight.dusk}."
    )


def _dusk(sight: Sight) -> str:
    return (
        f"You are ready for the night. It falls at tick {sight.dusk}: <game.run_on> lets time run "
        "on until something needs you."
    )


def _night(sight: Sight) -> str:
    use = sight.life_support_kwh
    need = use * (sight.dawn - sight.tick)
    return (
        f"Night. Industry rests; life support takes {use} kWh a tick, {need} until dawn "
        f"at tick {sight.dawn}. You have {sight.colony.energy_kwh}."
    )


def _air(sight: Sight) -> str:
    have, need = _kg(sight.colony.o2_g), _kg(sight.wanted(OXYGEN))
    return (
        f"You came through the night! You have {have} of {need} oxygen: more Oxygen plants, each "
        f"with an Excavator on mare, fill it by tick {sight.mission.deadline_tick}."
    )


def _morning(sight: Sight) -> str:
    return (
        "The sun is up! Your crew came through the night, and has air to breathe: you win at tick "
        f"{sight.wanted(TICK)}."
    )


def _kg(grams: int) -> str:
    return f"{grams // 1000} kg"


FIRST_NIGHT = (
    Lesson("array", _array, _begun("solar-array")),
    Lesson("watch", _watch, _stands("solar-array"), waits=True),
    Lesson("battery", _battery, _begun("battery")),
    Lesson("excavator", _excavator, _digs_ilmenite),
    Lesson("dig", _dig, _stands("excavator"), waits=True),
    Lesson("plant", _plant, _begun("oxygen-plant")),
    Lesson(
        "charge",
        _charge,
        lambda sight: (
            sight.tick >= sight.dusk
            or (sight.stands("battery") and sight.colony.energy_kwh >= sight.first_night_kwh)
        ),
        waits=True,
    ),
    Lesson("dusk", _dusk, lambda sight: sight.tick >= sight.dusk, waits=True),
    Lesson("night", _night, lambda sight: sight.tick >= sight.dawn, waits=True),
    Lesson("air", _air, lambda sight: sight.colony.o2_g >= sight.wanted(OXYGEN)),
    Lesson("morning", _morning, lambda sight: sight.tick >= sight.wanted(TICK), waits=True),
)

LESSONS: Mapping[str, Sequence[Lesson]] = {"first-night": FIRST_NIGHT}
