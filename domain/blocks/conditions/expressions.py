"""What a condition is once it is read: a tree of frozen nodes, and its text again."""

from __future__ import annotations

import re
from typing import Literal, assert_never

import msgspec
from msgspec import Struct

ArithmeticSign = Literal["+", "-", "*", "/"]
ComparisonSign = Literal["=", "!=", "<", "<=", ">", ">="]
Joint = Literal["and", "or"]

PLAIN_NAME = re.compile(r"[^\W\d]\w*|\d+")
"""A name in a path that needs no quotes."""

PLAIN_ID = re.compile(r'[^\s()"=<>!]+')
"""An id that needs no quotes."""


class Number(Struct, frozen=True):
    """A number that stands for itself; never below 0 (see `Negative`)."""

    value: int | float


class Text(Struct, frozen=True):
    """A text that stands for itself."""

    value: str


class YesNo(Struct, frozen=True):
    """`yes` or `no`."""

    value: bool


class Named(Struct, frozen=True):
    """The value of a name."""

    word: str


class Lookup(Struct, frozen=True):
    """A field of a row; without a field, whether the row is there."""

    noun: str
    id: str
    field: str | None


class Path(Struct, frozen=True):
    """A value within a tree: the tree's word, and the names that lead to the value."""

    tree: str
    names: tuple[str, ...]


class Negative(Struct, frozen=True):
    """A number with its sign turned."""

    of: Expression


class Arithmetic(Struct, frozen=True):
    """A number made of two."""

    sign: ArithmeticSign
    left: Expression
    right: Expression


class Comparison(Struct, frozen=True):
    """Whether two values stand to each other so."""

    sign: ComparisonSign
    left: Expression
    right: Expression


class Not(Struct, frozen=True):
    """The contrary."""

    of: Expression


class Joined(Struct, frozen=True):
    """Both, or at least one of the two."""

    by: Joint
    left: Expression
    right: Expression


Expression = (
    Number
    | Text
    | YesNo
    | Named
    | Lookup
    | Path
    | Negative
    | Arithmetic
    | Comparison
    | Not
    | Joined
)

_OR, _AND, _NOT, _COMPARISON, _SUM, _PRODUCT, _NEGATIVE, _ATOM = range(8)
"""How tightly each kind of expression binds its parts."""


def show(expression: Expression) -> str:
    """The text that is read as this expression, with no more parentheses than it needs."""
    match expression:
        case Number() | Text():
            return msgspec.json.encode(expression.value).decode()
        case YesNo():
            return "yes" if expression.value else "no"
        case Named():
            return expression.word
        case Lookup():
            words = (expression.noun, shown_id(expression.id), expression.field)
            return " ".join(word for word in words if word)
        case Path():
            return ".".join([expression.tree, *map(_shown_name, expression.names)])
        case Negative() | Not():
            word, level = ("-", _NEGATIVE) if isinstance(expression, Negative) else ("not ", _NOT)
            return f"{word}{_part(expression.of, level)}"
        case Comparison():
            left, right = _part(expression.left, _SUM), _part(expression.right, _SUM)
            return f"{left} {expression.sign} {right}"
        case Arithmetic() | Joined():
            level = _level(expression)
            joint = expression.sign if isinstance(expression, Arithmetic) else expression.by
            left, right = _part(expression.left, level), _part(expression.right, level + 1)
            return f"{left} {joint} {right}"
        case _:
            assert_never(expression)


def shown_id(text: str) -> str:
    """The id as it is typed, in quotes where it needs them."""
    return text if PLAIN_ID.fullmatch(text) else show(Text(text))


def _shown_name(name: str) -> str:
    return name if PLAIN_NAME.fullmatch(name) else show(Text(name))


def _part(expression: Expression, least: int) -> str:
    text = show(expression)
    return text if _level(expression) >= least else f"({text})"


def _level(expression: Expression) -> int:
    match expression:
        case Joined():
            return _OR if expression.by == "or" else _AND
        case Not():
            return _NOT
        case Comparison():
            return _COMPARISON
        case Arithmetic():
            return _SUM if expression.sign in {"+", "-"} else _PRODUCT
        case Negative():
            return _NEGATIVE
        case Number() | Text() | YesNo() | Named() | Lookup() | Path():
            return _ATOM
        case _:
            assert_never(expression)
