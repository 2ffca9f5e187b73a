"""The colony panel: what the base has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from textual.app import RenderResult
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from domain.game.projectors.buildings import BuildingRow
from domain.game.site_types import site_name
from lunar_tui.catalogue import Catalogue
from lunar_tui.look import DUST, WHITE


class ColonyPanel(Widget):
    """Counts the buildings of each kind."""

    def __init__(self, catalogue: Catalogue, *, ascii_only: bool = False) -> None:
        super().__init__()
        self._catalogue = catalogue
        self._ascii = ascii_only
        self._counts: Counter[int] = Counter()
        self.border_title = "Base"

    def show(self, buildings: Iterable[BuildingRow]) -> None:
        """Show these buildings from now on."""
        counts = Counter(row.site_type for row in buildings if row.ready)
        if counts != self._counts:
            self._counts = counts
            self.border_subtitle = f"{counts.total()}" if counts else ""
            self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """A line for each kind, or for the words that there is none."""
        return max(1, len(self._counts))

    def render(self) -> RenderResult:
        """A line for each kind that fits, the most frequent first."""
        if not self._counts:
            return Content.styled("No building stands yet.", DUST)
        height = self.size.height
        fits = len(self._counts) <= height
        shown = self._counts.most_common(None if fits else height - 1)
        lines = [self._line(kind, count) for kind, count in shown]
        if not fits:
            lines.append(Content.styled(f"and {len(self._counts) - len(shown)} more kinds", DUST))
        return Content("\n").join(lines)

    def _line(self, kind: int, count: int) -> Content:
        looks = self._catalogue[kind]
        glyph = looks.ascii_glyph if self._ascii else looks.glyph
        return Content.assemble(
            (glyph, f"bold {looks.colour}"), " ", (f"{count:>4} ", WHITE), site_name(kind)
        )
