"""The browser: every stream of a log, its categories and its event types, and what is in them."""

from __future__ import annotations

from typing import ClassVar, get_args

from msgspec import structs
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, Input, Static

from domain.blocks.errors import LunarError
from domain.blocks.event_store import ALL, Where
from domain.blocks.listing import Listed, Listing, Order
from lunar_tui.entry_pages import EntryPages
from lunar_tui.event_pages import FixedRows
from lunar_tui.keys import key_of
from lunar_tui.log_filter import LogFilter
from lunar_tui.look import DUST, WHITE, YELLOW
from lunar_tui.screens.add_event import AddEventScreen
from lunar_tui.screens.filter import FilterScreen
from lunar_tui.screens.found import FoundScreen
from lunar_tui.screens.stream import StreamScreen
from lunar_tui.services import Services
from lunar_tui.widgets.entry_list import EntryList
from lunar_tui.widgets.paged_list import PagedList

LISTS: tuple[Listed, ...] = get_args(Listed)
ORDERS: tuple[Order, ...] = get_args(Order)

LOOK = 1.0
"""Seconds between two looks at how far the log has come."""


class BrowseScreen(Screen[None]):
    """A list, one line a stream, that is filtered as one types."""

    CSS_PATH = "browse.tcss"
    AUTO_FOCUS = "EntryList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", id="browse.back"),
        Binding("slash", "find", "Filter", key_display="/", id="browse.find"),
        Binding("tab", "next_list", "List", id="browse.list", priority=True),
        Binding("s", "sort", "Sort", id="browse.sort"),
        Binding("o", "reverse", "Reverse", id="browse.reverse"),
        Binding("f", "search", "Search", id="browse.search"),
        Binding("a", "add", "Add", id="browse.add"),
        Binding("p", "app.projections", "Projections", show=False, id="browse.projections"),
        Binding("r", "refresh", "Refresh", show=False, id="browse.refresh"),
    ]

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._listing = Listing()
        self._pages = EntryPages(services.store, self._listing)
        self._search = LogFilter()
        self._listed_at = 0
        self._head = 0
        self._fault = ""
        self._counting = True
        self._head_line = Static(id="browse-head")
        self._titles = Static(id="browse-titles")
        self._list = EntryList(ascii_only=services.settings.ascii)

    def compose(self) -> ComposeResult:
        """What is listed, the filter, the list under its titles."""
        yield self._head_line
        yield Input(placeholder="part of a name", compact=True, id="browse-filter")
        yield self._titles
        with Vertical():
            yield self._list
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        """List the streams, and watch how far the log goes on."""
        self.query_one(Input).display = False
        self._turn_to(self._listing)
        self._look()
        self.set_interval(LOOK, self._look)

    def on_resize(self) -> None:
        """Put the titles above their columns."""
        self._show_head()

    @work(exclusive=True, group="look")
    async def _look(self) -> None:
        try:
            self._head = (await self._services.store.head()).position
        except LunarError as fault:
            self._fault = str(fault)
        self._show_head()

    def _turn_to(self, listing: Listing) -> None:
        self._listing = listing
        self._counting = True
        self._show_head()
        self._open(listing)

    @work(exclusive=True, group="entries")
    async def _open(self, listing: Listing) -> None:
        pages = EntryPages(self._services.store, listing)
        self._fault = ""
        try:
            self._listed_at = (await self._services.store.head()).position
            await pages.open()
        except LunarError as fault:
            self._fault = str(fault)
            self._list.show(FixedRows(()))
        else:
            self._pages = pages
            self._head = max(self._head, self._listed_at)
            self._list.show(pages)
            self._list.action_first()
        self._counting = False
        self._list.say(self._notice())
        self._show_head()

    def _notice(self) -> str:
        if self._fault:
            return f"{self._fault} Press {key_of(self, 'browse.refresh')} to try again."
        if self._pages.count:
            return ""
        if self._listing.text:
            return f"None of the {self._listing.of} has a name with {self._listing.text!r} in it."
        return "The log is empty."

    def _show_head(self) -> None:
        lists = [
            (f" {name} ", f"bold reverse {WHITE}" if name == self._listing.of else DUST)
            for name in LISTS
        ]
        listing = self._listing
        count = "counting" if self._counting else f"{self._pages.count:,}"
        backward = ", reversed" if listing.descending else ""
        words = f"  {count}, by {listing.order}{backward}"
        news = self._head - self._listed_at
        events = "event" if news == 1 else "events"
        told = f"  {news:,} new {events}, r lists anew" if news > 0 and not self._counting else ""
        text = f'  "{listing.text}"' if listing.text else ""
        head = Content.assemble(*lists, (words, DUST), (text, YELLOW), (told, YELLOW))
        self._head_line.update(head)
        width = self._list.scrollable_content_region.width
        titles = self._list.titles(width, listing.order)
        self._titles.update(Content.styled(titles, DUST))

    @on(EntryList.RowsMissing)
    def _fetch(self, message: PagedList.RowsMissing) -> None:
        message.stop()
        self._fetch_missing(self._pages)

    @work(exclusive=True, group="fetch")
    async def _fetch_missing(self, pages: EntryPages) -> None:
        try:
            await self._list.bring(pages.fetch)
        except LunarError as fault:
            self._fault = str(fault)
            self._list.say(self._notice())

    @on(EntryList.Chosen)
    def _chosen(self, message: EntryList.Chosen) -> None:
        if entry := message.entry:
            where = where_of(self._pages.listing.of, entry.name)
            self.app.push_screen(StreamScreen(self._services, where, entry.name))

    @on(Input.Changed)
    def _filtered(self, message: Input.Changed) -> None:
        message.stop()
        self._turn_to(structs.replace(self._listing, text=message.value))

    @on(Input.Submitted)
    def _filter_done(self, message: Input.Submitted) -> None:
        message.stop()
        self._list.focus()

    def action_find(self) -> None:
        """Open the field for a part of a name."""
        field = self.query_one(Input)
        field.display = True
        field.focus()

    def action_back(self) -> None:
        """Leave the filter, or take it back, or leave."""
        field = self.query_one(Input)
        if field.display:
            field.display = False
            field.clear()
            self._list.focus()
        else:
            self.dismiss()

    def action_next_list(self) -> None:
        """List the next kind of things."""
        following = LISTS[(LISTS.index(self._listing.of) + 1) % len(LISTS)]
        self._turn_to(structs.replace(self._listing, of=following))

    def action_sort(self) -> None:
        """List in the next order; the most and the latest first."""
        order = ORDERS[(ORDERS.index(self._listing.order) + 1) % len(ORDERS)]
        descending = order in {"events", "last"}
        self._turn_to(structs.replace(self._listing, order=order, descending=descending))

    def action_reverse(self) -> None:
        """List the other way round."""
        self._turn_to(structs.replace(self._listing, descending=not self._listing.descending))

    def action_refresh(self) -> None:
        """List anew, as the log is now."""
        self._turn_to(self._listing)

    @work(group="search")
    async def action_search(self) -> None:
        """Ask what to look for in the whole log, and look for it."""

        def within(wanted: LogFilter) -> Where:
            return wanted.within(Where())

        form = FilterScreen("Search the log", self._search, within)
        wanted = await self.app.push_screen_wait(form)
        if wanted is not None:
            self._search = wanted
            self.app.push_screen(FoundScreen(self._services, within(wanted), wanted.words))

    @work(group="add")
    async def action_add(self) -> None:
        """Add an event by hand."""
        chosen = self._list.selected_row
        plain = chosen is not None and self._listing.of == "streams" and chosen.name != ALL
        stream = chosen.name if plain and chosen else ""
        if await self.app.push_screen_wait(AddEventScreen(self._services, stream)):
            self.action_refresh()


def where_of(of: Listed, name: str) -> Where:
    """The events of an entry."""
    match of:
        case "streams":
            return Where(stream=name)
        case "categories":
            return Where(category=name)
        case "types":
            return Where(types=frozenset({name}))
