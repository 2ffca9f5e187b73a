"""The stepper: a projection of one's own event by event, its state before and after each."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Mapping
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, Static

from domain.blocks.errors import LunarError
from domain.blocks.scripted.definition import WHOLE
from domain.blocks.scripted.kept import State
from lunar_tui.look import DUST, SKY, VERMILION, WHITE
from lunar_tui.screens.ask import AskScreen
from lunar_tui.sentences import json_text, printable
from lunar_tui.services import Services
from lunar_tui.state_changes import STATE, marks_of
from lunar_tui.widgets.data_tree import DataTree
from lunar_tui.workshop import workshop
from persistence.scripted.stepper import Step, Stepper

NEXT = 0
"""Stands for the next event, where another number is a position."""

REMEMBERED = 200
"""Steps that one can go back."""


class StepperScreen(Screen[None]):
    """Writes nothing: the source is run anew, in a process that ends with the screen."""

    CSS_PATH = "stepper.tcss"
    AUTO_FOCUS = "#stepper-after"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Back", id="stepper.back"),
        Binding("n,right", "next", "Next event", priority=True, id="stepper.next"),
        Binding("p,left", "previous", "Event before", priority=True, id="stepper.previous"),
        Binding("g", "go", "Go to", id="stepper.go"),
    ]

    def __init__(self, services: Services, name: str, source: str, first: int = NEXT) -> None:
        """It begins with the event at position `first`, or with the very first one."""
        super().__init__()
        self._services = services
        self._called = name
        self._source = source
        self._wanted: asyncio.Queue[int] = asyncio.Queue()
        self._wanted.put_nowait(first)
        self._steps: deque[Step] = deque(maxlen=REMEMBERED)
        self._at = -1
        self._event = Static("", id="stepper-event")
        self._note = Static("", id="stepper-note")
        ascii_only = services.settings.ascii
        self._before = DataTree(ascii_only=ascii_only, id="stepper-before")
        self._after = DataTree(ascii_only=ascii_only, id="stepper-after")

    def compose(self) -> ComposeResult:
        """The event, and the state on both sides of it."""
        yield Static(
            Content.styled(f" {printable(self._called)}", f"bold {WHITE}"), id="stepper-head"
        )
        yield self._event
        yield self._note
        with Container(id="stepper-body"):
            with Vertical():
                yield Static(Content.styled("before", DUST), classes="stepper-side")
                yield self._before
            with Vertical():
                yield Static(Content.styled("after", DUST), classes="stepper-side")
                yield self._after
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        """Begin."""
        self._step_on()

    @work(group="steps")
    async def _step_on(self) -> None:
        """Take events as they are asked for; one asked for by position may begin anew."""
        while True:
            first = await self._wanted.get()
            try:
                async with workshop(self._services.store).stepper(self._source) as stepper:
                    await self._step_from(stepper, first)
            except LunarError as fault:
                self._say(str(fault), VERMILION)

    async def _step_from(self, stepper: Stepper, wanted: int) -> None:
        """Go on until a position is wanted that is behind."""
        self._steps.clear()
        while wanted == NEXT or wanted > stepper.position:
            if wanted > stepper.position + 1:
                self._say("Reading the events before", DUST)
                self._steps.clear()
                await stepper.forward(wanted)
            await self._take(stepper)
            wanted = await self._wanted.get()
        self._wanted.put_nowait(wanted)

    async def _take(self, stepper: Stepper) -> None:
        if step := await stepper.next():
            self._steps.append(step)
            self._at = len(self._steps) - 1
            self._show()
        else:
            self._say("This is the end of the log.", DUST)

    def _show(self) -> None:
        step = self._steps[self._at]
        event = step.event
        self._event.update(
            Content.assemble(
                (f" {event.position:,}", WHITE),
                (printable(f"  {event.stream} v{event.version}  "), DUST),
                (printable(f"{event.type}  "), SKY),
                printable(json_text(event.data, indent=-1)),
            )
        )
        before, after = _part(step.partition, step.before), _part(step.partition, step.after)
        marks = marks_of(before, after)
        self._before.show(before, marks)
        self._after.show(after, marks)
        self._say(*_told(step))

    def _say(self, words: str, colour: str) -> None:
        self._note.update(Content.styled(printable(words), colour))

    def action_next(self) -> None:
        """Show the next event; the script takes it if it is a new one."""
        if self._at < len(self._steps) - 1:
            self._at += 1
            self._show()
        elif self._wanted.empty() and not (self._steps and self._steps[-1].fault):
            self._wanted.put_nowait(NEXT)

    def action_previous(self) -> None:
        """Show the event before, as it was."""
        if self._at > 0:
            self._at -= 1
            self._show()

    @work(group="go")
    async def action_go(self) -> None:
        """Ask for a position, and go to the first event from there on."""
        typed = await self.app.push_screen_wait(AskScreen("Go to the position:", "1000"))
        if typed:
            if typed.strip().isdecimal() and int(typed) > 0:
                self._wanted.put_nowait(int(typed))
            else:
                told = f"{typed} is not a position: type a number, such as 1000."
                self.notify(told, severity="warning", markup=False)


def _part(partition: str | None, state: State | None) -> Mapping[str, bytes]:
    if partition is None or state is None:
        return {}
    return {STATE if partition == WHOLE else partition: state.text.encode()}


def _told(step: Step) -> tuple[str, str]:
    """What the event came to, and the colour of that."""
    if step.fault:
        return f"It breaks here, {step.fault.sentence}", VERMILION
    if step.partition is None:
        return "It is passed over: no state is for it.", DUST
    emitted = "".join(f" It emits {each.type} to {each.stream}." for each in step.emitted)
    same = step.before is not None and step.after == step.before
    return f"{'It changes nothing.' if same else 'It is taken.'}{emitted}", DUST
