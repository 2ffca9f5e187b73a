"""Time travel: the keys that move one cursor along the run of a game, and what plays it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from time import monotonic
from typing import ClassVar, Generic

from msgspec import structs
from textual import work
from textual.binding import Binding, BindingType
from textual.screen import Screen

from domain.blocks.errors import LunarError
from lunar_tui.cursor import Cursor
from lunar_tui.playhead import Playhead, length_of, ordinal_of, place_of
from lunar_tui.screens.beside import Beside
from lunar_tui.travelled import Course, M, Travelled

FRAMES_PER_SECOND = 15
LOOKS_PER_SECOND = 4
"""How often the log is looked at for what the game did meanwhile."""

STEP = Binding.Group("Tick", compact=True)
EVENT = Binding.Group("Event", compact=True)


class TimeTravel(Screen[None], Beside, Generic[M]):
    """A screen whose cursor travels; what it shows of a moment is for the screens that derive.

    At the end of the run it stays with the game while that goes on.
    """

    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - Textual declares it on instances
        (0, "-narrow"),
        (100, "-normal"),
        (160, "-wide"),
    ]
    VERTICAL_BREAKPOINTS = [  # noqa: RUF012
        (0, "-tiny"),
        (24, "-short"),
        (30, "-medium"),
        (48, "-tall"),
    ]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Back", id="replay.back"),
        Binding("question_mark", "app.help", "Help", key_display="?", id="replay.help"),
        Binding("space", "play(True)", "Play", id="replay.play"),
        Binding("r", "play(False)", "Reverse", show=False, id="replay.reverse"),
        Binding("left", "tick(-1)", "Tick back", group=STEP, id="replay.tick_back"),
        Binding("right", "tick(1)", "Tick on", group=STEP, id="replay.tick_on"),
        Binding("up,comma", "event(-1)", "Event back", group=EVENT, id="replay.event_back"),
        Binding("down,full_stop", "event(1)", "Event on", group=EVENT, id="replay.event_on"),
        Binding(
            "plus,equals_sign", "faster", "Faster", key_display="+", show=False, id="replay.faster"
        ),
        Binding("minus", "slower", "Slower", key_display="-", show=False, id="replay.slower"),
        Binding(
            "left_square_bracket",
            "marker(-1)",
            "Marker before",
            key_display="[",
            show=False,
            id="replay.marker_back",
        ),
        Binding(
            "right_square_bracket",
            "marker(1)",
            "Marker after",
            key_display="]",
            show=False,
            id="replay.marker_on",
        ),
        Binding("shift+left", "tenths(-1)", "A tenth back", show=False, id="replay.tenth_back"),
        Binding("shift+right", "tenths(1)", "A tenth on", show=False, id="replay.tenth_on"),
        *[Binding(f"{n}", f"tenth({n})", f"To {n} tenths", show=False) for n in range(10)],
        Binding("home", "start", "To the start", show=False, id="replay.home"),
        Binding("end", "live", "To what is now", show=False, id="replay.end"),
    ]

    def __init__(self, timeline: Travelled[M], moment: M, *, ascii_only: bool) -> None:
        """`moment` is shown first."""
        super().__init__()
        self.timeline = timeline
        self.ascii_only = ascii_only
        self.head = Playhead()
        self.cursor = Cursor(timeline, moment, self.show_moment)
        self._last_frame = monotonic()
        self._fault = ""

    @property
    def run(self) -> Course:
        """Where along the moments is what."""
        return self.timeline.run

    def show_moment(self, moment: M) -> None:
        """Show what was at this moment."""

    def show_when(self) -> None:
        """Show which moment it is, and how the playhead moves."""

    async def show_grown(self) -> None:
        """Show that the run is longer. May raise `StoreFault`."""

    def places_marked(self) -> Sequence[int]:
        """The ordinals that the keys for markers go to, in order."""
        return [marker.ordinal for marker in self.run.markers]

    def on_mount(self) -> None:
        """Begin to travel."""
        self.set_interval(1 / FRAMES_PER_SECOND, self._play_on)
        self.go(self.cursor.moment.ordinal)
        self._make_moments()
        self._follow_game()

    @work(group="moments")
    async def _make_moments(self) -> None:
        while True:
            try:
                await self.cursor.run()
            except LunarError as fault:
                self.tell(fault)
                await asyncio.sleep(1 / LOOKS_PER_SECOND)

    @work(group="follow")
    async def _follow_game(self) -> None:
        seen = self.run.count
        while True:
            await asyncio.sleep(1 / LOOKS_PER_SECOND)
            try:
                await self.timeline.extend()
                grown = self.run.count > seen
                if grown:
                    await self.show_grown()
            except LunarError as fault:
                self.tell(fault)
                continue
            self._fault = ""
            seen = self.run.count
            if grown and self.cursor.following and not self.head.playing:
                self.go(seen)

    def tell(self, fault: LunarError) -> None:
        """Tell a fault of the store, once for as long as it lasts."""
        if str(fault) != self._fault:
            self._fault = str(fault)
            self.notify(str(fault), title="The log cannot be read", severity="error", markup=False)

    def go(self, ordinal: int) -> None:
        """Move the cursor, and the playhead with it."""
        self.cursor.go(ordinal)
        self.head = self.head.at(place_of(self.run, self.cursor.wanted))

    def stop_at(self, ordinal: int) -> None:
        """Move the cursor, and stay there."""
        self.head = structs.replace(self.head, playing=False)
        self.go(ordinal)

    def _play_on(self) -> None:
        now = monotonic()
        seconds, self._last_frame = now - self._last_frame, now
        if not self.head.playing:
            return
        self.head = self.head.after(seconds, length_of(self.run))
        ordinal = ordinal_of(self.run, self.head.place)
        if ordinal != self.cursor.wanted:
            self.cursor.go(ordinal)
        elif not self.head.playing:
            self.show_when()

    def action_play(self, forward: bool) -> None:
        """Play forwards or backwards; the same key stops it."""
        self.head = self.head.pressed(length_of(self.run), forward=forward)
        self.show_when()

    def action_faster(self) -> None:
        """The next speed up."""
        self.head = self.head.faster()
        self.show_when()

    def action_slower(self) -> None:
        """The next speed down."""
        self.head = self.head.slower()
        self.show_when()

    def action_event(self, step: int) -> None:
        """One event on or back."""
        self.stop_at(self.cursor.wanted + step)

    def action_tick(self, step: int) -> None:
        """To the end of the next tick, or of the one before."""
        run, here = self.run, self.cursor.wanted
        tick = run.turn(here)
        if step < 0:
            self.stop_at(run.at_turn(tick - 1) if tick else 0)
        else:
            self.stop_at(run.at_turn(tick if here < run.at_turn(tick) else tick + 1))

    def action_tenth(self, tenths: int) -> None:
        """To so many tenths of the run."""
        self.stop_at(self.run.at_tenth(tenths))

    def action_tenths(self, step: int) -> None:
        """A tenth of the run on or back."""
        self.stop_at(self.cursor.wanted + step * max(1, self.run.count // 10))

    def action_start(self) -> None:
        """Before the first event."""
        self.stop_at(0)

    def action_live(self) -> None:
        """To what is now, and stay with it."""
        self.stop_at(self.run.count)

    def action_marker(self, step: int) -> None:
        """To the next marker or note, or the one before."""
        here = self.cursor.wanted
        beyond = [p for p in self.places_marked() if (p > here if step > 0 else p < here)]
        if beyond:
            self.stop_at(beyond[0] if step > 0 else beyond[-1])
        else:
            self.notify("There is no marker further that way.")
