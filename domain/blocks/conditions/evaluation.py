"""The evaluation: makes of an expression a function that is quick to ask many times."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, assert_never

from domain.blocks.conditions.expressions import (
    Arithmetic,
    Comparison,
    Expression,
    Joined,
    Lookup,
    Named,
    Negative,
    Not,
    Number,
    Path,
    Text,
    YesNo,
    show,
)
from domain.blocks.conditions.parser import Parser
from domain.blocks.conditions.vocabulary import Value, Vocabulary

M = TypeVar("M")

_SIGNS: Mapping[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@dataclass(frozen=True, slots=True)
class Condition(Generic[M]):
    """A condition that was read: as a tree, and as a question to ask of a moment."""

    expression: Expression
    holds: Callable[[M], bool]

    def __str__(self) -> str:
        return show(self.expression)


def parse(text: str, vocabulary: Vocabulary[M], known: M | None = None) -> Condition[M]:
    """The condition that the text says; ids may be shortened if `known` has their rows.

    Raises `ConditionFault`, with the column and what was expected there.
    """
    expression = Parser(text, vocabulary, known).read()
    value = value_of(expression, vocabulary)
    return Condition(expression, lambda moment: value(moment) is True)


def value_of(expression: Expression, vocabulary: Vocabulary[M]) -> Callable[[M], Value]:
    """The function that finds the value; None where a row is not there, or nothing can be said.

    A comparison with what is not there does not hold.
    """
    match expression:
        case Number() | Text() | YesNo():
            constant = expression.value
            return lambda _: constant
        case Named():
            return vocabulary.names[expression.word].read
        case Lookup():
            return _lookup(expression, vocabulary)
        case Path():
            return _path(expression, vocabulary)
        case Negative():
            return _negative(value_of(expression.of, vocabulary))
        case Not():
            denied = value_of(expression.of, vocabulary)
            return lambda moment: denied(moment) is not True
        case Arithmetic() | Comparison() | Joined():
            return _of_two(
                expression,
                value_of(expression.left, vocabulary),
                value_of(expression.right, vocabulary),
            )
        case _:
            assert_never(expression)


def _of_two(
    expression: Arithmetic | Comparison | Joined,
    left: Callable[[M], Value],
    right: Callable[[M], Value],
) -> Callable[[M], Value]:
    match expression:
        case Arithmetic():
            return _arithmetic(_SIGNS[expression.sign], left, right)
        case Comparison():
            compare = _SIGNS[expression.sign]
            if any(isinstance(side, Path) for side in (expression.left, expression.right)):
                compare = _of_one_kind(compare)
            return _comparison(compare, left, right)
        case Joined(by="and"):
            return lambda moment: left(moment) is True and right(moment) is True
        case Joined():
            return lambda moment: left(moment) is True or right(moment) is True


def _lookup(expression: Lookup, vocabulary: Vocabulary[M]) -> Callable[[M], Value]:
    noun = vocabulary.nouns[expression.noun]
    find = noun.find(expression.id)
    for field in noun.fields:
        if field.word == expression.field:
            read = field.read
            return lambda moment: None if (row := find(moment)) is None else read(row)
    return lambda moment: find(moment) is not None


def _path(path: Path, vocabulary: Vocabulary[M]) -> Callable[[M], Value]:
    """Finds the value; what has other values in it is none, and cannot be compared."""
    outermost, names = vocabulary.trees[path.tree].read, path.names

    def value(moment: M) -> Value:
        found = outermost(moment)
        for name in names:
            if isinstance(found, dict):
                found = found.get(name)
            elif isinstance(found, list) and name.isdecimal() and int(name) < len(found):
                found = found[int(name)]
            else:
                return None
        return found if isinstance(found, int | float | str) else None

    return value


def _of_one_kind(compare: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    """The comparison of values that may be of two kinds, which are then only not equal."""

    def compared(a: Value, b: Value) -> bool:
        if _kind(a) is _kind(b):
            return compare(a, b)
        return compare is operator.ne

    return compared


def _kind(value: Value) -> type:
    return float if _is_number(value) else type(value)


def _is_number(value: Value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _negative(of: Callable[[M], Any]) -> Callable[[M], Value]:
    return lambda moment: -value if _is_number(value := of(moment)) else None


def _comparison(
    compare: Callable[[Any, Any], bool], left: Callable[[M], Value], right: Callable[[M], Value]
) -> Callable[[M], Value]:
    def holds(moment: M) -> bool:
        a = left(moment)
        if a is None:
            return False
        b = right(moment)
        return b is not None and compare(a, b)

    return holds


def _arithmetic(
    calculate: Callable[[Any, Any], Value], left: Callable[[M], Value], right: Callable[[M], Value]
) -> Callable[[M], Value]:
    def value(moment: M) -> Value:
        a, b = left(moment), right(moment)
        if not (_is_number(a) and _is_number(b)):
            return None
        try:
            return calculate(a, b)
        except ArithmeticError:
            return None

    return value
