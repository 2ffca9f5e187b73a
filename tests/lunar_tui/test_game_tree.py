"""Branches under their sources."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from domain.game.projectors.games import GameRow
from lunar_tui.game_tree import ASCII_LINES, game_tree


def game(game_id: str, source: str = "", position: int = 0, played: int = 0) -> GameRow:
    name = f"{source} (branch at tick {position})" if source else game_id
    return GameRow(
        game_id=game_id,
        name=name,
        player_id="ann",
        width=32,
        height=16,
        seed=1,
        tick=position,
        sites=0,
        buildings=0,
        stopped=False,
        started_at=0,
        last_played_at=played,
        source_game_id=source,
        source_position=position,
        source_tick=position,
    )


def test_branches_stand_under_their_sources_with_lines_that_lead_to_them() -> None:
    games = [
        game("other", played=5),
        game("root", played=1),
        game("late", "root", 9, played=9),
        game("early", "root", 4, played=2),
        game("twig", "early", 6),
        game("leaf", "twig", 8),
        game("again", "late", 10),
    ]
    assert [(leaf.lines, leaf.game.game_id) for leaf in game_tree(games)] == [
        ("", "root"),
        ("├ ", "early"),
        ("│ └ ", "twig"),
        ("│   └ ", "leaf"),
        ("└ ", "late"),
        ("  └ ", "again"),
        ("", "other"),
    ]
    assert all(leaf.lines.isascii() for leaf in game_tree(games, ASCII_LINES))


def test_a_branch_whose_source_is_not_there_stands_at_the_top() -> None:
    assert [leaf.lines for leaf in game_tree([game("a", "gone", 4), game("b", "a", 6)])] == [
        "",
        "└ ",
    ]


def test_below_its_source_the_usual_name_of_a_branch_says_only_the_tick() -> None:
    games = [game("root"), game("branch", "root", 4)]
    assert [leaf.name for leaf in game_tree(games)] == ["root", "branch at tick 4"]
    assert [leaf.name for leaf in game_tree(games[1:])] == ["root (branch at tick 4)"]


@given(st.lists(st.integers(0, 9), max_size=30))
def test_every_game_is_in_the_tree_once(sources: list[int]) -> None:
    """Game n is a branch of an older one, or of one that is not there."""
    games = [
        game(str(n), str(source) if source < n else "gone", n, played=source)
        for n, source in enumerate(sources)
    ]
    leaves = [leaf.game.game_id for leaf in game_tree(games)]
    assert sorted(leaves) == sorted(g.game_id for g in games)
