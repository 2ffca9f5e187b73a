"""Alerts: all that is wrong or will be, the worst first, and where on the map it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from domain.game.economy.hazards import SOLAR_FLARE
from domain.game.projectors.alerts import AlertRow
from domain.game.site_types import site_name
from lunar_tui.colony_sentences import STOCK_WORDS
from lunar_tui.outlook.night import Forecast
from lunar_tui.outlook.seen import Seen
from lunar_tui.outlook.stocks import StockLine
from lunar_tui.outlook.units import length
from lunar_tui.outlook.urgency import Urgency


class Alert(Struct, frozen=True):
    """Something that is wrong, or will be; `location` is None where it is on no tile."""

    urgency: Urgency
    text: str
    location: int | None = None


def alerts(seen: Seen, night: Forecast | None, stocks: Sequence[StockLine]) -> Sequence[Alert]:
    """All alerts, the worst first."""
    found = [
        *_crew(seen),
        *_stocks(seen, stocks),
        *_night(night),
        *_hazards(seen),
        *(_placed(seen, row) for row in seen.alerts),
    ]
    return sorted(found, key=lambda alert: -alert.urgency)


def crew_words(seen: Seen) -> Sequence[str]:
    """What the crew goes without, and how long it can."""
    return [alert.text for alert in _crew(seen)]


def _crew(seen: Seen) -> Iterator[Alert]:
    colony, rules = seen.colony, seen.rules.crew
    if not colony.crew:
        return
    for what, without, grace in (
        ("oxygen", colony.without_o2, rules.o2_grace_ticks),
        ("power", colony.without_power, rules.power_grace_ticks),
        ("water", colony.without_water, rules.water_grace_ticks),
        ("food", colony.without_food, rules.food_grace_ticks),
    ):
        if without:
            left = grace + 1 - without
            dies = f"deaths in {left} ticks" if left > 0 else "people die"
            yield Alert(Urgency.NOW, f"Crew without {what}: {dies}")


def _stocks(seen: Seen, stocks: Sequence[StockLine]) -> Iterator[Alert]:
    for line in stocks:
        if line.runs_out:
            yield stock_alert(line, seen.rules.tick.hours)


def stock_alert(line: StockLine, hours: int) -> Alert:
    """That a stock runs out, in ticks of so many hours."""
    left = length(line.left or 0, hours)
    return Alert(line.urgency, f"{STOCK_WORDS[line.stock].capitalize()} is out in {left}")


def _night(night: Forecast | None) -> Iterator[Alert]:
    if night and night.short:
        yield Alert(night.urgency, f"The night: short by {night.short:,} kWh")


def _hazards(seen: Seen) -> Iterator[Alert]:
    for row in sorted(seen.hazards, key=lambda row: row.strikes_at):
        left = row.strikes_at - seen.colony.tick
        when = f"in {left} ticks" if left != 1 else "at the next tick"
        more = ": to the shelters" if row.hazard == SOLAR_FLARE else ""
        yield Alert(Urgency.NOW, f"{row.hazard.capitalize()} {when}{more}")


def _placed(seen: Seen, row: AlertRow) -> Alert:
    name = site_name(row.site_type)
    if row.kind == "halted":
        text = f"{name} lacks {STOCK_WORDS.get(row.why, row.why)}"
        return Alert(Urgency.SOON, text, row.location)
    operation = seen.operations.get(row.site_id)
    text = f"{name} needs repair"
    if operation and operation.repair_ticks:
        done = f"{operation.repair_done}/{operation.repair_ticks}"
        lacks = STOCK_WORDS.get(operation.lacks, operation.lacks)
        text = f"{name}: repair {done}" + (f", lacks {lacks}" if lacks else "")
    return Alert(Urgency.SOON, text, row.location)
