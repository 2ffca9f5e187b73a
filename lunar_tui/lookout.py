"""The lookout: while time runs on, it watches for what a player would want to know of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from domain.blocks.messages import Event
from domain.game.colony_events import (
    BuildingRepaired,
    ColonyBalanced,
    ConstructionHalted,
    CrewDied,
    GoalsMissed,
    GoalsReached,
    HazardPassed,
    ResupplyLanded,
    TileSurveyed,
)
from domain.game.events import BuildingSpawned
from lunar_tui.colony_sentences import colony_sentence
from lunar_tui.naming import told_site
from lunar_tui.outlook.alerts import stock_alert
from lunar_tui.outlook.outlook import Outlook
from lunar_tui.outlook.urgency import Urgency
from lunar_tui.tutorial.alarms import alarm
from lunar_tui.tutorial.sight import Sight


class Lookout:
    """Tells what is new since `begin`: alarms, what was done, what came, what runs out, the sun."""

    def __init__(self, width: int) -> None:
        """`width` is the map's, in tiles."""
        self._width = width
        self._known: Mapping[str, Urgency] = {}
        self._halts: set[tuple[str, str]] = set()

    def begin(self, outlook: Outlook | None) -> None:
        """From now on what runs out is known, and how soon."""
        self._known = _running_out(outlook)

    def told(self, events: Sequence[Event], sight: Sight | None, outlook: Outlook | None) -> str:
        """What is new, in sentences; empty for nothing."""
        deadly = [alarm(events, sight)] if sight else []
        told = [*self._news(events, sight), *self._worse(outlook)]
        return " ".join(filter(None, [*deadly, *(f"{text}." for text in told)]))

    def _news(self, events: Sequence[Event], sight: Sight | None) -> Iterator[str]:
        for event in events:
            match event:
                case BuildingSpawned():
                    site = told_site(event.site_id, event.site_type, event.location, self._width)
                    yield f"{site} stands ready"
                case ColonyBalanced() if sight:
                    yield from _of_the_sun(event.tick, sight)
                case ConstructionHalted():
                    yield from self._of_halt(event)
                case (
                    BuildingRepaired()
                    | CrewDied()
                    | GoalsMissed()
                    | GoalsReached()
                    | HazardPassed()
                    | ResupplyLanded()
                    | TileSurveyed()
                ):
                    yield colony_sentence(event, self._width)
                case _:
                    pass

    def _of_halt(self, event: ConstructionHalted) -> Iterator[str]:
        """Told once for all that a site lacks: it halts again with every bit of it that comes."""
        halt = (event.site_id, event.lacks)
        if halt not in self._halts:
            self._halts.add(halt)
            yield colony_sentence(event, self._width)

    def _worse(self, outlook: Outlook | None) -> Iterator[str]:
        known, self._known = self._known, _running_out(outlook)
        if outlook is None:
            return
        for line in outlook.stocks:
            if self._known.get(line.stock, Urgency.FINE) > known.get(line.stock, Urgency.FINE):
                yield stock_alert(line, outlook.hours).text


def _running_out(outlook: Outlook | None) -> Mapping[str, Urgency]:
    stocks = outlook.stocks if outlook else ()
    return {line.stock: line.urgency for line in stocks if line.runs_out}


def _of_the_sun(tick: int, sight: Sight) -> Iterator[str]:
    day = sight.rules.tick.lunar_day
    if not tick % day:
        yield f"The sun rises, and sets at tick {tick + sight.dusk}"
    elif tick % day == sight.dusk:
        yield f"The sun sets, and rises at tick {tick - sight.dusk + day}"
