"""What data must have in it for a condition to hold, so that a store can pass over the rest."""

from __future__ import annotations

from domain.blocks.conditions.expressions import (
    Arithmetic,
    Comparison,
    Expression,
    Joined,
    Negative,
    Path,
    Text,
)

NOTHING: frozenset[str] = frozenset()


def mentions(condition: Expression) -> frozenset[str]:
    """Names and texts that all stand in the JSON of which the condition holds.

    They stand there as they are, or with escapes.
    """
    match condition:
        case Path():
            return _there(condition)
        case (
            Comparison(sign="=", left=Path() as path, right=Text() as text)
            | Comparison(sign="=", left=Text() as text, right=Path() as path)
        ):
            return _there(path) | {text.value}
        case Comparison():
            return _there(condition.left) | _there(condition.right)
        case Joined(by="and"):
            return mentions(condition.left) | mentions(condition.right)
        case Joined():
            return mentions(condition.left) & mentions(condition.right)
    return NOTHING


def _there(value: Expression) -> frozenset[str]:
    """The names without which there is no such value; one of digits may be a place in a list."""
    match value:
        case Path():
            return frozenset(name for name in value.names if not name.isdecimal())
        case Negative():
            return _there(value.of)
        case Arithmetic():
            return _there(value.left) | _there(value.right)
    return NOTHING
