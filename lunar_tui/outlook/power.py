"""Power by source and user, and what has none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from msgspec import Struct

from domain.game.economy.grid import SPILLED
from domain.game.site_types import BY_KEY, site_name
from lunar_tui.outlook.seen import Seen


class Power(Struct, frozen=True):
    """The grid in the last tick, in kW by name; what was made and found no room is `spilled`."""

    sources: Sequence[tuple[str, float]]
    users: Sequence[tuple[str, float]]
    spilled: float
    stored: int
    room: int
    reserve: int
    shed: Sequence[tuple[str, int]]

    @property
    def made(self) -> float:
        """All that was made, in kW."""
        return sum(kw for _, kw in self.sources)

    @property
    def used(self) -> float:
        """All that was used, in kW."""
        return sum(kw for _, kw in self.users)


def power(seen: Seen) -> Power:
    """The grid in the last tick, the largest first."""
    flows, hours, colony = seen.energy_flows, seen.rules.tick.hours, seen.colony
    named = {_name(cause): kwh / hours for cause, kwh in flows.items() if cause != SPILLED}
    ordered = sorted(named.items(), key=lambda item: -abs(item[1]))
    dark = [r.site_type for r in seen.operations.values() if r.activity == "no power"]
    return Power(
        sources=[(name, kw) for name, kw in ordered if kw > 0],
        users=[(name, -kw) for name, kw in ordered if kw < 0],
        spilled=-flows.get(SPILLED, 0) / hours,
        stored=colony.energy_kwh,
        room=colony.storage_kwh,
        reserve=colony.reserve_kwh,
        shed=Counter(site_name(kind) for kind in dark).most_common(),
    )


def _name(cause: str) -> str:
    kind = BY_KEY.get(cause)
    return kind.name if kind else cause.replace("-", " ").capitalize()
