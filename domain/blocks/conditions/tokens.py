"""The tokens of a condition's text, one at a time from any place in it."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple, cast

TokenKind = Literal["number", "word", "text", "sign", "end", "other"]

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
        | (?P<word>[^\W\d]\w*)
        | (?P<text>"(?:[^"\\]|\\.)*")
        | (?P<sign><=|>=|!=|==|[=<>+\-*/().])
        | (?P<end>\Z)
        | (?P<other>.)
    )""",
    re.VERBOSE | re.DOTALL,
)


class Token(NamedTuple):
    """A piece of the text: what it is, and from where to where it goes (counted from 0)."""

    kind: TokenKind
    text: str
    start: int
    end: int


def token_at(text: str, start: int) -> Token:
    """The next token from there on; one of kind `end` when nothing more comes."""
    match = cast("re.Match[str]", _TOKEN.match(text, start))
    kind = cast(TokenKind, match.lastgroup)
    return Token(kind, match[kind], match.start(kind), match.end(kind))
