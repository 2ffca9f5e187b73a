"""The sites panel: what is under construction, how far along, and how long it still takes."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import RenderResult
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from domain.game.projectors.sites import SiteRow
from domain.game.site_types import site_name
from lunar_tui.badges import Badges
from lunar_tui.bars import bar
from lunar_tui.look import DUST, ORANGE, WHITE

LONGEST_NAME = 13
SHORTEST_BAR = 4


class SitesPanel(Widget):
    """Shows as many sites as fit, those soonest done first."""

    class SiteClicked(Message):
        """A site was clicked."""

        def __init__(self, location: int) -> None:
            super().__init__()
            self.location = location

    owners: reactive[Badges] = reactive(dict)
    """The badges of those who are to be told apart."""

    def __init__(self, *, ascii_only: bool = False) -> None:
        super().__init__()
        self._ascii = ascii_only
        self._shown: Sequence[SiteRow] = ()
        self._build_key = "b"
        self.border_title = "Under construction"

    def show(self, sites: Sequence[SiteRow], build_key: str) -> None:
        """Show these sites from now on; without any, which key begins one."""
        ordered = sorted(sites, key=lambda site: site.required_ticks - site.progressed_ticks)
        if (ordered, build_key) != (self._shown, self._build_key):
            self._shown = ordered
            self._build_key = build_key
            self.border_subtitle = f"{len(ordered)}" if ordered else ""
            self.refresh()

    def render(self) -> RenderResult:
        """The list, or what to do when it is empty."""
        if not self._shown:
            how = f" Press {self._build_key} to build." if self._build_key else ""
            return Content.styled(f"Nothing yet.{how}", DUST)
        height = self.size.height
        fits = len(self._shown) <= height
        visible = self._shown if fits else self._shown[: height - 1]
        lines = [self._line(site) for site in visible]
        if not fits:
            lines.append(Content.styled(f"and {len(self._shown) - len(visible)} more", DUST))
        return Content("\n").join(lines)

    def _line(self, site: SiteRow) -> Content:
        left = site.required_ticks - site.progressed_ticks
        ticks = f"{left:>4}t"
        badge = self.owners.get(site.player_id)
        owner = Content.assemble((badge.letter, badge.style), " ") if badge else Content()
        room = max(self.size.width - owner.cell_length - len(ticks) - 1, 8)
        name_width = min(LONGEST_NAME, room - SHORTEST_BAR)
        name = site_name(site.site_type)[:name_width].ljust(name_width)
        done = bar(
            site.progressed_ticks,
            site.required_ticks,
            room - name_width - 1,
            ascii_only=self._ascii,
        )
        return Content.assemble(
            owner, (name, WHITE), " ", (done, f"{ORANGE} on #2A2A2E"), " ", (ticks, DUST)
        )

    def on_click(self, event: Click) -> None:
        """Jump to the site that was clicked."""
        offset = event.get_content_offset(self)
        if offset is not None and offset.y < len(self._shown):
            self.post_message(self.SiteClicked(self._shown[offset.y].location))
