"""The result of a game: how it ended and why, read from its events in another thread."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from msgspec import Struct, structs

from domain.blocks.errors import LunarError
from domain.blocks.event_store import EventStore, RecordedEvent, Where
from domain.blocks.messages import Event
from domain.blocks.replay import Progress, unobserved
from domain.blocks.view import View
from domain.game.aggregates.mission import mission as mission_of
from domain.game.aggregates.mission import score_without_victory
from domain.game.colony_events import CrewDied, RulesetAdopted
from domain.game.economy.ruleset import Ruleset
from domain.game.events import GameloopAdvanced
from domain.game.history import Sample, history, tick_before_loss
from domain.game.model import EVENT_TYPES
from domain.game.projectors.games import GameRow, games
from domain.game.projectors.missions import MissionRow, missions
from domain.game.projectors.objectives import objectives
from domain.game.story import Line, story
from lunar_tui.session import Observer, in_thread
from lunar_tui.tutorial.goals import goal_of
from persistence.store import Store

PAGE = 2000

AGAIN = 10
"""So many ticks before the end one tries again, if nobody died of anything."""


class NoResult(LunarError):
    """A game that is not over, or has no goal."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} has no result: only a game of a scenario has one, once it is won, lost or "
            "ended."
        )


class GameResult(Struct, frozen=True):
    """How a game ended, and how it came to that; one that was ended by hand has no outcome.

    `missing` says what of its goal was not there, `died_of` what the last of those who died died
    of; `hours` has a tick. `try_from` is the tick from which it can still turn out otherwise;
    `ends` has the position at which each tick, the landing being tick 0, was over.
    """

    game: GameRow
    mission: MissionRow
    title: str
    missing: Sequence[str]
    died_of: str
    hours: int
    story: Sequence[Line]
    samples: Sequence[Sample]
    try_from: int
    ends: Sequence[int]


async def read_result(
    store: Store, game_id: str, observe: Observer = unobserved
) -> GameResult | None:
    """Read the result of a game in another thread; None if stopped.

    Raises `NoResult`, `UnknownEventType`, `UnreadableEvent` or `StoreFault`.
    """
    return await in_thread(store, lambda reader: _read(reader, game_id, observe))


async def _read(reader: EventStore, game_id: str, observe: Observer) -> GameResult | None:
    where, target = Where(game=game_id), await reader.game_head(game_id)
    recorded: list[RecordedEvent] = []
    while page := await reader.read(
        where, after=recorded[-1].position if recorded else 0, limit=PAGE
    ):
        recorded += page
        if not observe(Progress(page[-1].position, target, len(recorded))):
            return None
    return game_result(
        game_id, recorded, [EVENT_TYPES.decode(each.kind, each.data) for each in recorded]
    )


def game_result(
    game_id: str, recorded: Sequence[RecordedEvent], events: Sequence[Event]
) -> GameResult:
    """The result of a game of these events, as recorded and as typed. Raises `NoResult`."""
    all_games, ended, asked = View(games), View(missions), View(objectives)
    for stored, event in zip(recorded, events, strict=True):
        for view in (all_games, ended, asked):
            view.apply(stored.position, event, stored.recorded_at)
    row, game = ended.rows.get((game_id,)), all_games.rows.get((game_id,))
    if row is None or game is None or not game.stopped:
        raise NoResult(game.name if game else f"Game {game_id}")
    adopted = next(event for event in events if isinstance(event, RulesetAdopted))
    rules = adopted.rules
    mission = row if row.ended_at else _ended_by_hand(row, game, rules, events)
    return GameResult(
        game=game,
        mission=mission,
        title=rules.scenario[mission.scenario].title,
        missing=[goal.told for goal in map(goal_of, asked.rows.values()) if not goal.reached],
        died_of=next((e.why for e in reversed(events) if isinstance(e, CrewDied)), ""),
        hours=rules.tick.hours,
        story=story(events),
        samples=history(events),
        try_from=tick_before_loss(events) or max(1, mission.ended_at - AGAIN),
        ends=_ends(zip(recorded, events, strict=True)),
    )


def _ended_by_hand(
    row: MissionRow, game: GameRow, rules: Ruleset, events: Sequence[Event]
) -> MissionRow:
    """The mission with the score that there was at its end, without victory."""
    state = mission_of.initial
    for event in events:
        if isinstance(event, mission_of.evolves_from):
            state = mission_of.evolve(state, event)
    points = score_without_victory(state, rules)
    parts = {part: getattr(points, part) for part in points.__struct_fields__}
    end = {"outcome": "ended", "ended_at": game.tick, "score": points.total}
    return structs.replace(row, **end, **parts)


def _ends(pairs: Iterable[tuple[RecordedEvent, Event]]) -> Sequence[int]:
    return [
        before.position
        for (before, _), (_, event) in pairwise(pairs)
        if isinstance(event, GameloopAdvanced)
    ]
