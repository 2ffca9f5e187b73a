"""All of an outlook at one moment."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from lunar_tui.outlook.alerts import Alert, alerts, crew_words
from lunar_tui.outlook.night import Forecast, forecast
from lunar_tui.outlook.power import Power, power
from lunar_tui.outlook.seen import Seen
from lunar_tui.outlook.stocks import StockLine, Trends, stock_lines


class Outlook(Struct, frozen=True):
    """What a player needs to know of a colony: what it has, and what will kill it next."""

    tick: int
    hours: int
    crew: int
    crew_lacks: Sequence[str]
    night: Forecast | None
    stocks: Sequence[StockLine]
    power: Power
    alerts: Sequence[Alert]

    def at(self, location: int) -> Alert | None:
        """What is wrong on a tile, if anything is."""
        return next((alert for alert in self.alerts if alert.location == location), None)

    @property
    def placed(self) -> Sequence[int]:
        """The tiles of the alerts, the worst first."""
        return [alert.location for alert in self.alerts if alert.location is not None]


def outlook(seen: Seen, trends: Trends) -> Outlook:
    """The outlook of a colony; `trends` takes it in."""
    hours = seen.rules.tick.hours
    stocks = stock_lines(seen, trends.see(seen.colony, hours))
    night = forecast(seen)
    return Outlook(
        tick=seen.colony.tick,
        hours=hours,
        crew=seen.colony.crew,
        crew_lacks=crew_words(seen),
        night=night,
        stocks=stocks,
        power=power(seen),
        alerts=alerts(seen, night, stocks),
    )
