"""Help: the keys that work now, how to play, and what the marks mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Footer, Static

from domain.game.site_types import BY_ID
from lunar_tui.catalogue import load_catalogue
from lunar_tui.event_looks import LOOKS
from lunar_tui.ground_looks import LOOKS as GROUNDS
from lunar_tui.look import ORANGE, VERMILION, WHITE
from lunar_tui.widgets.prospects import PROSPECTS
from lunar_tui.widgets.tile_marks import SIGNS

HOW_TO_PLAY = """\
You build a base on the Moon. Move over the map with the arrows or h j k l, press b, choose what \
to build, and press Enter on a free tile. Each tick of the clock does one tick of work on every \
site; a site that has all its work becomes a building.

Space pauses the clock, the full stop lets one tick pass, + and - change its speed. The key > lets \
time run on until something needs you: something is finished, damaged or short, night or day comes.

Everything that happens is an event, and the log of events is the world: the map, the bars and \
the lists are only views of it. So there is nothing to save. Open an event of the log with Enter \
to see what caused it. Replay shows any moment of the game, says why it was so, and branches off \
another game there; the views can be rebuilt from the log, and come out the same."""


FULL = "\N{FULL BLOCK}"
"""The mark of ground without specks."""

SIGNS_TOLD = [
    Content.assemble((f"{sign:<3} ", f"bold {VERMILION}"), means)
    for sign, means in (
        (SIGNS["halted"], "a site that is halted"),
        (SIGNS["broken"], "a building that is damaged"),
    )
]
"""What stands in the second column of what needs help, and what it means."""


class HelpScreen(ModalScreen[None]):
    """Closes with any of its keys; scrolls when it is long."""

    CSS_PATH = "help.tcss"
    AUTO_FOCUS = "VerticalScroll"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1,question_mark,q", "dismiss", "Close", id="help.close"),
    ]

    def __init__(self, keys: Mapping[str, Iterable[str]], *, ascii_only: bool) -> None:
        """`keys` are those of the screen that asked for help: what is done, and by which keys."""
        super().__init__()
        self._keys = keys
        self._ascii = ascii_only

    def compose(self) -> ComposeResult:
        """Three parts below each other."""
        with Vertical(classes="card"), VerticalScroll():
            yield Static("Keys here", classes="help-head")
            yield Static(_columns(_key(*each) for each in self._keys.items()))
            yield Static("How to play in a minute", classes="help-head")
            yield Static(HOW_TO_PLAY, markup=False)
            yield Static("Sites and buildings", classes="help-head")
            yield Static(_columns(self._buildings()))
            yield Static("Marks on the map of a colony", classes="help-head")
            yield Static(_columns([*self._grounds(), *self._surveys(), *SIGNS_TOLD]))
            yield Static("Marks in the log", classes="help-head")
            yield Static(_columns(self._events()))
        yield Footer()

    def _buildings(self) -> Iterable[Content]:
        catalogue = load_catalogue()
        for kind in BY_ID.values():
            looks = catalogue[kind.id]
            glyph = looks.ascii_glyph if self._ascii else looks.glyph
            yield Content.assemble((f"{glyph}  ", f"bold {looks.colour}"), kind.name)

    def _grounds(self) -> Iterable[Content]:
        for look in GROUNDS.values():
            mark = f"{look.dim} {look.bright}" if self._ascii else look.speck or FULL
            yield Content.assemble((f"{mark:<3} {look.name}", look.colour))

    def _surveys(self) -> Iterable[Content]:
        for look in PROSPECTS.values():
            mark = look.ascii_mark if self._ascii else look.mark
            yield Content.assemble((f"{mark:<3} ", f"bold {WHITE}"), look.means)

    def _events(self) -> Iterable[Content]:
        for name, look in LOOKS.items():
            mark = look.ascii_mark if self._ascii else look.mark
            yield Content.assemble((f"{mark}  {name}", look.colour))


def _key(does: str, keys: Iterable[str]) -> Content:
    return Content.assemble((f"{' '.join(keys):<10} ", ORANGE), (does, WHITE))


def _columns(entries: Iterable[Content], width: int = 34) -> Content:
    """Two entries a line."""
    left: Content | None = None
    lines: list[Content] = []
    for entry in entries:
        if left is None:
            left = entry
        else:
            lines.append(left.pad_right(max(2, width - left.cell_length)) + entry)
            left = None
    return Content("\n").join([*lines, left] if left else lines)
