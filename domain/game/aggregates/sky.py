"""Sky: what comes down on a colony. It draws what strikes, announces it, and says what it hit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from msgspec import Struct, structs

from domain.blocks.decider import Decider, Decision, Rejected
from domain.blocks.messages import Event
from domain.game.colony_events import (
    BuildingDamaged,
    BuildingDemolished,
    BuildingDestroyed,
    BuildingRepaired,
    BuildingSwitched,
    ColonyBalanced,
    ColonyFounded,
    HazardAnnounced,
    HazardPassed,
    MeteorStruck,
    MoonquakeStruck,
    RulesetAdopted,
    SolarFlareStruck,
    TerrainCharted,
)
from domain.game.commands import WatchSky
from domain.game.economy import ground
from domain.game.economy.hazards import (
    METEOR,
    MOONQUAKE,
    SOLAR_FLARE,
    choose,
    coming,
    draw,
)
from domain.game.economy.ruleset import Ruleset
from domain.game.events import BuildingSpawned
from domain.game.site_types import BY_ID


class Target(Struct, frozen=True):
    """A building that may be hit; it watches while it is `sound` and `on`."""

    kind: str
    location: int
    sound: bool = True
    on: bool = True


class Sky(Struct, frozen=True):
    """What is over a colony.

    It has been watched up to the tick `seen`. `announced` are the hazards still to strike.
    """

    rules: Ruleset | None = None
    scenario: str = ""
    seed: int = 0
    ground: tuple[str, ...] = ()
    lander: str = ""
    seen: int = 0
    announced: tuple[tuple[str, int], ...] = ()
    flare_until: int = 0
    targets: Mapping[str, Target] = {}


def decide(sky: Sky, command: WatchSky) -> Decision:
    """Announce what has come into sight, then let strike what is due."""
    rules = sky.rules
    if rules is None:
        return Rejected("no-colony", f"Game {command.game_id} is the sandbox: nothing strikes it.")
    announced = [
        HazardAnnounced(command.game_id, command.tick, hazard, strikes_at)
        for strikes_at in range(sky.seen + 1, command.tick + _foresight(sky, rules) + 1)
        for hazard in coming(
            sky.seed,
            rules.hazard,
            rules.scenario[sky.scenario].hazard_percent,
            rules.tick.lunar_day,
            strikes_at,
        )
    ]
    struck = [_strike(sky, rules, command, hazard) for hazard in _due(sky, command.tick)]
    return (*announced, *struck)


def _foresight(sky: Sky, rules: Ruleset) -> int:
    stations = [rules.building[each.kind].warning_ticks for each in _sound(sky).values() if each.on]
    return max((rules.hazard.warning_ticks, *stations))


def _sound(sky: Sky) -> dict[str, Target]:
    return {site_id: each for site_id, each in sky.targets.items() if each.sound}


def _due(sky: Sky, tick: int) -> Iterator[str]:
    return (hazard for hazard, strikes_at in sky.announced if strikes_at == tick)


def _strike(sky: Sky, rules: Ruleset, command: WatchSky, hazard: str) -> Event:
    strikes: Mapping[str, Callable[[Sky, Ruleset, WatchSky], Event | None]] = {
        METEOR: _meteor,
        MOONQUAKE: _moonquake,
        SOLAR_FLARE: _solar_flare,
    }
    struck = strikes[hazard](sky, rules, command)
    return struck or HazardPassed(command.game_id, command.tick, hazard)


def _meteor(sky: Sky, rules: Ruleset, command: WatchSky) -> Event | None:
    seed, tick = sky.seed, command.tick
    hit = choose(seed, tick, "meteor target", list(sky.targets))
    if hit is None:
        return None
    location = sky.targets[hit].location
    cover = rules.ground[sky.ground[location]].meteor_cover_percent
    if draw(seed, tick, "meteor cover", 100) < cover:
        return None
    destroyed = draw(seed, tick, "meteor force", 100) < rules.hazard.meteor.destroy_percent
    return MeteorStruck(command.game_id, tick, METEOR, hit, location, destroyed)


def _moonquake(sky: Sky, rules: Ruleset, command: WatchSky) -> Event | None:
    quake = rules.hazard.moonquake
    fragile = [site_id for site_id, each in _sound(sky).items() if each.kind in quake.damages]
    hit = choose(sky.seed, command.tick, "moonquake target", fragile)
    if hit is None:
        return None
    location = sky.targets[hit].location
    return MoonquakeStruck(command.game_id, command.tick, MOONQUAKE, hit, location, quake.leak_o2_g)


def _solar_flare(sky: Sky, rules: Ruleset, command: WatchSky) -> Event | None:
    if command.tick < sky.flare_until:
        return None
    until = command.tick + rules.hazard.solar_flare.duration_ticks
    return SolarFlareStruck(command.game_id, command.tick, SOLAR_FLARE, until)


def evolve(sky: Sky, event: Event) -> Sky:
    """The sky with the event in it. Over the sandbox there is none."""
    if isinstance(event, RulesetAdopted):
        return Sky(rules=event.rules, scenario=event.scenario, seed=event.seed)
    return sky if sky.rules is None else _EVOLVE[type(event)](sky, event)


def _charted(sky: Sky, event: TerrainCharted) -> Sky:
    return structs.replace(sky, ground=ground.read(event.ground))


def _founded(sky: Sky, event: ColonyFounded) -> Sky:
    return structs.replace(sky, lander=event.site_id)


def _watched(sky: Sky, event: ColonyBalanced) -> Sky:
    rules = sky.rules
    assert rules is not None  # noqa: S101 - there is no balance without rules
    return structs.replace(sky, seen=max(sky.seen, event.tick + _foresight(sky, rules)))


def _announced(sky: Sky, event: HazardAnnounced) -> Sky:
    coming_up = (*sky.announced, (event.hazard, event.strikes_at))
    return structs.replace(sky, announced=coming_up)


def _flared(sky: Sky, event: SolarFlareStruck) -> Sky:
    return structs.replace(_over(sky, event), flare_until=event.until_tick)


def _over(sky: Sky, event: MeteorStruck | MoonquakeStruck | SolarFlareStruck | HazardPassed) -> Sky:
    struck = (event.hazard, event.tick)
    return structs.replace(sky, announced=tuple(e for e in sky.announced if e != struck))


def _built(sky: Sky, event: BuildingSpawned) -> Sky:
    if event.site_id == sky.lander:
        return sky
    return _with(sky, event.site_id, Target(BY_ID[event.site_type].key, event.location))


def _damaged(sky: Sky, event: BuildingDamaged) -> Sky:
    return _with(sky, event.site_id, structs.replace(sky.targets[event.site_id], sound=False))


def _repaired(sky: Sky, event: BuildingRepaired) -> Sky:
    return _with(
        sky, event.site_id, structs.replace(sky.targets[event.site_id], sound=True, on=True)
    )


def _switched(sky: Sky, event: BuildingSwitched) -> Sky:
    return _with(sky, event.site_id, structs.replace(sky.targets[event.site_id], on=event.on))


def _with(sky: Sky, site_id: str, target: Target) -> Sky:
    return structs.replace(sky, targets={**sky.targets, site_id: target})


def _gone(sky: Sky, event: BuildingDestroyed | BuildingDemolished) -> Sky:
    left = {site_id: each for site_id, each in sky.targets.items() if site_id != event.site_id}
    return structs.replace(sky, targets=left)


_EVOLVE: Mapping[type[Event], Callable[[Sky, Any], Sky]] = {
    TerrainCharted: _charted,
    ColonyFounded: _founded,
    ColonyBalanced: _watched,
    HazardAnnounced: _announced,
    MeteorStruck: _over,
    MoonquakeStruck: _over,
    SolarFlareStruck: _flared,
    HazardPassed: _over,
    BuildingSpawned: _built,
    BuildingDamaged: _damaged,
    BuildingRepaired: _repaired,
    BuildingSwitched: _switched,
    BuildingDestroyed: _gone,
    BuildingDemolished: _gone,
}


def _game_id(message: WatchSky | RulesetAdopted) -> str:
    return message.game_id


sky = Decider(
    category="sky",
    initial=Sky(),
    instance=_game_id,
    decide=decide,
    evolve=evolve,
    evolves_from=(RulesetAdopted, *_EVOLVE),
)
