"""The story, the history and the scores of games, from given events and rows."""

from __future__ import annotations

from msgspec import structs

from domain.blocks.messages import Event
from domain.game.colony_events import (
    BuildingDamaged,
    BuildingDestroyed,
    ColonyBalanced,
    ColonyFounded,
    CrewDied,
    GameLost,
    RulesetAdopted,
)
from domain.game.economy.colony import Shortages
from domain.game.economy.daylight import Night
from domain.game.economy.score import Score
from domain.game.economy.stocks import Stocks
from domain.game.events import BuildingSpawned, GameloopAdvanced
from domain.game.history import Sample, history, thinned, tick_before_loss
from domain.game.projectors.games import GameRow
from domain.game.projectors.missions import MissionRow
from domain.game.sample_rules import SAMPLE_RULES
from domain.game.scores import scores
from domain.game.story import LINES, Line, story

STOCKS = Stocks(energy_kwh=7)
RULES = SAMPLE_RULES.only("calm")
NIGHT = Night(2, 4)


def balanced(tick: int, crew: int, shortages: Shortages, night: Night) -> ColonyBalanced:
    return ColonyBalanced("g", tick, crew, STOCKS, (), (), (), shortages, night, 9, 0)


LOST: list[Event] = [
    RulesetAdopted("g", "Base", "ann", 7, "usual", 1, "00", "calm", RULES),
    ColonyFounded("g", "1", 11, 0, "ann", 2, STOCKS),
    BuildingSpawned("g", "1", 11, 0, "ann", 0),
    GameloopAdvanced("g", 1),
    balanced(1, 2, Shortages(), NIGHT),
    BuildingSpawned("g", "2", 2, 1, "ann", 1),
    BuildingSpawned("g", "3", 2, 2, "ann", 1),
    GameloopAdvanced("g", 2),
    balanced(2, 2, Shortages(power=1), NIGHT),
    GameloopAdvanced("g", 4),
    balanced(4, 2, Shortages(), Night()),
    CrewDied("g", 4, "power", 0),
    GameLost("g", 4, "calm", "the last of the crew died: power", Score(*[0] * 8), 0),
]


def test_a_story_tells_the_turns_of_a_game_in_their_order() -> None:
    assert story(LOST) == [
        Line(0, "A crew of 2 came down"),
        Line(1, "The first habitat stood"),
        Line(2, "The power failed"),
        Line(2, "Night fell on 7 kWh in store"),
        Line(4, "The first night was survived by 2"),
        Line(4, "One of the crew died of want of power, leaving nobody"),
        Line(4, "The game was lost: the last of the crew died: power"),
    ]


def test_a_story_names_what_was_hit_as_a_sentence_does() -> None:
    hits = [
        BuildingDamaged("g", "2", 12, 1, "meteor", 3),
        BuildingDestroyed("g", "3", 2, 2, "moonquake", 3),
    ]
    told = [line.sentence for line in story([*LOST[:-1], *hits])]
    assert "A meteor damaged an excavator" in told
    assert "A moonquake destroyed a habitat" in told


def test_a_story_is_short_and_keeps_its_beginning_and_its_end() -> None:
    deaths = [CrewDied("g", 4, "power", left) for left in range(30, 1, -1)]
    told = story([*LOST[:-1], *deaths, LOST[-1]])
    assert len(told) == LINES
    assert (told[0], told[-1]) == (story(LOST)[0], story(LOST)[-1])


def test_the_history_begins_at_the_landing_and_is_thinned_to_its_ends() -> None:
    samples = history(LOST)
    assert samples == [Sample(tick, 2, STOCKS) for tick in (0, 1, 2, 4)]
    assert [sample.tick for sample in thinned(samples, 2)] == [0, 4]


def test_one_tries_again_half_a_lunar_day_before_the_first_death() -> None:
    late = [LOST[0], CrewDied("g", 900, "food", 1), CrewDied("g", 950, "food", 0)]
    end = GameLost("g", 950, "calm", "", Score(*[0] * 8), 0)
    assert tick_before_loss([*late, end]) == 900 - RULES.tick.lunar_day // 2
    assert tick_before_loss(late) is None


def test_scores_are_of_games_that_are_over_with_the_player_of_the_branch() -> None:
    def mission(game: str, outcome: str, score: int) -> MissionRow:
        row = MissionRow(game, game, "source", "calm", "usual", 7, 20, 2)
        return structs.replace(row, outcome=outcome, score=score, ended_at=9)

    rows = [mission("a", "lost", 5), mission("b", "running", 99), mission("c", "won", 50)]
    games = {
        each: GameRow(
            each, each, "ann", 16, 16, 7, 9, 0, 0, stopped=True, started_at=0, last_played_at=1
        )
        for each in "abc"
    }
    assert [(row.rank, row.game_id, row.player) for row in scores(rows, games)] == [
        (1, "c", "ann"),
        (2, "a", "ann"),
    ]
    assert not scores(rows, games, "storm")
    branched = {**games, "c": structs.replace(games["c"], source_game_id="a")}
    assert [(row.rank, row.game_id, row.branch_of) for row in scores(rows, branched)] == [
        (None, "c", "a"),
        (1, "a", ""),
    ]
