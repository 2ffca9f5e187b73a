"""What the buildings of a colony can bring in a tick, counted from its events alone."""

from __future__ import annotations

from collections import Counter

from domain.blocks.messages import Event
from domain.game.colony_events import (
    BuildingDamaged,
    BuildingDemolished,
    BuildingDestroyed,
    BuildingRepaired,
    BuildingSwitched,
    TerrainCharted,
    TileSurveyed,
)
from domain.game.economy import ground
from domain.game.economy.ruleset import Ruleset
from domain.game.economy.stocks import ENERGY
from domain.game.events import BuildingSpawned
from domain.game.site_types import BY_ID


class Works:
    """What stands and is in use, as events tell, and what each kind of it can bring in a tick."""

    def __init__(self, rules: Ruleset) -> None:
        self._rules = rules
        self._ground: ground.Chart = ()
        self._finds: dict[int, dict[str, int]] = {}
        self._there: dict[str, tuple[str, int]] = {}
        self._idle: set[str] = set()

    def note(self, event: Event) -> None:
        match event:
            case TerrainCharted():
                self._ground = ground.read(event.ground)
            case TileSurveyed():
                self._finds[event.location] = {find.stock: find.amount for find in event.finds}
            case BuildingSpawned():
                self._there[event.site_id] = BY_ID[event.site_type].key, event.location
            case BuildingDestroyed() | BuildingDemolished():
                del self._there[event.site_id]
                self._idle.discard(event.site_id)
            case BuildingDamaged() | BuildingSwitched(on=False):
                self._idle.add(event.site_id)
            case BuildingRepaired() | BuildingSwitched():
                self._idle.discard(event.site_id)
            case _:
                pass

    def bring(self) -> Counter[tuple[str, str]]:
        """The most that each kind can bring of each stock."""
        most = Counter[tuple[str, str]]()
        hours = self._rules.tick.hours
        for site_id, (kind, location) in self._there.items():
            if site_id not in self._idle:
                rules = self._rules.building[kind]
                usual = self._rules.ground[self._ground[location]].dig
                dug = self._finds.get(location, usual) if rules.digs else {}
                power = (rules.power_out_kw + rules.solar_out_kw) * hours
                for made in (rules.makes, dug, {ENERGY: power}):
                    most.update({(kind, stock): amount for stock, amount in made.items()})
        return most
