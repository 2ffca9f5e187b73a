"""The line at the top: which game, which tick, how fast, and what the keys do now."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from domain.game.projectors.games import GameRow
from lunar_tui.game_clock import ClockState
from lunar_tui.look import DUST, GREEN, ORANGE, SKY, VERMILION, WHITE, YELLOW


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
        clock: ClockState,
        player: str,
        sites: str,
        pause_key: str,
        hint: str,
    ) -> None:
        """Show this from now on; a hint takes the place of what matters less."""
        tick = (f" tick {game.tick} ", f"bold {SKY}")
        if hint:
            parts = [tick, self._pace(game, speed, clock, ""), (f"  {hint}", f"bold {YELLOW}")]
        else:
            name = (f" {game.name} ", f"bold {WHITE}")
            way = "stops" if clock is ClockState.RUNS_ON else "goes on"
            pace = self._pace(game, speed, clock, f", {pause_key} {way}")
            saved = "" if clock is ClockState.WAITS else "  all saved"
            work = (f"  {sites}" if sites else "", WHITE)
            parts = [name, tick, pace, work, (f"  {player}{saved}", DUST)]
        self.update(Content.assemble(*parts), layout=False)

    def _pace(self, game: GameRow, speed: float, clock: ClockState, way_on: str) -> tuple[str, str]:
        running, still = (">", "||") if self._ascii else ("▶", "❚❚")
        match clock:
            case ClockState.WAITS:
                return (f" {still} {clock.value} ", f"bold {VERMILION}")
            case _ if game.stopped:
                return (" ended ", f"bold {ORANGE}")
            case ClockState.PAUSED:
                return (f" {still} {clock.value}{way_on} ", f"bold {ORANGE}")
            case ClockState.ELSEWHERE:
                return (f" {running} {clock.value} ", f"bold {GREEN}")
            case ClockState.RUNS_ON:
                return (f" {running}{running} {clock.value}{way_on} ", f"bold {GREEN}")
            case ClockState.RUNS:
                return (f" {running} {speed:g}x ", f"bold {GREEN}")
