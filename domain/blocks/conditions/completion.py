"""The completion: what may stand at the cursor of a condition that is being typed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from typing import NamedTuple, TypeVar

from msgspec import structs

from domain.blocks.conditions.expressions import PLAIN_ID, shown_id
from domain.blocks.conditions.options import Option
from domain.blocks.conditions.parser import ConditionFault, Parser
from domain.blocks.conditions.vocabulary import Vocabulary

M = TypeVar("M")

_ID_BEFORE = re.compile(f"(?:{PLAIN_ID.pattern})?$")
_WORD_BEFORE = re.compile(r"\w*$")


class Completion(NamedTuple):
    """What may stand in place of the text from `start` to the cursor, in the order to show it."""

    start: int
    options: Sequence[Option]


def complete(
    text: str, cursor: int, vocabulary: Vocabulary[M], known: M | None = None
) -> Completion:
    """What the word that ends at the cursor may become; nothing where the text before it is wrong.

    `known` has the rows whose ids are offered.
    """
    before = text[:cursor]
    for pattern in (_ID_BEFORE, _WORD_BEFORE):
        match = pattern.search(before)
        start = match.start() if match else cursor
        options = _options_after(before[:start], vocabulary, known)
        ids = pattern is _ID_BEFORE
        found = [
            _typeable(option)
            for option in options
            if (option.group == "id") == ids and _begins(option, before[start:])
        ]
        if found:
            return Completion(start, found)
    return Completion(cursor, ())


def _options_after(text: str, vocabulary: Vocabulary[M], known: M | None) -> Sequence[Option]:
    parser = Parser(text, vocabulary, known)
    with suppress(ConditionFault):
        parser.read()
    return parser.options


def _begins(option: Option, typed: str) -> bool:
    return option.text.startswith(typed if option.group == "id" else typed.lower())


def _typeable(option: Option) -> Option:
    if option.group != "id":
        return option
    return structs.replace(option, text=shown_id(option.text))
