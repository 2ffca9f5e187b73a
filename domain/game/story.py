"""The story of a game: the most telling of its events, as a few sentences with their ticks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from domain.blocks.messages import Event
from domain.game.colony_events import (
    BuildingDamaged,
    BuildingDestroyed,
    ColonyBalanced,
    ColonyFounded,
    CrewDied,
    GameLost,
    GameWon,
    GoalsMissed,
    GoalsReached,
    ResupplyLanded,
    SolarFlareStruck,
)
from domain.game.economy.daylight import Night
from domain.game.events import BuildingSpawned, GameloopAdvanced, GameStarted, GameStopped
from domain.game.site_types import site_name, with_article

LINES = 10
"""So many sentences a story has at most."""

ALWAYS, TURN, FIRST, ALSO = 100, 80, 50, 20
"""How much a sentence tells: beginning and end, a turn of fortune, the first of a kind, another."""

WANTS = {
    "o2": "The air ran out",
    "power": "The power failed",
    "water": "The water ran out",
    "food": "The food ran out",
}


class Line(Struct, frozen=True):
    """What happened at a tick."""

    tick: int
    sentence: str


class _Told(Struct, frozen=True):
    weight: int
    line: Line


def story(events: Iterable[Event]) -> Sequence[Line]:
    """The most telling sentences of a game, from its first event to its last."""
    told = list(_Teller().tell(events))
    best = sorted(told, key=lambda each: -each.weight)[:LINES]
    return [each.line for each in told if each in best]


class _Teller:
    """Goes through a game once; what it remembers is what has been told before."""

    def __init__(self) -> None:
        self._tick = 0
        self._seen: set[str] = set()
        self._night = Night()
        self._nights = 0
        self._kinds = 0

    def tell(self, events: Iterable[Event]) -> Iterator[_Told]:
        """Everything that could be told, in order."""
        for event in events:
            if isinstance(event, GameloopAdvanced):
                self._tick = event.tick
            for weight, sentence in self._about(event):
                yield _Told(weight, Line(self._tick, sentence))

    def _about(self, event: Event) -> Iterator[tuple[int, str]]:
        match event:
            case GameStarted():
                yield FIRST, f"{event.name} began, on the moon of seed {event.seed}"
            case ColonyFounded():
                yield ALWAYS, f"A crew of {event.crew} came down"
            case BuildingSpawned():
                yield from self._built(event)
            case ColonyBalanced():
                yield from self._balanced(event)
            case GameWon():
                yield ALWAYS, f"The game was won, with {event.total:,} points"
            case GameLost():
                yield ALWAYS, f"The game was lost: {event.why}"
            case GameStopped() if event.player_id:
                yield ALWAYS, f"The game was ended by {event.player_id}"
            case _:
                yield from self._befell(event)

    def _built(self, event: BuildingSpawned) -> Iterator[tuple[int, str]]:
        name = site_name(event.site_type)
        if self._tick and self._is_first(name):
            self._kinds += 1
            yield FIRST + 10 - 2 * self._kinds, f"The first {name.lower()} stood"

    def _balanced(self, event: ColonyBalanced) -> Iterator[tuple[int, str]]:
        for want, sentence in WANTS.items():
            if getattr(event.shortages, want) and self._is_first(sentence):
                yield TURN, sentence
        before, self._night = self._night, event.night
        if before.begins and event.tick == before.begins:
            weight = TURN if self._is_first("nightfall") else ALSO
            yield weight, f"Night fell on {event.stocks.energy_kwh:,} kWh in store"
        if before.ends and event.tick == before.ends and event.crew:
            self._nights += 1
            weight = TURN + 5 if self._nights == 1 else ALSO
            which = "The first night was" if self._nights == 1 else f"Night {self._nights} was"
            yield weight, f"{which} survived by {event.crew}"

    def _befell(self, event: Event) -> Iterator[tuple[int, str]]:
        match event:
            case CrewDied():
                weight = TURN + 9 if self._is_first("death") else FIRST
                of = "radiation" if event.why == "radiation" else f"want of {event.why}"
                yield weight, f"One of the crew died of {of}, leaving {event.crew or 'nobody'}"
            case BuildingDestroyed():
                yield self._weight(f"lost to {event.hazard}", 15), _hit(event, "destroyed")
            case BuildingDamaged():
                yield self._weight(f"hit by {event.hazard}", 5), _hit(event, "damaged")
            case SolarFlareStruck():
                yield self._weight("flare", 5), f"The sun flared up until tick {event.until_tick}"
            case ResupplyLanded():
                crew = f", with {event.came} more crew" if event.came else ""
                yield self._weight(f"ship{bool(crew)}", 5), f"A ship landed{crew}"
            case GoalsReached():
                yield self._weight("goals", 25), "All goals were reached"
            case GoalsMissed():
                yield self._weight("missed", 10), "The goals slipped away again"
            case _:
                pass

    def _weight(self, what: str, more: int) -> int:
        return (FIRST if self._is_first(what) else ALSO) + more

    def _is_first(self, what: str) -> bool:
        first = what not in self._seen
        self._seen.add(what)
        return first


def _hit(event: BuildingDestroyed | BuildingDamaged, what: str) -> str:
    return f"A {event.hazard} {what} {with_article(site_name(event.site_type))}"
