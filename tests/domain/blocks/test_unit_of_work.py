"""A cascade is one unit of work; shown on a model of two counters that push each other."""

from __future__ import annotations

import pytest

from domain.blocks.decider import Decider, Decision, Rejected
from domain.blocks.errors import EndlessCascade
from domain.blocks.event_types import EventTypes
from domain.blocks.messages import Command, Event
from domain.blocks.process_manager import ProcessManager, Start
from domain.blocks.router import Router
from tests.scenario import Given


class Push(Command, frozen=True):
    by: int


class Pull(Command, frozen=True):
    by: int


class Pushed(Event, frozen=True):
    by: int


class Pulled(Event, frozen=True):
    by: int


def decide(_: int, command: Push | Pull) -> Decision:
    if command.by < 0:
        return Rejected("negative", "It goes no lower.")
    happened = Pushed if isinstance(command, Push) else Pulled
    return (happened(command.game_id, command.by),)


def admit(total: int, command: Push | Pull) -> Decision:
    return Rejected("enough", "That is enough.") if total > 20 else ()


counter: Decider[int] = Decider(
    category="counter",
    initial=0,
    instance=lambda message: message.game_id,
    decide=decide,
    evolve=lambda total, event: total + event.by,
    evolves_from=(Pushed, Pulled),
)
gate: Decider[int] = Decider(
    category="gate",
    initial=0,
    instance=lambda message: message.game_id,
    decide=admit,
    evolve=lambda total, event: total + event.by,
    evolves_from=(Pushed,),
)


def model(loss: int, *, gated: bool = False) -> Router:
    """Each push is answered with a pull and each pull with a push, weaker by `loss`."""

    def react(_: None, event: Pushed | Pulled) -> tuple[Command, ...]:
        if event.by == 0:
            return ()
        answer = Pull if isinstance(event, Pushed) else Push
        return (answer(event.game_id, event.by - loss),)

    echo: ProcessManager[None] = ProcessManager(
        name="Echo",
        handles=(Pushed, Pulled),
        initial=None,
        correlate=lambda event: Start(event.game_id),
        evolve=lambda state, _: state,
        react=react,
    )
    route = (gate, counter) if gated else (counter,)
    return Router({Push: route, Pull: route}, (echo,), EventTypes([Pushed, Pulled]))


def test_a_cascade_goes_on_until_nothing_reacts() -> None:
    Given(router=model(loss=1)).when(Push("g", 2)).then(
        Pushed("g", 2), Pulled("g", 1), Pushed("g", 0)
    )


def test_a_refusal_anywhere_in_the_cascade_refuses_it_all() -> None:
    Given(router=model(loss=2)).when(Push("g", 3)).refused("negative")


def test_each_aggregate_of_the_route_may_refuse() -> None:
    router = model(loss=1, gated=True)
    Given(Pushed("g", 20), router=router).when(Push("g", 0)).then(Pushed("g", 0))
    Given(Pushed("g", 21), router=router).when(Push("g", 0)).refused("enough")


def test_a_cascade_sees_what_it_did_before() -> None:
    router = model(loss=2, gated=True)
    Given(router=router).when(Push("g", 12)).refused("enough")


def test_an_endless_cascade_is_refused_with_its_cycle_named() -> None:
    with pytest.raises(EndlessCascade) as refusal:
        Given(router=model(loss=0)).when(Push("g", 1))
    assert refusal.value.cycle == ("Push", "Pushed", "(Echo)", "Pull", "Pulled", "(Echo)", "Push")
    assert "Push -> Pushed -> (Echo) -> Pull -> Pulled" in str(refusal.value)
