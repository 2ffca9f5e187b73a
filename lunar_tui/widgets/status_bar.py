"""The line at the top: which game, which tick, how fast, and what the keys do now."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from domain.game.projectors.games import GameRow
from lunar_tui.look import DUST, GREEN, ORANGE, SKY, WHITE, YELLOW


class StatusBar(Static):
    """Says how the game stands, in one line."""

    def __init__(self, *, ascii_only: bool = False) -> None:
        super().__init__(markup=False)
        self._ascii = ascii_only

    def show(
        self, game: GameRow, *, speed: float, paused: bool, player: str, placing: str | None
    ) -> None:
        """Show this from now on."""
        parts = [
            (f" {game.name} ", f"bold {WHITE}"),
            (f" tick {game.tick} ", f"bold {SKY}"),
            self._pace(game, speed, paused=paused),
        ]
        if placing:
            hint = f"  Placing {placing}: Enter on a free tile, Escape to stop"
            parts.append((hint, f"bold {YELLOW}"))
        else:
            parts.append((f"  {player}", DUST))
            parts.append(("  all saved", DUST))
        self.update(Content.assemble(*parts), layout=False)

    def _pace(self, game: GameRow, speed: float, *, paused: bool) -> tuple[str, str]:
        running, still = (">", "||") if self._ascii else ("▶", "❚❚")
        if game.stopped:
            return (" ended ", f"bold {ORANGE}")
        if paused:
            return (f" {still} paused, space goes on ", f"bold {ORANGE}")
        return (f" {running} {speed:g}x ", f"bold {GREEN}")
