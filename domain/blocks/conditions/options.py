"""What may stand at a place in a condition: for completion, and to say what was expected."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import Literal

from msgspec import Struct

Group = Literal["name", "noun", "id", "field", "word", "arithmetic", "comparison", "parenthesis"]


class Option(Struct, frozen=True):
    """A text that may stand there, and what it means."""

    text: str
    group: Group
    about: str


IN_WORDS: dict[Group, str] = {
    "name": "a name",
    "noun": "a row",
    "id": "an id",
    "field": "a field",
    "arithmetic": "`+`, `-`, `*` or `/`",
    "comparison": "a comparison such as `=`",
}
"""What a group is called where its options are too many to be told."""

MEANINGS: dict[str, str] = {
    "and": "both hold",
    "or": "at least one holds",
    "not": "the contrary",
    "=": "equal",
    "!=": "not equal",
    "<": "less",
    "<=": "at most",
    ">": "more",
    ">=": "at least",
    "+": "plus",
    "-": "minus",
    "*": "times",
    "/": "divided by",
    ")": "the end of the group",
    ".": "a value within it",
}
"""What the signs and words of the language mean."""


def in_words(options: Iterable[Option], *others: str) -> str:
    """The options, and what else may stand there, for a sentence."""
    told = [IN_WORDS.get(option.group, f"`{option.text}`") for option in options]
    *most, last = dict.fromkeys([*told, *others])
    return f"{', '.join(most)} or {last}" if most else last


def near(typed: str, options: Sequence[Option]) -> str:
    """The question whether the option most like what was typed was meant; empty without one."""
    found = get_close_matches(typed.lower(), [option.text for option in options], n=1)
    return f": did you mean `{found[0]}`?" if found else ""
