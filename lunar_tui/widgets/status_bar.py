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
        self,
        game: GameRow,
        *,
        speed: float,
        paused: bool,
        elsewhere: bool,
        player: str,
        pause_key: str,
        hint: str,
    ) -> None:
        """Show this from now on; a hint takes the place of what matters less."""
        tick = (f" tick {game.tick} ", f"bold {SKY}")
        if hint:
            pace = self._pace(game, speed, "paused" if paused else "", elsewhere=elsewhere)
            parts = [tick, pace, (f"  {hint}", f"bold {YELLOW}")]
        else:
            held = f"paused, {pause_key} goes on" if paused else ""
            pace = self._pace(game, speed, held, elsewhere=elsewhere)
            name = (f" {game.name} ", f"bold {WHITE}")
            parts = [name, tick, pace, (f"  {player}  all saved", DUST)]
        self.update(Content.assemble(*parts), layout=False)

    def _pace(self, game: GameRow, speed: float, held: str, *, elsewhere: bool) -> tuple[str, str]:
        running, still = (">", "||") if self._ascii else ("▶", "❚❚")
        if game.stopped:
            return (" ended ", f"bold {ORANGE}")
        if held:
            return (f" {still} {held} ", f"bold {ORANGE}")
        pace = "another terminal drives" if elsewhere else f"{speed:g}x"
        return (f" {running} {pace} ", f"bold {GREEN}")
