"""The family of a game, and where two games of it parted."""

from __future__ import annotations

import pytest

from lunar_tui.family import family_of, forked_at
from tests.lunar_tui.test_game_tree import game

GAMES = [
    game("root"),
    game("early", "root", 4),
    game("late", "root", 9),
    game("twig", "late", 6),
    game("leaf", "twig", 7),
    game("other", played=3),
    game("stray", "gone", 5),
]


def test_the_family_is_the_whole_tree_and_nothing_else() -> None:
    family = {leaf.game.game_id for leaf in family_of(GAMES, "twig")}
    assert family == {"root", "early", "late", "twig", "leaf"}
    assert [leaf.game.game_id for leaf in family_of(GAMES, "stray")] == ["stray"]
    assert family_of(GAMES, "nobody") == []


@pytest.mark.parametrize(
    ("one", "other", "tick"),
    [
        ("root", "early", 4),
        ("early", "root", 4),
        ("early", "late", 4),
        ("late", "twig", 6),
        ("root", "twig", 6),
        ("leaf", "root", 6),
        ("leaf", "early", 4),
        ("leaf", "late", 6),
        ("twig", "leaf", 7),
    ],
)
def test_games_part_at_the_earliest_branching_between_them(one: str, other: str, tick: int) -> None:
    assert forked_at(family_of(GAMES, one), one, other) == tick
