"""The objectives view: what a scenario asks for, and how much of it there is."""

from __future__ import annotations

from typing import ClassVar

from domain.blocks.projector import Change, Patch, Projector, Row, Upsert
from domain.game.colony_events import (
    ColonyBalanced,
    ColonyFounded,
    CrewDied,
    MaterialsReturned,
    ResupplyLanded,
    RulesetAdopted,
    SurveyStarted,
)

TICK, CREW = "tick", "crew"
"""The objectives beside stocks: to reach a tick, and to have so many crew."""


class ObjectiveRow(Row, frozen=True, gc=False):
    """So much of something that is asked for, `tick`, `crew` or a stock, and how much there is."""

    KEY: ClassVar = ("game_id", "objective")
    NOUN: ClassVar = "objective"

    game_id: str
    objective: str
    target: int
    value: int


def _adopted(event: RulesetAdopted, _: int) -> tuple[Change, ...]:
    goal = event.rules.scenario[event.scenario].goal
    targets = {CREW: goal.crew_min, **goal.stocks}
    if goal.survive_until_tick:
        targets[TICK] = goal.survive_until_tick
    return tuple(
        Upsert(ObjectiveRow(event.game_id, name, target, 0)) for name, target in targets.items()
    )


def _founded(event: ColonyFounded, _: int) -> tuple[Change, ...]:
    return (_crew(event), *_stocks(event))


def _balanced(event: ColonyBalanced, _: int) -> tuple[Change, ...]:
    tick = Patch((event.game_id, TICK), {"value": event.tick})
    return (tick, _crew(event), *_stocks(event))


def _died(event: CrewDied, _: int) -> tuple[Change, ...]:
    return (_crew(event),)


def _resupplied(event: ResupplyLanded, _: int) -> tuple[Change, ...]:
    return (_crew(event), *_moved(event.game_id, {flow.stock: flow.amount for flow in event.cargo}))


def _returned(event: MaterialsReturned, _: int) -> tuple[Change, ...]:
    return _moved(event.game_id, {flow.stock: flow.amount for flow in event.materials})


def _surveying(event: SurveyStarted, _: int) -> tuple[Change, ...]:
    return _moved(event.game_id, {flow.stock: flow.amount for flow in event.costs})


def _crew(event: ColonyFounded | ColonyBalanced | CrewDied | ResupplyLanded) -> Change:
    return Patch((event.game_id, CREW), {"value": event.crew})


def _stocks(event: ColonyFounded | ColonyBalanced) -> tuple[Change, ...]:
    return tuple(
        [
            Patch((event.game_id, stock), {"value": getattr(event.stocks, stock)})
            for stock in event.stocks.__struct_fields__
        ]
    )


def _moved(game_id: str, amounts: dict[str, int]) -> tuple[Change, ...]:
    return tuple([Patch((game_id, name), {}, {"value": more}) for name, more in amounts.items()])


objectives = Projector(
    name="objectives",
    about="what each scenario asks for, and how much of it there is",
    row=ObjectiveRow,
    handlers={
        RulesetAdopted: _adopted,
        ColonyFounded: _founded,
        ColonyBalanced: _balanced,
        CrewDied: _died,
        ResupplyLanded: _resupplied,
        MaterialsReturned: _returned,
        SurveyStarted: _surveying,
    },
)
