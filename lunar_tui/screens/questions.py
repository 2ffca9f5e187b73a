"""Questions: what one asks in a replay, beside travelling: where, until when, why, and what if."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType

from domain.blocks.conditions.completion import complete
from domain.blocks.conditions.evaluation import Condition, parse
from domain.blocks.conditions.search import find
from domain.blocks.decider import Rejected
from domain.blocks.errors import LunarError
from domain.blocks.event_store import RecordedEvent, Where
from domain.blocks.moment import Moment
from domain.blocks.run import Run
from domain.game.vocabulary import VOCABULARY
from lunar_tui.bookmarks import Bookmark
from lunar_tui.filming import HOW_TO_SAVE, Shot, film_anew, film_file
from lunar_tui.places import HOW, moment_of, parse_place
from lunar_tui.recall import Recall, named
from lunar_tui.screens.ask import AskScreen
from lunar_tui.screens.dialogs import Confirm
from lunar_tui.screens.event import EventScreen
from lunar_tui.screens.time_travel import TimeTravel
from lunar_tui.screens.why import WhyScreen
from lunar_tui.screens.working import WorkingScreen
from lunar_tui.sentences import TO_LOOK_FOR, stored_text
from lunar_tui.session import Observer, in_thread
from lunar_tui.ways import Ways


class Questions(TimeTravel[Moment]):
    """A screen that travels and can be asked; it knows the notes that were pinned to moments."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w", "why", "Why", id="replay.why"),
        Binding("b", "branch", "Branch", id="replay.branch"),
        Binding("g", "ask_place", "Go to", show=False, id="replay.go"),
        Binding("m", "note", "Mark", show=False, id="replay.mark"),
        Binding("slash", "search", "Find", key_display="/", show=False, id="replay.search"),
        Binding("n", "again(1)", "Next such event", show=False, id="replay.again_on"),
        Binding("N", "again(-1)", "Previous such event", show=False, id="replay.again_back"),
        Binding("u", "until(True)", "Until", show=False, id="replay.until"),
        Binding("U", "until(False)", "Back until", show=False, id="replay.until_back"),
        Binding("enter", "open", "Open event", show=False, id="replay.open"),
        Binding("v", "prove", "Prove", show=False, id="replay.prove"),
        Binding("R", "rebuild", "Rebuild", show=False, id="replay.rebuild"),
        Binding("x", "save", "Save a film", show=False, id="replay.save"),
    ]

    def __init__(self, recall: Recall, moment: Moment, *, ascii_only: bool) -> None:
        """`moment` is shown first."""
        super().__init__(recall.timeline, moment, ascii_only=ascii_only)
        self.recall = recall
        self.bookmarks: Sequence[Bookmark] = ()
        self._sought_text = ""
        self._condition = ""

    @property
    def run(self) -> Run:
        """The run of the game."""
        return self.recall.timeline.run

    @property
    def location(self) -> int:
        """The tile that is asked about."""
        return 0

    def show_tile(self, location: int) -> None:
        """Show a tile."""

    def show_run(self) -> None:
        """Show what is marked along the run."""

    def on_mount(self) -> None:
        """Read the notes."""
        self._read_notes()

    @work(group="notes")
    async def _read_notes(self) -> None:
        try:
            self.bookmarks = await self.recall.bookmarks.all()
        except LunarError as fault:
            self.tell(fault)
        self.show_run()

    @property
    def noted(self) -> Sequence[int]:
        """The moments with a note."""
        return [self.run.at_position(each.position) for each in self.bookmarks]

    def places_marked(self) -> Sequence[int]:
        """The markers, and the moments with a note."""
        return sorted({*super().places_marked(), *self.noted})

    def note_at(self, position: int) -> str:
        """The note on the moment at a position; empty without one."""
        return next((b.note for b in self.bookmarks if b.position == position), "")

    async def event_here(self) -> RecordedEvent | None:
        """The event that led to the moment that is shown; None before the first."""
        position = self.cursor.moment.position
        found = await self.recall.store.read(after=position - 1, limit=1) if position else ()
        return found[0] if found else None

    def open_event(self, event: RecordedEvent) -> None:
        """Show an event whole."""
        recall = self.recall
        self.app.push_screen(
            EventScreen(
                event,
                recall.store,
                recall.narrator,
                ways=Ways(self.show_tile, self._stop_at_event),
                ascii_only=self.ascii_only,
            )
        )

    def _stop_at_event(self, event: RecordedEvent) -> None:
        self.stop_at(self.run.at_position(event.position))

    @work(group="open")
    async def action_open(self) -> None:
        """Open the event that led here."""
        if event := await self.event_here():
            self.open_event(event)

    @work(group="ask")
    async def action_search(self) -> None:
        """Go to the next event that a text is found in."""
        text = await self.app.push_screen_wait(
            AskScreen("Find:", TO_LOOK_FOR, text=self._sought_text)
        )
        if text is not None:
            self._sought_text = text.strip()
            await self._go_to_such(1)

    @work(group="ask")
    async def action_again(self, step: int) -> None:
        """To the next event that was searched for, or is of the same type as the one here."""
        await self._go_to_such(step)

    async def _go_to_such(self, step: int) -> None:
        """To the next or previous event that is like what was searched for, or else like this."""
        recall, here = self.recall, self.cursor.moment.position
        event = await self.event_here()
        text = stored_text(self._sought_text, self.recall.moon.width)
        types = None if text else frozenset({event.type} if event else ())
        where = Where(game=recall.game_id, text=text or None, types=types)
        try:
            found = await recall.store.read(where, after=here, limit=1, backward=step < 0)
        except LunarError as fault:
            self.tell(fault)
            return
        if found:
            self.stop_at(self.run.at_position(found[0].position))
        else:
            wanted = f'"{self._sought_text}"' if text else f"{event.type if event else 'event'}"
            self.notify(f"There is no {wanted} further that way.", markup=False)

    @work(group="ask")
    async def action_until(self, forward: bool) -> None:
        """Run on, or back, until a condition that is typed becomes true."""
        known = self.recall.end

        def check(text: str) -> Condition[Moment]:
            return parse(text, VOCABULARY, known)

        def suggest(text: str, cursor: int) -> Sequence[str]:
            start, options = complete(text, cursor, VOCABULARY, known)
            return [f"{text[:start]}{option.text}{text[cursor:]}" for option in options]

        way = "Run on until:" if forward else "Run back until:"
        example = "buildings >= 10, or site 12 complete > 50"
        asked = AskScreen(way, example, text=self._condition, check=check, suggest=suggest)
        text = await self.app.push_screen_wait(asked)
        if text is not None:
            self._condition = text
            await self._run_until(check(text), forward=forward)

    async def _run_until(self, condition: Condition[Moment], *, forward: bool) -> None:
        timeline, here = self.recall.timeline, self.cursor.wanted

        async def run(observe: Observer) -> int | None:
            return await find(timeline, condition, here, backward=not forward, observe=observe)

        title = f"Looking for {condition}"
        found = await self.app.push_screen_wait(
            WorkingScreen(title, run, ascii_only=self.ascii_only)
        )
        if isinstance(found, LunarError):
            self.tell(found)
        elif found is None:
            self.notify(f"{condition} does not become true that way.", markup=False)
        else:
            self.stop_at(found)

    @work(group="ask")
    async def action_ask_place(self) -> None:
        """Go to a tick, a position or a time that is typed."""
        text = await self.app.push_screen_wait(AskScreen("Go to:", HOW, check=parse_place))
        if text:
            self.stop_at(moment_of(self.run, parse_place(text)))

    @work(group="ask")
    async def action_note(self) -> None:
        """Pin a note to this moment, or take it away with an empty one."""
        position = self.cursor.moment.position
        note = await self.app.push_screen_wait(
            AskScreen(
                "Note on this moment:",
                "what is worth remembering; empty takes it away",
                text=self.note_at(position),
            )
        )
        if note is None:
            return
        bookmarks, text = self.recall.bookmarks, note.strip()
        try:
            await (bookmarks.set(position, text) if text else bookmarks.remove(position))
            self.bookmarks = await bookmarks.all()
        except LunarError as fault:
            self.tell(fault)
        self.show_run()

    @work(group="ask")
    async def action_why(self) -> None:
        """Ask why the tile under the cursor, or a number, is as it is; perhaps go there."""
        location = self.location
        asked = WhyScreen(self.recall, self.cursor.moment, location, ascii_only=self.ascii_only)
        position = await self.app.push_screen_wait(asked)
        if position is not None:
            self.stop_at(self.run.at_position(position))

    @work(group="ask")
    async def action_branch(self) -> None:
        """Begin a new game from this moment, and perhaps play it."""
        position = self.cursor.moment.position
        if not position:
            self.notify("Nothing had happened yet: go to a later moment to branch the game.")
            return
        asked = AskScreen("Name of the new game:", "empty: named after this one", check=named)
        name = await self.app.push_screen_wait(asked)
        if name is None:
            return
        try:
            branched = await self.recall.branch(position, name.strip())
        except LunarError as fault:
            self.tell(fault)
            return
        if isinstance(branched, Rejected):
            self.notify(branched.sentence, title="No branch", severity="warning", markup=False)
            return
        told = f"{branched.name} begins at tick {branched.tick}. This game stays as it is."
        play = Confirm("The new game is there", told, "Play it", "Stay here")
        if await self.app.push_screen_wait(play):
            await self.run_action(f"app.play({branched.game_id!r})")

    async def action_prove(self) -> None:
        """Prove that the game's events and its views are whole."""
        await self.run_action(f"app.prove({self.recall.game_id!r})")

    async def action_rebuild(self) -> None:
        """Make the game's views anew, seen."""
        await self.run_action(f"app.rebuild({self.recall.game_id!r})")

    @work(group="ask")
    async def action_save(self) -> None:
        """Write a film from here to the end, or a picture of this moment."""
        asked = AskScreen("Save as:", HOW_TO_SAVE, text="replay.cast", check=film_file)
        name = await self.app.push_screen_wait(asked)
        if name is None:
            return
        file, shot = film_file(name), self._shot()

        async def work(observe: Observer) -> bool | None:
            recall = self.recall
            return await in_thread(
                recall.store, lambda reader: film_anew(reader, recall, shot, file, observe)
            )

        written = await self.app.push_screen_wait(
            WorkingScreen(f"Filming {file.name}", work, ascii_only=self.ascii_only)
        )
        if isinstance(written, LunarError):
            self.notify(str(written), title="Not written", severity="error", markup=False)
        elif written:
            self.notify(f"Written: {file.absolute()}", markup=False)

    def _shot(self) -> Shot:
        size = self.app.size
        begin, end = self.cursor.wanted, self.run.count
        return Shot(begin, end, self.head.speed, (size.width, size.height), self.ascii_only)
