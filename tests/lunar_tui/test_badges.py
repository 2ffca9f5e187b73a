"""Badges: what tells players apart."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lunar_tui.badges import COLOURS, LETTERS, badges

PLAYERS = st.lists(st.text(min_size=1, max_size=8), unique=True)


def test_a_player_alone_has_the_badge_of_the_name() -> None:
    ada = badges(["ada"], "ada")["ada"]
    assert (ada.letter, ada.mine) == ("a", True)
    assert ada.colour in COLOURS
    assert badges(["bob", "ada"], "ada")["ada"].mine
    assert not badges(["ada"], "bob")["ada"].mine


def test_who_comes_later_gives_way() -> None:
    given = badges(["ann", "ada", "Ömer", "李", "ann"], "ann")
    assert [badge.letter for badge in given.values()] == ["a", "d", "m", "b"]


@given(PLAYERS.filter(lambda players: len(players) <= len(COLOURS)))
def test_no_two_look_alike_while_there_are_colours(players: list[str]) -> None:
    assert len({badge.colour for badge in badges(players, "").values()}) == len(players)


@given(PLAYERS.filter(lambda players: len(players) <= len(LETTERS)))
def test_no_two_have_one_letter_while_there_are_letters(players: list[str]) -> None:
    letters = [badge.letter for badge in badges(players, "").values()]
    assert len(set(letters)) == len(players)
    assert set(letters) <= set(LETTERS)


@given(PLAYERS, PLAYERS)
def test_who_joins_changes_nobody_else(players: list[str], later: list[str]) -> None:
    before, after = badges(players, ""), badges([*players, *later], "")
    assert {player: after[player] for player in players} == dict(before)
