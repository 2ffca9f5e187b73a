"""Why: what stands on a tile or in a number, the event that last set it, and what that came of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, NamedTuple

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Footer, OptionList, Static
from textual.widgets.option_list import Option

from domain.blocks.causes import Step
from domain.blocks.errors import LunarError
from domain.blocks.event_store import RecordedEvent
from domain.blocks.moment import Moment
from domain.blocks.projector import Row
from domain.blocks.view_history import Spot
from domain.game.ids import site_mark
from domain.game.questions import inquiry
from domain.game.site_types import site_name
from lunar_tui.event_looks import look_of
from lunar_tui.look import DUST, GREEN, ORANGE, PURPLE, SKY, WHITE
from lunar_tui.recall import Recall
from lunar_tui.screens.event import EventScreen
from lunar_tui.sentences import (
    printable,
)

UNTOUCHED = "No event has changed it."


class Fact(NamedTuple):
    """Something that is shown, to ask about: a field of a row of a view, with its value."""

    label: str
    spot: Spot
    value: object


def facts_of(moment: Moment, game_id: str, location: int) -> Sequence[Fact]:
    """What can be asked about a moment: what stands on the tile first, then the game's numbers."""
    tile = moment.views["map"].rows.get((game_id, location))
    found: list[Fact] = []
    if tile is not None:
        row = moment.views["buildings"].rows[tile.site_id,]
        name = f"{site_name(tile.site_type)} {site_mark(tile.site_id)}"
        operation = moment.views["operations"].rows.get((tile.site_id,))
        if operation is not None:
            first = ("lacks", "activity") if operation.lacks else ("activity", "lacks")
            found += _fields(name, "operations", operation, (*first, "priority"))
        found += _fields(name, "buildings", row, ("complete", "ready", "player_id", "location"))
    for row in moment.views["games"].rows.values():
        numbers = ("tick", "sites", "buildings", "stopped", "name", "last_played_at")
        found += _fields("Game", "games", row, numbers)
    return found


def _fields(label: str, view: str, row: Row, names: Sequence[str]) -> list[Fact]:
    return [
        Fact(f"{label}: {name.replace('_', ' ')}", Spot(view, row.key, name), getattr(row, name))
        for name in names
    ]


class WhyScreen(ModalScreen[int | None]):
    """Returns the position of an event to go to, or None."""

    CSS_PATH = "why.tcss"
    AUTO_FOCUS = "#why-facts"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Back", id="why.back"),
        Binding("tab", "app.focus_next", "Other list", id="why.next"),
        Binding("g", "go", "Go there", id="why.go"),
    ]

    def __init__(self, recall: Recall, moment: Moment, location: int, *, ascii_only: bool) -> None:
        """It is about the tile at `location`, and the game, as they were at the moment."""
        super().__init__()
        self._recall = recall
        self._moment = moment
        self._ascii = ascii_only
        self._inquiry = inquiry(recall.store, recall.timeline)
        self._facts = facts_of(moment, recall.game_id, location)
        self._steps: Sequence[Step] = ()

    def compose(self) -> ComposeResult:
        """What can be asked about, and below it the chain of what led to it."""
        with Vertical(classes="card"):
            yield Static(f"Why? At tick {self._tick}", id="why-title")
            yield OptionList(*map(_asked, self._facts), id="why-facts", markup=False, compact=True)
            yield Static("", id="why-answer", markup=False)
            yield OptionList(id="why-chain", markup=False)
        yield Footer()

    @property
    def _tick(self) -> int:
        return self._recall.timeline.run.turn(self._moment.ordinal)

    @on(OptionList.OptionHighlighted, "#why-facts")
    def _asked_about(self, event: OptionList.OptionHighlighted) -> None:
        self._answer(self._facts[event.option_index])

    @work(exclusive=True, group="why")
    async def _answer(self, fact: Fact) -> None:
        self._show((), "Looking for it in the log")
        try:
            steps = await self._inquiry.why(fact.spot, self._moment.ordinal)
        except LunarError as fault:
            self._show((), str(fault))
        else:
            self._show(steps, self._told(fact, steps[0].event) if steps else UNTOUCHED)

    def _told(self, fact: Fact, event: RecordedEvent) -> str:
        run = self._recall.timeline.run
        tick = run.turn(run.at_position(event.position))
        since = "now" if event.position == self._moment.position else f"since tick {tick}"
        return f"{fact.label} is {_value(fact)} {since}, because:"

    def _show(self, steps: Sequence[Step], words: str) -> None:
        self._steps = steps
        self.query_one("#why-answer", Static).update(Content(printable(words)))
        chain = self.query_one("#why-chain", OptionList)
        chain.clear_options()
        chain.add_options([Option(self._line(step)) for step in steps])
        chain.highlighted = 0 if steps else None
        self.refresh_bindings()

    def _line(self, step: Step) -> Content:
        event = step.event
        look = look_of(event.type)
        mark = look.ascii_mark if self._ascii else look.mark
        arrow = "   <- " if self._ascii else "   ↖ "
        outside = f"player {printable(event.player)}" if event.player else "nobody who is named"
        manager = f"process manager {step.manager}"
        sender = (manager, PURPLE) if step.manager else (outside, GREEN)
        return Content.assemble(
            (f"{event.position:>6}  ", DUST),
            (f"{mark} {self._recall.narrator.tell(event).sentence}", look.colour),
            "\n",
            (arrow, DUST),
            (step.command or "no command", SKY),
            (", sent by ", DUST),
            sender,
        )

    @on(OptionList.OptionSelected, "#why-facts")
    def _to_the_chain(self) -> None:
        self.query_one("#why-chain").focus()

    @on(OptionList.OptionSelected, "#why-chain")
    def _open(self, event: OptionList.OptionSelected) -> None:
        recall = self._recall
        step = self._steps[event.option_index]
        self.app.push_screen(
            EventScreen(step.event, recall.store, recall.narrator, ascii_only=self._ascii)
        )

    def action_go(self) -> None:
        """Travel to the event that is chosen in the chain."""
        chosen = self.query_one("#why-chain", OptionList).highlighted or 0
        self.dismiss(self._steps[chosen].event.position)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Go only where there is an event."""
        if action == "go":
            return bool(self._steps)
        return super().check_action(action, parameters)


def _value(fact: Fact) -> str:
    value: Any = fact.value
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.1f}" if isinstance(value, float) else str(value)


def _asked(fact: Fact) -> Content:
    return Content.assemble(
        (printable(f"{fact.label:<34} "), WHITE), (printable(_value(fact)), ORANGE)
    )
