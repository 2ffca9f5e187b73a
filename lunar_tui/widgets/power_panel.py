"""The power panel: what is made by what, what uses it, what is stored, and what has none."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from textual.content import Content

from lunar_tui.bars import bar
from lunar_tui.look import DUST, GREEN, ORANGE, SKY, VERMILION, WHITE
from lunar_tui.outlook.outlook import Outlook
from lunar_tui.widgets.outlook_panel import OutlookPanel

Named = tuple[str, float]

GAP = 2


class PowerPanel(OutlookPanel):
    """Sources at the left and users at the right; storage and what is shed before them."""

    def __init__(self, *, ascii_only: bool = False) -> None:
        super().__init__("Power", ascii_only=ascii_only)

    def lines(self, outlook: Outlook, width: int, height: int) -> Sequence[Content]:  # noqa: ARG002
        """The storage, what is shed, then the sources and users, in kW."""
        power = outlook.power
        half = (width - GAP) // 2
        sources, users = power.sources, power.users
        if power.spilled:
            users = [*users, ("Not stored", power.spilled)]
        head = self._pair(("made kW", power.made), ("used kW", power.used), half, f"bold {WHITE}")
        return [
            *self._storage(outlook, width),
            *self._shed(outlook),
            head,
            *(self._pair(one, two, half, DUST) for one, two in zip_longest(sources, users)),
        ]

    def _storage(self, outlook: Outlook, width: int) -> Sequence[Content]:
        power = outlook.power
        told = f" {power.stored:,}/{power.room:,} kWh"
        done = bar(power.stored, power.room, max(1, width - len(told)), ascii_only=self.ascii_only)
        lines = [Content.assemble((done, f"{SKY} on #2A2A2E"), (told, WHITE))]
        if power.reserve:
            lines.append(Content.styled(f"{power.reserve:,} kWh are kept for the night", DUST))
        return lines

    def _shed(self, outlook: Outlook) -> Sequence[Content]:
        shed = ", ".join(f"{count} {name}" for name, count in outlook.power.shed)
        return [Content.assemble(("! shed: ", f"bold {VERMILION}"), (shed, ORANGE))] if shed else []

    def _pair(self, made: Named | None, used: Named | None, half: int, style: str) -> Content:
        left, right = self._half(made, half, style, GREEN), self._half(used, half, style, ORANGE)
        return left + Content(" " * GAP) + right

    def _half(self, named: Named | None, width: int, style: str, colour: str) -> Content:
        if named is None:
            return Content(" " * width)
        name, kw = named
        figure = f"{kw:.1f}".removesuffix(".0")
        room = width - len(figure) - 1
        fitting = name if len(name) <= room else name.split()[-1].capitalize()
        return Content.assemble((fitting[:room].ljust(room), style), (f" {figure}", colour))
