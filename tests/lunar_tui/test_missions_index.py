"""What the list of missions says of a player: a branch is a what-if, and counts for nothing."""

from __future__ import annotations

from msgspec import structs

from domain.game.projectors.games import GameRow
from domain.game.projectors.missions import MissionRow
from lunar_tui.missions_index import best_scores, won_by

MISSION = MissionRow("a", "Base", "ann", "calm", "usual", 7, 20, 2, ended_at=9)
LOST = structs.replace(MISSION, outcome="lost", score=5)
WON = structs.replace(MISSION, game_id="b", outcome="won", score=50)
GAME = GameRow("b", "Base", "ann", 16, 16, 7, 9, 0, 0, stopped=True, started_at=0, last_played_at=1)
BRANCH = structs.replace(GAME, source_game_id="a")


def test_a_game_that_was_won_counts_for_its_player() -> None:
    assert best_scores([LOST, WON], [GAME]) == {"calm": 50}
    assert won_by([LOST, WON], [GAME], "ann") == {"calm"}
    assert not won_by([LOST, WON], [GAME], "bob")


def test_a_branch_that_was_won_does_not_count() -> None:
    assert best_scores([LOST, WON], [BRANCH]) == {"calm": 5}
    assert not won_by([LOST, WON], [BRANCH], "ann")
