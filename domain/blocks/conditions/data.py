"""Conditions on the data of one event: `data.amount > 5 and data.to = "abc"`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from domain.blocks.conditions.evaluation import value_of
from domain.blocks.conditions.expressions import Expression
from domain.blocks.conditions.parser import Parser
from domain.blocks.conditions.vocabulary import Tree, Vocabulary, vocabulary


def _itself(data: Any) -> Any:
    return data


DATA: Vocabulary[Any] = vocabulary(
    trees=[Tree("data", "a field of the event's data, such as data.amount", _itself)]
)


def data_condition(text: str) -> Expression:
    """The condition that the text says. Raises `ConditionFault`."""
    return Parser(text, DATA).read()


def question(condition: Expression) -> Callable[[bytes], bool]:
    """Whether the condition holds of an event with some data; nothing holds of what is not JSON."""
    holds = value_of(condition, DATA)

    def ask(data: bytes) -> bool:
        try:
            return holds(msgspec.json.decode(data)) is True
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return False

    return ask
