"""The table of scores: the missions that are over, the best first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import count

from msgspec import Struct

from domain.game.projectors.games import GameRow
from domain.game.projectors.missions import MissionRow


class ScoreRow(Struct, frozen=True):
    """A game that is won or lost; `ended_at` in microseconds since 1970, UTC.

    A branch of the game `branch_of` is a what-if, and has no rank.
    """

    rank: int | None
    score: int
    outcome: str
    ticks: int
    player: str
    scenario: str
    seed: int
    name: str
    game_id: str
    ended_at: int
    branch_of: str


def scores(
    missions: Iterable[MissionRow], games: Mapping[str, GameRow], scenario: str = ""
) -> Sequence[ScoreRow]:
    """The games of the scenario, or of all, that are over: by score, of equals the sooner first.

    A branch has the name and the player of its own, which only the row in `games` knows.
    """
    over = [
        row
        for row in missions
        if row.outcome != "running" and row.game_id in games and scenario in {"", row.scenario}
    ]
    over.sort(key=lambda row: (-row.score, row.ended_at, games[row.game_id].last_played_at))
    ranks = count(1)
    return [
        _score(None if games[row.game_id].is_branch else next(ranks), row, games[row.game_id])
        for row in over
    ]


def _score(rank: int | None, mission: MissionRow, game: GameRow) -> ScoreRow:
    return ScoreRow(
        rank=rank,
        score=mission.score,
        outcome=mission.outcome,
        ticks=mission.ended_at,
        player=game.player_id,
        scenario=mission.scenario,
        seed=mission.seed,
        name=game.name,
        game_id=mission.game_id,
        ended_at=game.last_played_at,
        branch_of=game.source_game_id,
    )
