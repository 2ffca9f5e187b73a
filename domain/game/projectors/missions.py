"""The missions view: every game of a scenario, how it stands or ended, and its score."""

from __future__ import annotations

from typing import ClassVar

from domain.blocks.projector import Change, Patch, Projector, Row, Upsert
from domain.game.colony_events import (
    GameLost,
    GameWon,
    GoalsMissed,
    GoalsReached,
    RulesetAdopted,
)


class MissionRow(Row, frozen=True, gc=False):
    """A game of a scenario; `outcome` is `running`, `won` or `lost`, and then `why`.

    `reached_at` is the tick since which all goals are held (`hold_ticks` are needed), or 0. What
    follows `score` are its parts.
    """

    KEY: ClassVar = ("game_id",)
    NOUN: ClassVar = "mission"

    game_id: str
    name: str
    player_id: str
    scenario: str
    ruleset: str
    seed: int
    deadline_tick: int
    hold_ticks: int
    outcome: str = "running"
    why: str = ""
    reached_at: int = 0
    ended_at: int = 0
    score: int = 0
    crew: int = 0
    deaths: int = 0
    oxygen: int = 0
    metal: int = 0
    parts: int = 0
    buildings: int = 0
    victory: int = 0
    time: int = 0


def _adopted(event: RulesetAdopted, _: int) -> tuple[Change, ...]:
    scenario = event.rules.scenario[event.scenario]
    row = MissionRow(
        game_id=event.game_id,
        name=event.name,
        player_id=event.player_id,
        scenario=event.scenario,
        ruleset=event.ruleset,
        seed=event.seed,
        deadline_tick=scenario.deadline_tick,
        hold_ticks=scenario.goal.hold_ticks,
    )
    return (Upsert(row),)


def _reached(event: GoalsReached, _: int) -> tuple[Change, ...]:
    return (Patch((event.game_id,), {"reached_at": event.tick}),)


def _missed(event: GoalsMissed, _: int) -> tuple[Change, ...]:
    return (Patch((event.game_id,), {"reached_at": 0}),)


def _won(event: GameWon, _: int) -> tuple[Change, ...]:
    return (_ended(event, "won", ""),)


def _lost(event: GameLost, _: int) -> tuple[Change, ...]:
    return (_ended(event, "lost", event.why),)


def _ended(event: GameWon | GameLost, outcome: str, why: str) -> Change:
    parts = {part: getattr(event.score, part) for part in event.score.__struct_fields__}
    end = {"outcome": outcome, "why": why, "ended_at": event.tick, "score": event.total}
    return Patch((event.game_id,), {**end, **parts})


missions = Projector(
    name="missions",
    about="every game of a scenario, how it stands or ended, and its score",
    row=MissionRow,
    handlers={
        RulesetAdopted: _adopted,
        GoalsReached: _reached,
        GoalsMissed: _missed,
        GameWon: _won,
        GameLost: _lost,
    },
)
