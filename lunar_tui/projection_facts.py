"""How a projection of one's own stands, in words."""

from __future__ import annotations

from textual.content import Content

from lunar_tui import amounts
from lunar_tui.look import DUST, GREEN, SKY, VERMILION, WHITE, YELLOW
from lunar_tui.projection_lines import ProjectionLine
from lunar_tui.sentences import printable

COLOURS = {"enabled": GREEN, "disabled": DUST, "stopped": VERMILION}
COLUMNS = (11, 9, 11, 11, 11)
"""The widths of mode, status, position, lag and events a second."""

NAME_AT_LEAST = 20


def titles(width: int) -> Content:
    """What stands above the columns of `row`."""
    mode, status, position, lag, rate = COLUMNS
    words = (
        f" {'name':<{_name_width(width)}} {'mode':<{mode}}{'status':<{status}}"
        f"{'position':>{position}}{'behind':>{lag}}{'events/s':>{rate}}"
    )
    return Content.styled(words, DUST)


def row(line: ProjectionLine, width: int) -> Content:
    """A projection in the list; `width` is that of the list."""
    mode, status, position, lag, rate = COLUMNS
    room = _name_width(width)
    name = f" {printable(line.name):<{room}.{room}} "
    moving = YELLOW if line.rate else DUST
    return Content.assemble(
        (name, WHITE),
        (f"{line.mode:<{mode}}", SKY),
        (f"{line.status:<{status}}", COLOURS[line.status]),
        (f"{line.position:>{position},}", WHITE),
        (f"{line.lag:>{lag},}", YELLOW if line.lag else DUST),
        (f"{amounts.number(line.rate):>{rate}}", moving),
    )


def about(line: ProjectionLine) -> Content:
    """Where one projection stands, on one line."""
    behind = f"{line.lag:,} behind the log" if line.lag else "up to the log"
    rate = f", {amounts.number(line.rate)} events a second" if line.rate else ""
    return Content.assemble(
        (f" {printable(line.name)}", f"bold {WHITE}"),
        (f"  {line.mode}", SKY),
        (f"  {line.status}", COLOURS[line.status]),
        (f"  position {line.position:,}, ", DUST),
        (f"{behind}{rate}", YELLOW if line.lag or line.rate else DUST),
    )


def _name_width(width: int) -> int:
    return max(NAME_AT_LEAST, width - sum(COLUMNS) - 3)
