"""Offers: what a colony can build now, what only lacks materials, and what is refused."""

from __future__ import annotations

from domain.blocks.messages import Event
from domain.game.economy.colony import Colony
from domain.game.economy.evolution import FOLDED, evolve
from domain.game.economy.offers import Offer, offers, times
from domain.game.economy.stocks import Stocks
from tests.domain.game.colony import balanced, built, founded
from tests.domain.game.rules import STRICT


def offered(*facts: Event) -> dict[str, Offer]:
    state = Colony()
    for event in founded(*facts, rules=STRICT):
        if type(event) in FOLDED:
            state = evolve(state, event)
    assert state.rules is not None
    return dict(offers(state, state.rules))


def test_what_only_comes_from_earth_is_not_offered() -> None:
    assert "lander" not in offered()


def test_what_requires_something_is_refused_in_the_words_of_the_rule() -> None:
    assert "needs a working habitat first" in offered()["landing-pad"].refused
    assert not offered(built())["landing-pad"].refused


def test_what_lacks_only_materials_is_not_refused() -> None:
    poor = offered(balanced(1, stocks=Stocks(metal_kg=1)))["habitat"]
    assert (poor.refused, poor.lacks) == ("", {"metal_kg": 3})
    assert not offered()["habitat"].lacks


def test_grounds_are_in_words() -> None:
    assert offered()["habitat"].grounds
    assert "crater wall" not in offered()["habitat"].grounds


def test_so_many_cost_as_many_times_as_much() -> None:
    assert times({"metal_kg": 4}, 3) == {"metal_kg": 12}
