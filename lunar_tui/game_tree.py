"""The tree of games: branches under their sources, with lines that lead to them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from domain.game.projectors.games import GameRow


class Lines(NamedTuple):
    """What stands before a branch and below it: for one that others follow, and for the last."""

    goes_on: tuple[str, str]
    ends: tuple[str, str]


LINES = Lines(("├ ", "│ "), ("└ ", "  "))
ASCII_LINES = Lines(("|-", "| "), ("`-", "  "))


class Leaf(NamedTuple):
    """A game in the tree: the lines before it, empty for one at the top."""

    lines: str
    game: GameRow

    @property
    def name(self) -> str:
        """What the game is called there; below its source, its usual name says only the tick."""
        usual = f"branch at tick {self.game.source_tick}"
        named_so = self.lines and self.game.name.endswith(f" ({usual})")
        return usual if named_so else self.game.name


def game_tree(games: Sequence[GameRow], lines: Lines = LINES) -> list[Leaf]:
    """The games in order: trees by when they were played last, branches by where they begin.

    A branch whose source is not among the games stands at the top.
    """
    here = {game.game_id for game in games}
    branches: dict[str, list[GameRow]] = {}
    for game in sorted(games, key=lambda game: (game.source_position, game.started_at)):
        source = game.source_game_id
        branches.setdefault(source if source in here else "", []).append(game)

    def below(game: GameRow, first: str, rest: str) -> Iterator[Leaf]:
        yield Leaf(first, game)
        mine = branches.get(game.game_id, [])
        for branch in mine:
            lead, under = lines.ends if branch is mine[-1] else lines.goes_on
            yield from below(branch, rest + lead, rest + under)

    trees = [list(below(root, "", "")) for root in branches.get("", ())]
    trees.sort(key=lambda tree: max(leaf.game.last_played_at for leaf in tree), reverse=True)
    return [leaf for tree in trees for leaf in tree]
