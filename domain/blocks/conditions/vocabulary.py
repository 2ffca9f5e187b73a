"""The vocabulary: which names, and which rows with which fields, conditions may ask about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

from domain.blocks.errors import LunarError

M = TypeVar("M")
"""What a condition is asked of."""

Kind = Literal["number", "text", "yes or no", "value"]
"""What a value is; one in a tree is a "value" of whatever kind it turns out to be."""

Value = int | float | str | bool | None
"""A value of one of the kinds; None for what is not there, of which no comparison holds."""

RESERVED = ("and", "or", "not", "yes", "no")
"""The words of the language itself, which name nothing else."""


@dataclass(frozen=True, slots=True)
class Name(Generic[M]):
    """A value that there is one of."""

    word: str
    kind: Kind
    about: str
    read: Callable[[M], Value]


@dataclass(frozen=True, slots=True)
class Field:
    """A value of a row."""

    word: str
    kind: Kind
    about: str
    read: Callable[[Any], Value]


@dataclass(frozen=True, slots=True)
class Tree(Generic[M]):
    """Values within each other, as in JSON; `read` finds the outermost."""

    word: str
    about: str
    read: Callable[[M], Any]


def _no_mark(_: str) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Noun(Generic[M]):
    """Rows that are asked for by their ids.

    `find` makes of an id the function that finds its row, if it is there. `ids` are those of all
    rows that are there, and `mark` is a short sign by which people know an id.
    """

    word: str
    about: str
    find: Callable[[str], Callable[[M], Any | None]]
    ids: Callable[[M], Iterable[str]]
    fields: tuple[Field, ...]
    mark: Callable[[str], str] = _no_mark


@dataclass(frozen=True, slots=True)
class Vocabulary(Generic[M]):
    """The names, nouns and trees by their words; build it with `vocabulary`."""

    names: Mapping[str, Name[M]]
    nouns: Mapping[str, Noun[M]]
    trees: Mapping[str, Tree[M]]


def vocabulary(
    names: Iterable[Name[M]] = (), nouns: Iterable[Noun[M]] = (), trees: Iterable[Tree[M]] = ()
) -> Vocabulary[M]:
    """All that conditions may ask about."""
    return Vocabulary(
        {name.word: name for name in names},
        {noun.word: noun for noun in nouns},
        {tree.word: tree for tree in trees},
    )


class Ambiguous(LunarError):
    """What was typed for an id could mean several."""

    def __init__(self, typed: str, ids: list[str]) -> None:
        some = ", ".join(f"`{each}`" for each in ids[:3])
        more = ", …" if len(ids) > 3 else ""
        super().__init__(f"`{typed}` could be any of {some}{more}: write more of it.")


def full_id(typed: str, ids: Iterable[str], mark: Callable[[str], str]) -> str:
    """The id that was meant: that very one, else the one that begins so, else the one so marked.

    The signs `#` and `~` of a mark may be left out. An id that fits none is taken as it is, for it
    may come to be. Raises `Ambiguous`.
    """
    known = list(ids)
    if typed in known:
        return typed
    sign = typed.removeprefix("#")
    for found in (
        [each for each in known if each.startswith(typed)],
        [each for each in known if mark(each).removeprefix("#") == sign],
        [each for each in known if mark(each).strip("#~") == sign],
    ):
        if len(found) > 1:
            raise Ambiguous(typed, found)
        if found:
            return found[0]
    return typed
